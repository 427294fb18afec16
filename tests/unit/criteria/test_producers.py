"""Who can bring a criterion where, recounted from its rule."""

import runpy

import pytest

from criteria.kinds import FindingKind
from criteria.load import HERE
from criteria.model import Level, Outcome
from criteria.predicates import AtMost, ByEvaluator, Declared, Every, NoneOf, Some
from criteria.producers import (
    EVALUATOR,
    IF_POINTED,
    PUBLISHER,
    find_orphans,
    find_producers,
    list_kinds_read,
    list_producers,
    list_voices,
    main,
    may_point,
    render_producers,
)
from tests.builders.rulebook import WORDS, a_criterion, an_edition, is_in, is_true

STONE = FindingKind("stone.seen", WORDS, ("apk",), ("geologist",), "2030.1", {})
WIND = FindingKind("wind.heard", WORDS, ("apk",), ("bench",), "planned", {})
KINDS = {one.id: one for one in (STONE, WIND)}
SEEN, POINTED = NoneOf("stone.seen"), NoneOf("stone.seen", confirm=True)
SAID, READ = Declared("said", (is_in("said", "yes"),)), ByEvaluator(WORDS)


@pytest.mark.parametrize(
    ("rule", "voices"),
    [
        ((SEEN,), "A"),
        ((POINTED,), "A→J"),
        ((Every("stone.seen", (is_true("flag"),), (), confirm=True),), "A→J"),
        ((AtMost("stone.seen", 1, (), confirm=True),), "A→J"),
        ((Some("stone.seen"), SAID), "A+D"),
        ((SAID, READ), "D+J"),
        ((POINTED, SAID, READ), "A+D+J"),
        ((READ,), "J"),
    ],
)
def test_voices_are_recounted_from_the_rule(rule: tuple[NoneOf, ...], voices: str) -> None:
    assert list_voices(a_criterion("AAA-01", rule)) == voices


def test_only_what_waits_for_a_person_points() -> None:
    assert may_point(POINTED)
    assert not may_point(SEEN)
    assert not may_point(READ)
    assert not may_point(Some("stone.seen"))


def test_each_part_of_a_rule_has_its_producers_and_a_planned_kind_has_none() -> None:
    assert list_producers(SEEN, KINDS) == ("geologist",)
    assert list_producers(Some("wind.heard"), KINDS) == ()
    assert list_producers(SAID, KINDS) == (PUBLISHER,)
    assert list_producers(READ, KINDS) == (EVALUATOR,)
    assert list_kinds_read(a_criterion("AAA-01", [SEEN, Some("wind.heard"), READ])) == {"stone.seen", "wind.heard"}


def test_conforming_takes_all_and_a_fault_takes_one() -> None:
    producers = find_producers(a_criterion("AAA-01", [POINTED, SAID], applies_when=(is_true("large"),)), KINDS)
    assert producers[Outcome.CONFORMING] == ("geologist", PUBLISHER, IF_POINTED)
    assert producers[Outcome.NONCONFORMING] == (PUBLISHER, IF_POINTED)
    assert producers[Outcome.UNDETERMINED] == ("geologist", PUBLISHER, IF_POINTED)
    assert producers[Outcome.NOT_APPLICABLE] == (PUBLISHER,)
    judged = find_producers(a_criterion("AAA-02", [POINTED, READ]), KINDS)
    assert judged[Outcome.NONCONFORMING] == (EVALUATOR,)
    assert judged[Outcome.NOT_APPLICABLE] == ()


def test_a_rule_on_a_planned_kind_is_a_fake_automation() -> None:
    edition = an_edition(a_criterion("AAA-01", [NoneOf("wind.heard"), READ]))
    assert find_orphans(edition, {**KINDS, "stone.seen": STONE}) == [
        "AAA-01@1: nobody can bring it to 'conforming'",
        "stone.seen: is stated, and no criterion reads it",
    ]
    two = an_edition(*(a_criterion(name, [NoneOf("wind.heard"), SEEN]) for name in ("AAA-01", "AAA-02")))
    assert [fault.split(":")[0] for fault in find_orphans(two, KINDS)] == ["AAA-01@1", "AAA-02@1"]
    alone = an_edition(a_criterion("AAA-02", [SEEN, NoneOf("wind.heard")]))
    assert "AAA-02@1: nobody can bring it to 'conforming'" in find_orphans(alone, KINDS)


def test_a_kind_is_read_or_says_why_not() -> None:
    silent = FindingKind("stone.seen", WORDS, ("apk",), ("geologist",), "2030.1", {}, WORDS)
    reading, other = an_edition(a_criterion("AAA-01", [SEEN])), an_edition(a_criterion("AAA-01", [READ]))
    assert find_orphans(reading, KINDS) == find_orphans(other, {"stone.seen": silent}) == []
    assert find_orphans(reading, {"stone.seen": silent}) == ["stone.seen: says why it is not read, and is read"]


def test_page_counts_and_names() -> None:
    edition = an_edition(a_criterion("AAA-01", [POINTED]), a_criterion("AAA-02", [SAID], Level.SCORED))
    lines = render_producers(
        edition, {**KINDS, "x.y": FindingKind("x.y", WORDS, (), ("z",), "1", {}, WORDS)}
    ).splitlines()
    assert "2 criteria:" in lines
    assert "- 1 automatic, at least in part (A)" in lines
    assert "- 1 that instruments can conclude without anybody (A, A→J)" in lines
    assert "- 1 declared, at least in part (D)" in lines
    assert "- 1 resting on declarations alone (D), none of them a gate" in lines
    assert "- 1 judged by a person, always (J) or when pointed at (→J)" in lines
    assert "- 0 resting on a person's judgement alone (J)" in lines
    both = f"geologist, {IF_POINTED}"
    assert f"| AAA-01@1 | Mots. | A→J | {both} | {IF_POINTED} | {both} | — |" in lines
    assert "| AAA-02@1 | Mots. | D | publisher | publisher | publisher | — |" in lines
    assert "| `stone.seen` | geologist | AAA-01 | — |" in lines
    assert "| `wind.heard` | — | — | planned |" in lines
    assert "| `x.y` | z | — | Words. |" in lines


def test_page_is_printed_when_run(capsys: pytest.CaptureFixture[str]) -> None:
    runpy.run_path(str(HERE / "producers.py"), run_name="__main__")
    assert capsys.readouterr().out == main()
