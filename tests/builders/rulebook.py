"""Invented criteria and editions, and hypothesis strategies that draw them: no rule here is a real one."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from hypothesis import strategies as st

from criteria.conditions import Condition, Mode
from criteria.findings import Coverage, Extent, Finding, Source, Text
from criteria.model import (
    Answer,
    Citation,
    Confidence,
    Criterion,
    Dossier,
    Edition,
    Family,
    Letter,
    Level,
    LevelCase,
    Need,
    Predicate,
    Rubric,
    Thresholds,
)
from criteria.predicates import AtMost, ByEvaluator, Declared, Every, NoneOf, Some
from tests.builders.dossier import a_coverage, a_finding

WORDS = Text("Mots.", "Words.")
KINDS = ("stone.seen", "wind.heard")
THRESHOLDS = Thresholds(((Letter.A, 85), (Letter.B, 70), (Letter.C, 55), (Letter.D, 40)), Letter.E, Letter.D)


def is_in(name: str, *values: Any) -> Condition:
    """Ask that the value be one of those."""
    return Condition(name, Mode.IN, values)


def is_true(name: str) -> Condition:
    """Ask for a yes."""
    return Condition(name, Mode.IN, (True,))


def is_not(name: str, *values: Any) -> Condition:
    """Ask that the value be none of those."""
    return Condition(name, Mode.IN, values, is_negated=True)


def contains(name: str, *values: Any) -> Condition:
    """Ask that the list hold at least one of those."""
    return Condition(name, Mode.CONTAINS, values)


def a_criterion(
    criterion_id: str = "AAA-01",
    rule: Iterable[Predicate] = (),
    level: Level = Level.GATE,
    weight: int = 1,
    **others: Any,
) -> Criterion:
    """Build a criterion that needs every kind its rule looks at, in the scope `apk`."""
    rule = tuple(rule)
    looked_at = sorted({one.kind for one in rule if isinstance(one, NoneOf | AtMost | Every)})
    given: dict[str, Any] = {
        "id": criterion_id,
        "version": 1,
        "rubric": criterion_id[:3],
        "levels": (LevelCase((), level),),
        "weight": weight,
        "title": WORDS,
        "requirement": WORDS,
        "help": WORDS,
        "remediation": WORDS,
        "legal_basis": (Citation(WORDS, Confidence.HIGH),),
        "rule": rule,
        "needs": tuple(Need(kind, "apk") for kind in looked_at),
        "applies_when": (),
        "digest": f"sha256:{criterion_id}",
    }
    return Criterion(**{**given, **others})


def an_edition(*criteria: Criterion, **others: Any) -> Edition:
    """Build an edition in which each rubric is a family of its own."""
    rubrics = sorted({one.rubric for one in criteria})
    given: dict[str, Any] = {
        "id": "2030.1",
        "title": WORDS,
        "legal_basis": (),
        "in_force_on": date(2030, 3, 1),
        "published_on": date(2030, 2, 1),
        "supersedes": None,
        "criteria": criteria,
        "thresholds": THRESHOLDS,
        "rubrics": tuple(Rubric(name, WORDS) for name in rubrics),
        "families": tuple(Family(name, WORDS, (name,)) for name in rubrics),
        "questions": (),
        "digest": "sha256:edition",
    }
    return Edition(**{**given, **others})


colors = st.sampled_from(["red", "blue", "unknown", None])
flags = st.sampled_from([True, False, None])
tags = st.one_of(st.none(), st.lists(st.sampled_from(["ads", "crash", "maps"]), max_size=2).map(tuple))
one_condition = st.one_of(
    st.builds(is_in, st.just("color"), st.sampled_from(["red", "blue", None])),
    st.builds(is_not, st.just("color"), st.sampled_from(["red", None])),
    st.builds(is_in, st.just("flag"), st.booleans()),
    st.builds(contains, st.just("tags"), st.sampled_from(["ads", "crash"])),
)
conditions = st.lists(one_condition, max_size=2).map(tuple)
obligations = st.lists(one_condition, min_size=1, max_size=2).map(tuple)
kinds = st.sampled_from(KINDS)
answers = st.builds(Answer, st.sampled_from(["yes", "no", True, False, None]), st.sampled_from([(), ("d",)]))
sources = st.sampled_from(list(Source))

hopeful_of_little = st.one_of(
    st.builds(NoneOf, kinds, conditions, st.booleans()),
    st.builds(AtMost, kinds, st.integers(0, 2), conditions, st.booleans()),
    st.builds(Every, kinds, obligations, conditions, st.booleans()),
)
without_some = st.one_of(
    hopeful_of_little,
    st.builds(Declared, st.just("said"), st.just((is_in("said", "yes"),)), st.integers(0, 1)),
    st.just(ByEvaluator(WORDS)),
)
any_predicate: st.SearchStrategy[Predicate] = st.one_of(without_some, st.builds(Some, kinds, conditions))
profile_conditions = st.sampled_from([(), (is_in("large", "yes"),), (is_not("large", "yes"),)])


@st.composite
def editions(draw: st.DrawFn, predicates: st.SearchStrategy[Any] = any_predicate) -> Edition:
    """Draw an edition of one to five criteria over two families."""
    criteria = []
    for number in range(draw(st.integers(1, 5))):
        cases = [LevelCase(draw(profile_conditions), draw(st.sampled_from(list(Level)))), LevelCase((), Level.SCORED)]
        criteria.append(
            a_criterion(
                f"{draw(st.sampled_from(['AAA', 'BBB']))}-{number:02}",
                draw(st.lists(predicates, min_size=1, max_size=3)),
                weight=draw(st.integers(1, 4)),
                levels=tuple(cases[draw(st.integers(0, 1)) :]),
                applies_when=draw(profile_conditions),
                accepts_publisher=draw(st.booleans()),
            )
        )
    return an_edition(*criteria)


@st.composite
def findings(draw: st.DrawFn) -> Finding:
    """Draw a finding of the invented kinds, with some of its attributes not known or not given."""
    given = {"color": draw(colors), "flag": draw(flags), "tags": draw(tags)}
    kept = draw(st.sets(st.sampled_from(list(given))))
    return a_finding(draw(kinds), draw(sources), **{name: given[name] for name in sorted(kept)})


@st.composite
def coverages(draw: st.DrawFn) -> Coverage:
    """Draw a coverage row, most often complete so that verdicts can be favourable."""
    extent = draw(st.sampled_from([Extent.COMPLETE, Extent.COMPLETE, Extent.PARTIAL, Extent.NONE]))
    return a_coverage(draw(kinds), draw(st.sampled_from(["apk", "apk", "traffic"])), extent, draw(sources))


@st.composite
def dossiers(draw: st.DrawFn) -> Dossier:
    """Draw a dossier that speaks the invented language."""
    return Dossier(
        findings=tuple(draw(st.lists(findings(), max_size=4))),
        coverage=tuple(draw(st.lists(coverages(), max_size=5))),
        declarations=draw(st.dictionaries(st.just("said"), answers)),
        profile=draw(st.dictionaries(st.just("large"), answers)),
    )
