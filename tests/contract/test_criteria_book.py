"""The book keeps its promises: every example receives its verdict, every edition loads, every word is bilingual."""

from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from criteria.engine import assess
from criteria.legal import Attestation, digest_of
from criteria.load import (
    HERE,
    list_editions,
    load_criterion,
    load_edition,
    load_kinds,
    load_plans,
    load_questions,
    read_document,
)
from criteria.model import Answer, Criterion, Dossier, EditionState, Example, Letter, ListingBar, Outcome
from criteria.parse_criterion import list_reachable
from criteria.predicates import AtMost, Declared, Every, NoneOf, Some
from criteria.producers import find_orphans, list_voices

BOOK = sorted((path.parent.name, int(path.stem.removeprefix("v"))) for path in (HERE / "book").glob("*/v*.yaml"))
EXAMPLES = [
    (criterion, example)
    for criterion in (load_criterion(name, version) for name, version in BOOK)
    for example in criterion.examples
]
STARTING = load_edition("2026.0")
FULL = load_edition("2026.1")
EDITIONS = [load_edition(name) for name in list_editions()]


@pytest.mark.parametrize(("criterion", "example"), EXAMPLES, ids=lambda one: getattr(one, "ref", None) or one.name)
def test_example_receives_the_verdict_it_announces(criterion: Criterion, example: Example) -> None:
    alone = replace(STARTING, criteria=(criterion,))
    (verdict,) = assess(alone, example.dossier).verdicts
    assert (verdict.outcome, verdict.needs_ruling) == (example.outcome, example.needs_ruling)


@pytest.mark.parametrize(("name", "version"), BOOK)
def test_criterion_shows_each_outcome_it_can_reach_and_no_other(name: str, version: int) -> None:
    criterion = load_criterion(name, version)
    assert {example.outcome for example in criterion.examples} == list_reachable(criterion)


def test_no_criterion_of_the_book_is_left_out_of_every_edition() -> None:
    pinned = {one.ref for name in list_editions() for one in load_edition(name).criteria}
    assert pinned == {f"{name}@{version}" for name, version in BOOK}


def test_starting_edition_holds_its_criteria_over_six_rubrics_or_more() -> None:
    assert len(STARTING.criteria) >= 15
    assert len({one.rubric for one in STARTING.criteria}) >= 6
    assert STARTING.state_on(date(2026, 6, 1)) is EditionState.IN_FORCE


def test_outline_counts_its_criteria_rubric_by_rubric() -> None:
    counted = Counter(plan.id.split("-")[0] for plan in load_plans())
    expected = {"GOV": 6, "MON": 5, "PRI": 14, "TRK": 7, "HEB": 7, "JUR": 6, "SEC": 13, "VIE": 5, "INT": 8}
    assert counted == {**expected, "QUA": 9, "USE": 7, "ETH": 4}


def test_book_agrees_with_the_outline_on_titles_and_kinds() -> None:
    plans = {plan.id: plan for plan in load_plans()}
    for criterion in (*STARTING.criteria, *FULL.criteria):
        kinds = {one.kind for one in criterion.rule if isinstance(one, NoneOf | AtMost | Every | Some)}
        assert criterion.title == plans[criterion.id].title
        assert kinds <= set(plans[criterion.id].kinds), criterion.id


def test_no_gate_is_cleared_without_a_bench_finding_or_a_person() -> None:
    for criterion in FULL.criteria:
        for example in criterion.examples:
            if example.outcome is Outcome.CONFORMING and criterion.level_for(example.dossier) == "gate":
                assert any(row.source == "bench" for row in example.dossier.coverage), criterion.id


def test_no_legal_reference_is_shown_as_checked_before_someone_read_it() -> None:
    cited = [citation for edition in EDITIONS for one in edition.criteria for citation in one.legal_basis]
    assert cited
    assert all(citation.is_draft for citation in cited)


def test_every_question_of_the_edition_is_loaded_in_its_order() -> None:
    for edition in EDITIONS:
        assert tuple(question.id for question in load_questions(edition)) == edition.questions


def test_full_edition_holds_the_whole_outline_and_every_rubric_has_its_family() -> None:
    assert [one.id for one in FULL.criteria] == sorted(plan.id for plan in load_plans())
    assert len(FULL.criteria) == 91
    assert {one.rubric for one in FULL.criteria} == {rubric.id for rubric in FULL.rubrics}
    assert [family.id for family in FULL.families if family.is_axis] == ["sovereignty"]


