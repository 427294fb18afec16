"""How facts become verdicts: one verdict per criterion, with its reasons. No I/O, no clock, never raises on data."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any, TypeVar

from criteria.findings import Source, Text
from criteria.model import (
    Assessment,
    Criterion,
    Dossier,
    Edition,
    Level,
    Missing,
    Outcome,
    Ruling,
    Sight,
    Sighting,
    Verdict,
)
from criteria.predicates import RULING

LEFT_OPEN = Text(
    "L'évaluateur laisse ce critère à instruire : ses motifs figurent dans son appréciation.",
    "The evaluator leaves this criterion open: the grounds are in the ruling.",
)
Reason = TypeVar("Reason", str, Missing)
BENCH_ALONE = frozenset({Source.BENCH})
BENCH_OR_PUBLISHER = frozenset({Source.BENCH, Source.PUBLISHER})
# The worst part decides: a fault outweighs a doubt, a doubt outweighs a pass.
WORST_FIRST = (Outcome.NONCONFORMING, Outcome.UNDETERMINED, Outcome.CONFORMING)


def assess(edition: Edition, dossier: Dossier) -> Assessment:
    """Give exactly one verdict per criterion of the edition, in the order of their ids."""
    verdicts = sorted((_judge(criterion, dossier) for criterion in edition.criteria), key=lambda one: one.criterion)
    return Assessment(edition.id, edition.digest, tuple(verdicts))


def fold(edition: Edition, assessment: Assessment, rulings: Iterable[Ruling]) -> Assessment:
    """Give the effective verdicts: the automated ones, each folded with the latest ruling on it. Neither is altered."""
    known = {criterion.id for criterion in edition.criteria}
    latest = {ruling.criterion: ruling for ruling in rulings if ruling.criterion in known}
    verdicts = tuple(
        _apply(latest[verdict.criterion], verdict) if verdict.criterion in latest else verdict
        for verdict in assessment.verdicts
    )
    return replace(assessment, verdicts=verdicts)


def _judge(criterion: Criterion, dossier: Dossier) -> Verdict:
    level = criterion.level_for(dossier)
    if not criterion.applies_to(dossier):
        asked = {f"question:{condition.name}" for condition in criterion.applies_when}
        return Verdict(criterion.id, criterion.ref, Outcome.NOT_APPLICABLE, level, tuple(sorted(asked)))
    sight = Sight(dossier, criterion.needs, _list_clearing(criterion, level))
    return _combine(criterion, level, [predicate.look(sight) for predicate in criterion.rule])


def _list_clearing(criterion: Criterion, level: Level) -> frozenset[Source]:
    """Whose silence clears: the authority's own run; the publisher's only if a criterion that is no gate says so."""
    return BENCH_OR_PUBLISHER if criterion.accepts_publisher and level is not Level.GATE else BENCH_ALONE


def _combine(criterion: Criterion, level: Level, sightings: list[Sighting]) -> Verdict:
    outcome = min((one.outcome for one in sightings), key=WORST_FIRST.index)
    is_fault = outcome is Outcome.NONCONFORMING
    because = [reason for one in sightings if one.outcome is outcome or not is_fault for reason in one.because]
    # Against a fault there is nothing left to rule on in this rule; what was not looked at is still worth saying.
    missing = [gap for one in sightings for gap in one.missing if not is_fault or gap.what != RULING]
    return Verdict(
        criterion=criterion.id,
        ref=criterion.ref,
        outcome=outcome,
        level=level,
        because=_sort_once(because, str),
        missing=_sort_once(missing, lambda gap: (gap.what, gap.scope, gap.reason.fr, gap.reason.en)),
        needs_ruling=outcome is Outcome.UNDETERMINED and any(one.needs_ruling for one in sightings),
    )


def _sort_once(reasons: list[Reason], key: Callable[[Reason], Any]) -> tuple[Reason, ...]:
    """Each once, in a stable order; most verdicts have one reason, which is in order already."""
    return tuple(sorted(set(reasons), key=key)) if len(reasons) > 1 else tuple(reasons)


def _apply(ruling: Ruling, verdict: Verdict) -> Verdict:
    name = f"ruling:{verdict.criterion}"
    return replace(
        verdict,
        outcome=ruling.outcome,
        because=(*verdict.because, name),
        missing=(Missing(name, "", LEFT_OPEN),) if ruling.outcome is Outcome.UNDETERMINED else (),
        needs_ruling=False,
        ruled=True,
    )
