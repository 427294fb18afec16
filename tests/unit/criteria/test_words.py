"""A rule in words: written from the rule itself, in both languages."""

import pytest

from criteria.load import list_editions, load_edition, load_kinds, load_questions
from criteria.model import Edition
from criteria.words import say_dossier, say_rule

EDITIONS = [load_edition(name) for name in list_editions()]
FULL = load_edition("2026.1")
KINDS = load_kinds()


def _say(name: str, edition: Edition = FULL) -> list[str]:
    criterion = edition.find_criterion(name)
    assert criterion is not None
    return [one.fr for one in say_rule(criterion, KINDS, {one.id: one for one in load_questions(edition)})]


@pytest.mark.parametrize("edition", EDITIONS, ids=lambda one: one.id)
def test_every_rule_and_example_can_be_said_in_both_languages(edition: Edition) -> None:
    questions = {one.id: one for one in load_questions(edition)}
    for criterion in edition.criteria:
        said = say_rule(criterion, KINDS, questions)
        assert len(said) == len(criterion.rule)
        for text in (*said, *(say_dossier(one.dossier, KINDS, questions) for one in criterion.examples)):
            assert text.fr.strip()
            assert text.en.strip()
            assert text.fr != text.en


def test_parts_are_said_as_they_judge() -> None:
    declared, first, other = _say("HEB-02")
    assert "réponse attendue" in declared
    assert first.startswith("Tout constat « ")
    assert "party = first a : region = eea." in first
    assert other.endswith("Sinon, une personne tranche.")
    assert _say("GOV-02")[-1].startswith("Une personne juge : ")
    assert any("Aucun constat" in part for part in _say("TRK-01"))
    assert any("Au moins un constat" in part for part in _say("GOV-04"))


def test_excluded_answers_and_documents_are_said() -> None:
    sale, recipients, _ = _say("MON-01")
    assert "réponse attendue : non" in sale
    assert "pièces à joindre : 1" in sale
    assert "réponse exclue : " in recipients


def test_empty_dossier_says_so() -> None:
    criterion = FULL.find_criterion("MON-01")
    assert criterion is not None
    empty = next(one for one in criterion.examples if one.name == "nothing was declared")
    said = say_dossier(empty.dossier, KINDS, {one.id: one for one in load_questions(FULL)})
    assert said.en == "Nothing was found, looked for or declared."
