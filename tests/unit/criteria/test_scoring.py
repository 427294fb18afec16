"""How verdicts become letters."""

from dataclasses import replace
from fractions import Fraction

import pytest

from criteria.model import Assessment, Criterion, Edition, Letter, Level, LevelCase, ListingBar, Outcome, Verdict
from criteria.scoring import Shortfall, list_shortfalls, obstacles, score
from tests.builders.rulebook import THRESHOLDS, WORDS, a_criterion, an_edition, is_in

C, N, U, X = Outcome.CONFORMING, Outcome.NONCONFORMING, Outcome.UNDETERMINED, Outcome.NOT_APPLICABLE


def _assess(*judged: tuple[Criterion, Outcome]) -> tuple[Edition, Assessment]:
    verdicts = tuple(
        Verdict(criterion.id, criterion.ref, outcome, criterion.levels[0].level) for criterion, outcome in judged
    )
    return an_edition(*(criterion for criterion, _ in judged)), Assessment("2030.1", "sha256:edition", verdicts)


def _scored(number: int, weight: int = 1, level: Level = Level.SCORED, rubric: str = "AAA") -> Criterion:
    return a_criterion(f"{rubric}-{number:02}", level=level, weight=weight)


@pytest.mark.parametrize(
    ("points", "letter"),
    [(85, "A"), (84, "B"), (70, "B"), (69, "C"), (55, "C"), (54, "D"), (40, "D"), (39, "E"), (0, "E"), (100, "A")],
)
def test_letter_changes_exactly_at_the_threshold(points: int, letter: str) -> None:
    judged = [(_scored(1, points), C)] if points else []
    judged += [(_scored(2, 100 - points), N)] if points < 100 else []
    total = score(*_assess(*judged))
    assert total.overall == letter
    assert (total.families[0].obtained, total.families[0].applicable) == (points, 100)


def test_undetermined_stays_in_the_denominator_and_lowers_coverage() -> None:
    total = score(*_assess((_scored(1, 2), C), (_scored(2, 3), U)))
    family = total.families[0]
    assert (family.obtained, family.applicable, family.coverage) == (2, 5, Fraction(2, 5))
    assert total.coverage == Fraction(2, 5)
    assert family.letter is Letter.D


def test_what_does_not_apply_leaves_the_denominator() -> None:
    family = score(*_assess((_scored(1, 2), C), (_scored(2, 3), X))).families[0]
    assert (family.obtained, family.applicable, family.coverage, family.letter) == (2, 2, Fraction(1), Letter.A)


def test_weakest_family_gives_the_overall_letter() -> None:
    total = score(*_assess((_scored(1), C), (_scored(1, rubric="BBB"), N)))
    assert [one.letter for one in total.families] == [Letter.A, Letter.E]
    assert total.overall is Letter.E


def test_family_in_which_nothing_applies_has_no_letter() -> None:
    total = score(*_assess((_scored(1), X)))
    assert (total.overall, total.families[0].letter, total.coverage) == (None, None, Fraction(0))


def test_family_without_any_criterion_weighs_nothing_on_the_overall_letter() -> None:
    edition, assessment = _assess((_scored(1), C), (_scored(1, rubric="BBB"), X))
    assert score(edition, assessment).overall is Letter.A


def test_bonus_lifts_by_one_letter_at_most_and_never_enters_the_denominator() -> None:
    bonus = _scored(9, 100, Level.BONUS)
    lifted = score(*_assess((_scored(1, 1), C), (_scored(2, 1), N), (bonus, C))).families[0]
    assert (lifted.letter, lifted.obtained, lifted.applicable, lifted.bonus) == (Letter.C, 1, 2, 100)
    missed = score(*_assess((_scored(1, 1), C), (_scored(2, 1), N), (bonus, N))).families[0]
    assert (missed.letter, missed.applicable, missed.bonus, missed.coverage) == (Letter.D, 2, 0, Fraction(1))
    best = score(*_assess((_scored(1), C), (bonus, C))).families[0]
    assert best.letter is Letter.A


def test_small_bonus_lifts_only_if_its_points_reach_the_letter() -> None:
    judged = [(_scored(1, 50), C), (_scored(2, 50), N)]
    assert score(*_assess(*judged, (_scored(9, 4, Level.BONUS), C))).overall is Letter.D
    assert score(*_assess(*judged, (_scored(9, 5, Level.BONUS), C))).overall is Letter.C


def test_gate_that_failed_or_is_open_caps_its_family_whatever_the_points() -> None:
    plenty = (_scored(1, 100), C)
    failed = score(*_assess(plenty, (_scored(2, 1, Level.GATE), N)))
    opened = score(*_assess(plenty, (_scored(2, 1, Level.GATE), U)))
    passed = score(*_assess(plenty, (_scored(2, 1, Level.GATE), C)))
    assert (failed.overall, opened.overall, passed.overall) == (THRESHOLDS.gate_failed, THRESHOLDS.gate_open, Letter.A)
    assert (failed.gates_failed, failed.gates_open) == (("AAA-02",), ())
    assert (opened.gates_failed, opened.gates_open) == ((), ("AAA-02",))


def test_gate_set_aside_caps_nothing() -> None:
    total = score(*_assess((_scored(1), C), (_scored(2, 1, Level.GATE), X)))
    assert (total.overall, total.gates_failed, total.gates_open) == (Letter.A, (), ())