def test_full_edition_says_what_a_listing_asks_and_when_it_binds_older_certificates() -> None:
    assert FULL.listing == ListingBar(90, Letter.C)
    assert FULL.supersedes == STARTING.id
    assert FULL.binds_existing_on("TRK-01") == date(2027, 7, 1)
    assert FULL.binds_existing_on("SEC-11") == date(2028, 1, 1)


def test_answers_given_under_the_first_edition_carry_over() -> None:
    assert set(STARTING.questions) < set(FULL.questions)


def test_no_outcome_lacks_a_producer_and_no_kind_a_reader() -> None:
    assert {one.id: find_orphans(one, load_kinds()) for one in (FULL, EDITIONS[-1])} == {
        FULL.id: [],
        EDITIONS[-1].id: [],
    }


def test_whoever_rules_is_told_where_the_line_is_for_every_criterion() -> None:
    assert [one.ref for edition in (FULL, EDITIONS[-1]) for one in edition.criteria if one.guidance is None] == []


def test_draft_is_open_to_comments_and_binds_nobody() -> None:
    draft = EDITIONS[-1]
    assert (draft.published_on, draft.state_on(date(2030, 1, 1))) == (None, EditionState.CONSULTATION)
    assert FULL.state_on(date(2030, 1, 1)) is EditionState.IN_FORCE


def test_whoever_may_have_to_rule_is_told_what_to_look_at() -> None:
    for criterion in (*STARTING.criteria, *FULL.criteria):
        assert criterion.guidance is not None or "J" not in list_voices(criterion), criterion.ref


def test_every_document_asked_says_what_it_is() -> None:
    questions = {question.id: question for question in load_questions(FULL)}
    asked = {
        one.question
        for criterion in FULL.criteria
        for one in criterion.rule
        if isinstance(one, Declared) and one.documents
    }
    assert asked
    for name in asked:
        assert questions[name].document is not None, name


def test_each_certificate_already_held_is_asked_once_and_read_somewhere() -> None:
    asked = Counter(held for one in load_questions(FULL) if one.document for held in one.document.attests)
    assert asked == {held.value: 1 for held in Attestation}
    assert {held for criterion in FULL.criteria for held in criterion.proofs} == {held.value for held in Attestation}


def test_every_question_is_asked_for_a_reason() -> None:
    used = {one.question for criterion in FULL.criteria for one in criterion.rule if isinstance(one, Declared)}
    for criterion in FULL.criteria:
        used |= {
            one.name for one in (*criterion.applies_when, *(when for case in criterion.levels for when in case.when))
        }
    used |= {condition.name for question in load_questions(FULL) for condition in question.ask_when}
    # What the app is for is read by the evaluator of GOV-02, beside the store page.
    assert set(FULL.questions) - used == {"purpose"}


def test_an_insurer_an_employer_or_a_data_broker_weighs() -> None:
    criterion = FULL.find_criterion("MON-01")
    assert criterion is not None
    said = {"data_sale": Answer(value=False, documents=("d",))}

    def outcome(*recipients: str) -> Outcome:
        dossier = Dossier(declarations={**said, "sensitive_recipients": Answer(recipients)})
        return assess(replace(FULL, criteria=(criterion,)), dossier).verdicts[0].outcome

    assert outcome("data_broker", "insurer") is Outcome.NONCONFORMING
    assert outcome("insurer") is outcome("employer") is outcome("none") is Outcome.UNDETERMINED


def _read_normative(path: Path) -> dict[str, object]:
    value = read_document(path.read_text(encoding="utf-8"), path.name).open_any()["normative"].value
    assert isinstance(value, dict)
    return value


def test_wording_may_improve_but_the_rule_may_not_move() -> None:
    normative = _read_normative(HERE / "book" / "TRK-01" / "v1.yaml")
    requirement = normative["requirement"]
    assert isinstance(requirement, dict)
    translated = {**normative, "requirement": {**requirement, "en": "Better English."}}
    assert digest_of(translated) == digest_of(normative) == load_criterion("TRK-01", 1).digest
    assert digest_of({**normative, "weight": 5}) != digest_of(normative)
    assert digest_of({**normative, "requirement": {**requirement, "fr": "Autre chose."}}) != digest_of(normative)
