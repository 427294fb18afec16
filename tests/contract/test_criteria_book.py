"""The book keeps its promises: every example receives its verdict, every edition loads, every word is bilingual."""

from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from criteria.engine import assess
from criteria.legal import digest_of
from criteria.load import HERE, list_editions, load_criterion, load_edition, load_plans, load_questions, read_document
from criteria.model import Criterion, EditionState, Example, Outcome
from criteria.parse_criterion import list_reachable
from criteria.predicates import AtMost, Every, NoneOf, Some

BOOK = sorted((path.parent.name, int(path.stem.removeprefix("v"))) for path in (HERE / "book").glob("*/v*.yaml"))
EXAMPLES = [
    (criterion, example)
    for criterion in (load_criterion(name, version) for name, version in BOOK)
    for example in criterion.examples
]
STARTING = load_edition("2026.0")


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
    for criterion in STARTING.criteria:
        kinds = {one.kind for one in criterion.rule if isinstance(one, NoneOf | AtMost | Every | Some)}
        assert criterion.title == plans[criterion.id].title
        assert kinds <= set(plans[criterion.id].kinds), criterion.id


def test_no_gate_is_cleared_without_a_bench_finding_or_a_person() -> None:
    for criterion in STARTING.criteria:
        for example in criterion.examples:
            if example.outcome is Outcome.CONFORMING and criterion.level_for(example.dossier) == "gate":
                assert any(row.source == "bench" for row in example.dossier.coverage), criterion.id


def test_no_legal_reference_is_shown_as_checked_before_someone_read_it() -> None:
    cited = [citation for one in STARTING.criteria for citation in one.legal_basis]
    assert cited
    assert all(citation.is_draft for citation in cited)


def test_every_question_of_the_edition_is_loaded_in_its_order() -> None:
    assert tuple(question.id for question in load_questions(STARTING)) == STARTING.questions


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
