"""Invented criteria and editions, and hypothesis strategies that draw them: no rule here is a real one."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from itertools import product
from math import prod
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


def _one_of_each(build: Callable[..., Any], *pools: Sequence[Any]) -> st.SearchStrategy[Any]:
    """Draw one value of each pool and build with them: a single number says which, to be quick."""

    def decode(number: int) -> Any:
        values = []
        for pool in pools:
            number, place = divmod(number, len(pool))
            values.append(pool[place])
        return build(*values)

    return st.integers(0, prod(len(pool) for pool in pools) - 1).map(decode)


ONE_CONDITION = (
    *(is_in("color", value) for value in ("red", "blue", None)),
    *(is_not("color", value) for value in ("red", None)),
    *(is_in("flag", value) for value in (True, False)),
    *(contains("tags", value) for value in ("ads", "crash")),
)
OBLIGATIONS = (*((one,) for one in ONE_CONDITION), *product(ONE_CONDITION, repeat=2))
CONDITIONS = ((), *OBLIGATIONS)
YES_NO = (False, True)
PROFILE_CONDITIONS = ((), (is_in("large", "yes"),), (is_not("large", "yes"),))
SAID = (is_in("said", "yes"),)
sources = st.sampled_from(list(Source))
answers = _one_of_each(Answer, ("yes", "no", True, False, None), ((), ("d",)))

hopeful_of_little = st.one_of(
    _one_of_each(NoneOf, KINDS, CONDITIONS, YES_NO),
    _one_of_each(AtMost, KINDS, range(3), CONDITIONS, YES_NO),
    _one_of_each(Every, KINDS, OBLIGATIONS, CONDITIONS, YES_NO),
)
without_some = st.one_of(
    hopeful_of_little,
    st.sampled_from([Declared("said", SAID, 0), Declared("said", SAID, 1), ByEvaluator(WORDS)]),
)
any_predicate: st.SearchStrategy[Predicate] = st.one_of(without_some, _one_of_each(Some, KINDS, CONDITIONS))


def _a_drawn_criterion(
    number: int,
    rule: list[Predicate],
    rubric: str,
    weight: int,
    cases: tuple[LevelCase, ...],
    applies: Any,
    accepts: Any,
) -> Criterion:
    others = {"levels": cases, "applies_when": applies, "accepts_publisher": accepts}
    return a_criterion(f"{rubric}-{number:02}", rule, weight=weight, **others)


LAST_CASE = LevelCase((), Level.SCORED)
CASES = ((LAST_CASE,), *((LevelCase(when, level), LAST_CASE) for when in PROFILE_CONDITIONS for level in Level))
shapes = _one_of_each(lambda *drawn: drawn, ("AAA", "BBB"), range(1, 5), CASES, PROFILE_CONDITIONS, YES_NO)


@st.composite
def editions(draw: st.DrawFn, predicates: st.SearchStrategy[Any] = any_predicate) -> Edition:
    """Draw an edition of one to five criteria over two families, one of which may be an axis."""
    rules = draw(st.lists(st.lists(predicates, min_size=1, max_size=3), min_size=1, max_size=5))
    edition = an_edition(*(_a_drawn_criterion(number, rule, *draw(shapes)) for number, rule in enumerate(rules)))
    axis = draw(st.sampled_from([None, None, "BBB"]))
    return replace(edition, families=tuple(replace(one, is_axis=one.id == axis) for one in edition.families))


ABSENT = object()
TAGS = ("ads", "crash", "maps")
ATTRIBUTES = {
    "color": ("red", "blue", "unknown", None, ABSENT),
    "flag": (True, False, None, ABSENT),
    "tags": (None, ABSENT, (), *((one,) for one in TAGS), *product(TAGS, repeat=2)),
}


def _a_drawn_finding(kind: str, source: Source, *values: Any) -> Finding:
    given = zip(ATTRIBUTES, values, strict=True)
    return a_finding(kind, source, **{name: value for name, value in given if value is not ABSENT})


def findings() -> st.SearchStrategy[Finding]:
    """Draw a finding of the invented kinds, with some of its attributes not known or not given."""
    return _one_of_each(_a_drawn_finding, KINDS, list(Source), *ATTRIBUTES.values())


def coverages() -> st.SearchStrategy[Coverage]:
    """Draw a coverage row, most often complete so that verdicts can be favourable."""
    extents = (Extent.COMPLETE, Extent.COMPLETE, Extent.PARTIAL, Extent.NONE)
    return _one_of_each(a_coverage, KINDS, ("apk", "apk", "traffic"), extents, list(Source))


@st.composite
def dossiers(draw: st.DrawFn) -> Dossier:
    """Draw a dossier that speaks the invented language."""
    return Dossier(
        findings=tuple(draw(st.lists(findings(), max_size=4))),
        coverage=tuple(draw(st.lists(coverages(), max_size=5))),
        declarations=draw(st.dictionaries(st.just("said"), answers)),
        profile=draw(st.dictionaries(st.just("large"), answers)),
    )
