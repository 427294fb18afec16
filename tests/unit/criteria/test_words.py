"""A rule in words: written from the rule itself, in both languages."""

from dataclasses import replace
from typing import Any

import pytest

from criteria.conditions import Condition, Mode
from criteria.findings import Coverage, Extent, Finding, Pointer, Source, Text
from criteria.kinds import FindingKind
from criteria.load import list_editions, load_edition, load_kinds, load_questions
from criteria.model import Answer, Choice, Dossier, Edition, Level, LevelCase, Question, QuestionKind
from criteria.predicates import AtMost, ByEvaluator, Declared, Every, NoneOf, Some
from criteria.words import say_applicability, say_dossier, say_levels, say_needs, say_rule

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
    assert "rôle « l'éditeur » a : région « Espace économique européen »." in first
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


STONE = {"stone.seen": FindingKind("stone.seen", Text("Une pierre.", "A stone."), ("apk",), ("x",), "2026.0", {})}
SIZES = (Choice("big", Text("grande", "large")), Choice("small", Text("petite", "little")))
ASKED = {
    "size": Question("size", Text("Taille ?", "Size?"), Text("", ""), QuestionKind.CHOICE, SIZES, True, False, ()),  # noqa: FBT003 -- required, not of the profile
    "told": Question("told", Text("Dit ?", "Told?"), Text("", ""), QuestionKind.BOOLEAN, (), True, False, ()),  # noqa: FBT003 -- required, not of the profile
}
RED = Condition("color", Mode.IN, ("red", None))
TAGGED = Condition("tags", Mode.CONTAINS, ("ads",), is_negated=True)
SAID: list[tuple[Any, str, str]] = [
    (NoneOf("stone.seen"), "Aucun constat : « Une pierre ».", "No finding: “A stone”."),
    (
        NoneOf("stone.seen", (RED,), confirm=True),
        "Aucun constat : « Une pierre », avec color « red » ou « inconnu ». Sinon, une personne tranche.",
        "No finding: “A stone”, with color “red” or “unknown”. Otherwise a person rules.",
    ),
    (AtMost("stone.seen", 3), "Au plus 3 constats : « Une pierre ».", "At most 3 findings: “A stone”."),
    (
        Some("stone.seen", (RED, TAGGED)),
        "Au moins un constat l'établit : « Une pierre », avec color « red » ou « inconnu » et tags autre que « ads ».",
        "At least one finding establishes it: “A stone”, with color “red” or “unknown” and tags other than “ads”.",
    ),
    (
        Every("stone.seen", (replace(RED, is_negated=True),), (Condition("tags", Mode.CONTAINS, ("ads",)),)),
        "Tout constat « Une pierre », avec tags « ads » a : color autre que « red » ou « inconnu ».",
        "Every finding “A stone”, with tags “ads” has: color other than “red” or “unknown”.",
    ),
    (
        ByEvaluator(Text("Est-ce beau ?", "Is it fine?")),
        "Une personne juge : Est-ce beau ?",
        "A person judges: Is it fine?",
    ),
    (
        Declared("size", (Condition("size", Mode.IN, ("big", "small")),), documents=2),
        "L'éditeur répond : « Taille ? » ; réponse attendue : grande ou petite ; pièces à joindre : 2.",
        "The publisher answers: “Size?”; answer expected: large or little; documents to join: 2.",
    ),
    (
        Declared("told", (Condition("told", Mode.IN, (True, False), is_negated=True),)),
        "L'éditeur répond : « Dit ? » ; réponse exclue : oui ou non.",
        "The publisher answers: “Told?”; answer excluded: yes or no.",
    ),
]


@pytest.mark.parametrize(("part", "fr", "en"), SAID)
def test_each_part_is_said_to_the_word(part: Any, fr: str, en: str) -> None:
    criterion = replace(FULL.criteria[0], rule=(part,))
    assert say_rule(criterion, STONE, ASKED) == (Text(fr, en),)


def test_part_of_no_known_sort_is_refused() -> None:
    criterion: Any = replace(FULL.criteria[0], rule=("what",))
    with pytest.raises(TypeError, match="what"):
        say_rule(criterion, STONE, ASKED)


def test_dossier_is_said_to_the_word() -> None:
    seen = Finding(
        "stone.seen", {"color": "red", "tags": ("a", "b"), "big": True, "n": None}, Text("", ""), Pointer("z")
    )
    row = Coverage("stone.seen", "apk", Extent.PARTIAL, Text("", ""), Source.PUBLISHER)
    declared = {"size": Answer("big", ("d", "e")), "told": Answer(value=None)}
    said = say_dossier(Dossier((seen,), (row,), declared, {"told": Answer(value=False)}), STONE, ASKED)
    assert said == Text(
        "constat « Une pierre » (color : red ; tags : a, b ; big : oui ; n : inconnu) ; "
        "recherché en partie, par l'éditeur : « Une pierre » (apk) ; réponse « Dit ? » : – ; "
        "réponse « Taille ? » : grande, pièces : 2",
        "finding “A stone” (color: red; tags: a, b; big: yes; n: unknown); "
        "looked for in part, by the publisher: “A stone” (apk); answer “Told?”: –; answer “Size?”: large, documents: 2",
    )
    several = Dossier(declarations={"size": Answer(("big", "small"))})
    assert say_dossier(several, STONE, ASKED).en == "answer “Size?”: large, little"
    assert say_dossier(Dossier(), STONE, ASKED).fr == "Rien n'a été trouvé, recherché ni déclaré."


def test_levels_and_applicability_are_said_to_the_word() -> None:
    big, told = Condition("size", Mode.IN, ("big",)), Condition("told", Mode.IN, (True,), is_negated=True)
    levels = (LevelCase((big, told), Level.GATE), LevelCase((), Level.SCORED))
    criterion = replace(FULL.criteria[0], levels=levels, applies_when=(told,))
    both = Text("« Taille ? » : grande et « Dit ? » : autre que oui", "“Size?”: large and “Told?”: other than yes")
    assert say_levels(criterion, ASKED) == ((Level.GATE, both), (Level.SCORED, Text("", "")))
    assert say_applicability(criterion, ASKED) == Text("« Dit ? » : autre que oui", "“Told?”: other than yes")
    assert say_applicability(replace(criterion, applies_when=()), ASKED) == Text("", "")


def test_what_must_be_looked_for_is_said_with_its_scope() -> None:
    ((scope, sought), *_) = say_needs(FULL.find_criterion("TRK-01"), KINDS)
    assert (scope, sought.fr) == ("apk", "« Le code contient ce composant tiers »")
    assert sought.en == "“The code contains this third-party component”"
