"""Invented editions and dossiers from one number: quick enough for tens of thousands, the same for the same number."""

from random import Random

from criteria.findings import Coverage, Extent, Finding, Source
from criteria.model import Answer, Criterion, Dossier, Edition, Level, LevelCase, Predicate
from criteria.predicates import AtMost, ByEvaluator, Declared, Every, NoneOf, Some
from tests.builders.dossier import a_coverage, a_finding
from tests.builders.rulebook import (
    ABSENT,
    ATTRIBUTES,
    CASES,
    CONDITIONS,
    KINDS,
    OBLIGATIONS,
    PROFILE_CONDITIONS,
    SAID,
    WORDS,
    a_criterion,
    an_edition,
)

EXTENTS = (Extent.COMPLETE, Extent.COMPLETE, Extent.PARTIAL, Extent.NONE)
SOURCES = tuple(Source)
VALUES = ("yes", "no", True, False, None)


def an_edition_from(chance: Random, *, proving: bool = True) -> Edition:
    """Invent an edition of one to five criteria; `proving` lets one finding be a proof (`some`)."""
    return an_edition(*(_a_criterion(chance, number, proving=proving) for number in range(chance.randint(1, 5))))


def _a_criterion(chance: Random, number: int, *, proving: bool) -> Criterion:
    rubric, levels = chance.choice(("AAA", "BBB")), chance.choice(CASES)
    return a_criterion(
        f"{rubric}-{number:02}",
        [_a_predicate(chance, proving=proving) for _ in range(chance.randint(1, 3))],
        weight=chance.randint(1, 4),
        levels=levels if chance.random() < 0.8 else (LevelCase((), Level.GATE),),
        applies_when=chance.choice(PROFILE_CONDITIONS),
        accepts_publisher=chance.random() < 0.5,
    )


def _a_predicate(chance: Random, *, proving: bool) -> Predicate:
    kind, confirm = chance.choice(KINDS), chance.random() < 0.5
    match chance.randint(0, 5 if proving else 4):
        case 0:
            return NoneOf(kind, chance.choice(CONDITIONS), confirm)
        case 1:
            return AtMost(kind, chance.randint(0, 2), chance.choice(CONDITIONS), confirm)
        case 2:
            return Every(kind, chance.choice(OBLIGATIONS), chance.choice(CONDITIONS), confirm)
        case 3:
            return Declared("said", SAID, chance.randint(0, 1))
        case 4:
            return ByEvaluator(WORDS)
        case _:
            return Some(kind, chance.choice(CONDITIONS))


def a_finding_from(chance: Random) -> Finding:
    """Invent a finding, with some of its attributes not known or not given."""
    drawn = {name: chance.choice(values) for name, values in ATTRIBUTES.items()}
    given = {name: value for name, value in drawn.items() if value is not ABSENT}
    return a_finding(chance.choice(KINDS), chance.choice(SOURCES), **given)


def a_coverage_from(chance: Random) -> Coverage:
    """Invent a coverage row, most often complete and where it is needed."""
    scope = chance.choice(("apk", "apk", "traffic"))
    return a_coverage(chance.choice(KINDS), scope, chance.choice(EXTENTS), chance.choice(SOURCES))


def a_dossier_from(chance: Random) -> Dossier:
    """Invent a dossier that speaks the invented language."""
    return Dossier(
        findings=tuple(a_finding_from(chance) for _ in range(chance.randint(0, 4))),
        coverage=tuple(a_coverage_from(chance) for _ in range(chance.randint(0, 5))),
        declarations=_answers(chance, "said"),
        profile=_answers(chance, "large"),
    )


def _answers(chance: Random, name: str) -> dict[str, Answer]:
    if chance.random() < 0.3:
        return {}
    return {name: Answer(chance.choice(VALUES), ("d",) if chance.random() < 0.5 else ())}
