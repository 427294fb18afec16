"""The facts of a dossier as sets: which findings answer what, each question asked once of each value."""

from criteria.facts import Facts
from criteria.findings import Source
from tests.builders.dossier import a_coverage, a_finding
from tests.builders.rulebook import contains, is_in, is_not, is_true

KIND = "stone.seen"


def _facts(*shades: object) -> tuple[Facts, dict[object, int]]:
    """Facts with one finding per shade, and the set that stands for each."""
    findings = [a_finding(KIND, color=shade) for shade in shades]  # type: ignore[arg-type]  # any value may stand in a file
    facts = Facts(findings, [])
    order = [one.digest for one in facts.by_kind.get(KIND, [])]
    return facts, {one.attributes["color"]: 1 << order.index(one.digest) for one in findings}


def test_kind_that_nobody_saw_is_an_empty_set() -> None:
    facts = Facts([], [])
    assert facts.split(KIND, (is_in("color", "red"),)) == (0, 0)
    assert facts.oblige(KIND, (is_in("color", "red"),)) == (0, 0)
    assert facts.name(KIND, 0) == ()


def test_without_condition_all_surely_match() -> None:
    facts, _ = _facts("red", "blue")
    assert facts.split(KIND, ()) == (0b11, 0)


def test_what_is_not_known_only_might_match_and_one_no_is_a_no() -> None:
    facts, at = _facts("red", "blue", None)
    assert facts.split(KIND, (is_in("color", "red"),)) == (at["red"], at[None])
    assert facts.split(KIND, (is_in("color", "red"), is_in("other", "x"))) == (0, at["red"] | at[None])


def test_ignorance_looked_for_matches_and_still_keeps_no_obligation() -> None:
    facts, at = _facts("red", None)
    looks = (is_in("color", None),)
    assert facts.split(KIND, looks) == (at[None], 0)
    assert facts.oblige(KIND, looks) == (0, at["red"])
    assert facts.oblige(KIND, (is_not("color", None),)) == (at["red"], 0)


def test_one_broken_obligation_is_enough() -> None:
    facts, at = _facts("red", "blue")
    assert facts.oblige(KIND, (is_in("color", "red"), is_in("other", "x"))) == (0, at["blue"])


def test_values_that_python_takes_for_equal_are_told_apart() -> None:
    facts = Facts([a_finding(KIND, n=True), a_finding(KIND, n=1)], [])
    sure, possible = facts.split(KIND, (is_true("n"),))
    assert (sure.bit_count(), possible.bit_count()) == (1, 1)


def test_value_without_a_name_is_asked_each_time_it_occurs() -> None:
    lists: list[object] = [["ads"], ["ads"], ["maps"]]
    findings = [a_finding(KIND, tags=held, number=place) for place, held in enumerate(lists)]  # type: ignore[arg-type]  # as a hostile file would
    sure, possible = Facts(findings, []).split(KIND, (contains("tags", "ads"),))
    assert (sure.bit_count(), possible) == (2, 0)


def test_same_fact_twice_is_one_and_names_come_sorted() -> None:
    facts = Facts([a_finding(KIND, color="red"), a_finding(KIND, color="blue"), a_finding(KIND, color="red")], [])
    everything, _ = facts.split(KIND, ())
    assert everything == 0b11
    assert list(facts.name(KIND, everything)) == sorted(facts.name(KIND, everything))
    assert facts.name(KIND, everything) is facts.name(KIND, everything)


def test_only_a_source_able_to_clear_is_kept() -> None:
    ours, theirs = a_finding(KIND, color="red"), a_finding(KIND, Source.PUBLISHER, color="red")
    facts = Facts([ours, theirs], [])
    assert facts.keep(KIND, 0b11, (Source.BENCH,)) == (ours.digest,)


def test_attributes_left_open_are_named_once() -> None:
    facts, at = _facts("red", None)
    conditions = (is_in("color", "red"), is_in("color", "blue"), is_in("other", "x"))
    assert facts.list_unknown(KIND, conditions, at[None]) == ["color", "other"]
    assert facts.list_unknown(KIND, conditions[:2], at["red"]) == []


def test_coverage_is_found_by_kind_and_place() -> None:
    row = a_coverage(KIND, "apk")
    assert Facts([], [row, row]).by_place == {(KIND, "apk"): [row, row]}