def test_bonus_never_lifts_above_a_failed_gate() -> None:
    total = score(*_assess((_scored(1, 9), C), (_scored(2, 1, Level.GATE), N), (_scored(3, 50, Level.BONUS), C)))
    assert total.overall is Letter.E


def test_obstacles_are_the_gates_neither_passed_nor_set_aside() -> None:
    gates = [_scored(number, 1, Level.GATE) for number in range(1, 5)]
    edition, assessment = _assess(*zip(gates, (C, N, U, X), strict=True), (_scored(9), N))
    assert [one.criterion for one in obstacles(edition, assessment)] == ["AAA-02", "AAA-03"]


def test_verdict_that_is_not_there_is_not_assessed_at_its_strictest_level() -> None:
    cases = (LevelCase((is_in("large", "yes"),), Level.GATE), LevelCase((), Level.SCORED))
    edition = an_edition(a_criterion("AAA-01", levels=cases), a_criterion("AAA-02", level=Level.SCORED))
    stranger = Verdict("ZZZ-01", "ZZZ-01@1", N, Level.GATE)
    total = score(edition, Assessment("2030.1", "", (stranger,)))
    assert (total.gates_open, total.gates_failed, total.coverage) == (("AAA-01",), (), Fraction(0))
    assert [one.outcome for one in obstacles(edition, Assessment("2030.1", "", ()))] == [Outcome.NOT_ASSESSED]
    assert total.families[0].title == WORDS


def test_letters_are_exact_to_the_last_point() -> None:
    assert score(*_assess((_scored(1, 84_999), C), (_scored(2, 15_001), N))).overall is Letter.B
    assert score(*_assess((_scored(1, 85_000), C), (_scored(2, 15_000), N))).overall is Letter.A


def _with_axis(edition: Edition, axis: str) -> Edition:
    families = tuple(replace(family, is_axis=family.id == axis) for family in edition.families)
    return replace(edition, families=families)


def test_an_axis_has_its_letter_and_leaves_the_overall_one_alone() -> None:
    edition, assessment = _assess((_scored(1), C), (_scored(1, rubric="BBB"), N))
    total = score(_with_axis(edition, "BBB"), assessment)
    assert [(one.family, one.letter, one.is_axis) for one in total.families] == [
        ("AAA", Letter.A, False),
        ("BBB", Letter.E, True),
    ]
    assert total.overall is Letter.A


@pytest.mark.parametrize(("outcome", "overall"), [(N, Letter.E), (U, Letter.D), (C, Letter.A), (X, Letter.A)])
def test_a_gate_of_an_axis_is_a_gate_all_the_same(outcome: Outcome, overall: Letter) -> None:
    gate = _scored(1, level=Level.GATE, rubric="BBB")
    edition, assessment = _assess((_scored(1), C), (gate, outcome))
    assert score(_with_axis(edition, "BBB"), assessment).overall is overall


def test_an_axis_alone_gives_no_overall_letter() -> None:
    edition, assessment = _assess((_scored(1), C))
    assert score(_with_axis(edition, "AAA"), assessment).overall is None


BAR = ListingBar(90, Letter.C)


@pytest.mark.parametrize(
    ("judged", "expected"),
    [
        (((_scored(1, 90), C), (_scored(2, 10), U)), ()),
        (((_scored(1, 89), C), (_scored(2, 11), U)), (Shortfall("coverage", ("89/100",)),)),
        (((_scored(1, 899), C), (_scored(2, 101), U)), (Shortfall("coverage", ("899/1000",)),)),
        (((_scored(1, 55), C), (_scored(2, 45), N)), ()),
        (((_scored(1, 54), C), (_scored(2, 46), N)), (Shortfall("letter", ("AAA",)),)),
        (((_scored(1, level=Level.GATE), N),), (Shortfall("gates", ("AAA-01",)), Shortfall("letter", ("AAA",)))),
        (
            ((_scored(1, level=Level.GATE), U), (_scored(2, 99), C)),
            (Shortfall("gates", ("AAA-01",)), Shortfall("letter", ("AAA",))),
        ),
        (((_scored(1), X),), (Shortfall("coverage", ("0",)),)),
    ],
)
def test_the_bar_of_a_listing_names_each_shortfall(
    judged: tuple[tuple[Criterion, Outcome], ...], expected: tuple[Shortfall, ...]
) -> None:
    edition, assessment = _assess(*judged)
    assert list_shortfalls(replace(edition, listing=BAR), score(edition, assessment)) == expected


def test_an_axis_is_not_held_to_the_letter_of_the_bar() -> None:
    edition, assessment = _assess((_scored(1), C), (_scored(1, rubric="BBB"), N))
    judged = _with_axis(replace(edition, listing=BAR), "BBB")
    assert list_shortfalls(judged, score(judged, assessment)) == ()


def test_an_edition_without_a_bar_asks_for_its_gates_alone() -> None:
    edition, assessment = _assess((_scored(1, level=Level.GATE), N), (_scored(2), U))
    assert list_shortfalls(edition, score(edition, assessment)) == (Shortfall("gates", ("AAA-01",)),)
    edition, assessment = _assess((_scored(1), N))
    assert list_shortfalls(edition, score(edition, assessment)) == ()
