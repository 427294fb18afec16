"""How facts become verdicts: one verdict per criterion, with its reasons. No I/O, no clock, never raises on data."""

from collections.abc import Iterable

from criteria.conditions import match
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
from criteria.predicates import RULING, ByEvaluator, Declared

LEFT_OPEN = Text(
    "L'évaluateur laisse ce critère à instruire : ses motifs figurent dans son appréciation.",
    "The evaluator leaves this criterion open: the grounds are in the ruling.",
)
BENCH_ALONE = (Source.BENCH,)
BENCH_OR_PUBLISHER = (Source.BENCH, Source.PUBLISHER)
EDITIONS_KEPT = 16
_prepared: dict[int, tuple[Edition, tuple["_Judge", ...]]] = {}


def assess(edition: Edition, dossier: Dossier) -> Assessment:
    """Give exactly one verdict per criterion of the edition, in the order of their ids."""
    plain = Sight(dossier, (), BENCH_ALONE)
    return Assessment(edition.id, edition.digest, tuple([judge.always or judge(plain) for judge in _prepare(edition)]))


def _prepare(edition: Edition) -> tuple["_Judge", ...]:
    """Work out once what every assessment under an edition would work out again."""
    kept = _prepared.get(id(edition))
    if kept is None or kept[0] is not edition:
        if len(_prepared) >= EDITIONS_KEPT:
            _prepared.clear()
        criteria = sorted(edition.criteria, key=lambda one: one.id)
        kept = _prepared[id(edition)] = edition, tuple(_Judge(one) for one in criteria)
    return kept[1]


class _Judge:
    """One criterion made ready: what never changes is known before any dossier is read."""

    __slots__ = ("always", "applies_when", "criterion", "fixed", "level", "looks", "names", "reads_findings", "waiting")

    def __init__(self, criterion: Criterion) -> None:
        self.criterion = criterion
        self.names = criterion.id, criterion.ref
        self.applies_when = criterion.applies_when
        levels = criterion.levels
        self.level = levels[0].level if levels and not levels[0].when else None  # None: it depends on the profile
        # A part that waits for a person concludes the same of every dossier.
        self.waiting = [one.waiting for one in criterion.rule if isinstance(one, ByEvaluator)]
        self.looks = [one.look for one in criterion.rule if not isinstance(one, ByEvaluator)]
        self.reads_findings = not all(isinstance(one, Declared | ByEvaluator) for one in criterion.rule)
        self.fixed: dict[tuple[int, ...], Verdict] = {}
        depends = self.looks or self.applies_when or self.level is None
        self.always = None if depends or self.level is None else _combine(self.names, self.level, self.waiting)

    def __call__(self, plain: Sight) -> Verdict:
        """Give the verdict; those that rest on answers alone are few, and kept."""
        dossier = plain.dossier
        level = self.level or self.criterion.level_for(dossier)
        if self.applies_when and match(self.applies_when, dossier.profile_value) is False:
            return self.fixed.get((id(level),)) or self._set_aside(level)
        if self.reads_findings:
            sight = Sight(dossier, self.criterion.needs, _list_clearing(self.criterion, level))
            return _combine(self.names, level, [*[look(sight) for look in self.looks], *self.waiting])
        sightings = [look(plain) for look in self.looks]
        key = id(level), 0, *map(id, sightings)  # levels and sightings of answers are few and never let go
        verdict = self.fixed.get(key)
        if verdict is None:
            verdict = self.fixed[key] = _combine(self.names, level, [*sightings, *self.waiting])
        return verdict

    def _set_aside(self, level: Level) -> Verdict:
        asked = sorted({f"question:{condition.name}" for condition in self.applies_when})
        verdict = self.fixed[id(level),] = Verdict(*self.names, Outcome.NOT_APPLICABLE, level, tuple(asked))
        return verdict


def fold(edition: Edition, assessment: Assessment, rulings: Iterable[Ruling]) -> Assessment:
    """Give the effective verdicts: the automated ones, each folded with the latest ruling on it. Neither is altered."""
    known = {criterion.id for criterion in edition.criteria}
    latest = {ruling.criterion: ruling for ruling in rulings if ruling.criterion in known}
    verdicts = tuple(
        _apply(latest[verdict.criterion], verdict) if verdict.criterion in latest else verdict
        for verdict in assessment.verdicts
    )
    return Assessment(assessment.edition_id, assessment.edition_digest, verdicts)


def _list_clearing(criterion: Criterion, level: Level) -> tuple[Source, ...]:
    """Whose silence clears: the authority's own run; the publisher's only if a criterion that is no gate says so."""
    return BENCH_OR_PUBLISHER if criterion.accepts_publisher and level is not Level.GATE else BENCH_ALONE


def _combine(names: tuple[str, str], level: Level, sightings: list[Sighting]) -> Verdict:
    """The worst part decides: a fault outweighs a doubt, a doubt outweighs a pass."""
    outcome, needs_ruling = Outcome.CONFORMING, False
    because: tuple[str, ...] = ()
    missing: tuple[Missing, ...] = ()
    for said, reasons, gaps, awaits in sightings:
        if said is Outcome.NONCONFORMING:
            return _blame(names, level, sightings)
        if said is Outcome.UNDETERMINED:
            outcome = said
            needs_ruling = needs_ruling or awaits
        because = tuple(sorted({*because, *reasons})) if because and reasons else because or reasons
        missing += gaps
    if len(missing) > 1:
        missing = _sort_once(missing)
    return Verdict(*names, outcome, level, because, missing, needs_ruling)


def _blame(names: tuple[str, str], level: Level, sightings: list[Sighting]) -> Verdict:
    """Against a fault there is nothing left to rule on in this rule; what was not looked at is still worth saying."""
    because = {reason for one in sightings if one.outcome is Outcome.NONCONFORMING for reason in one.because}
    missing = _sort_once(gap for one in sightings for gap in one.missing if gap.what != RULING)
    return Verdict(*names, Outcome.NONCONFORMING, level, tuple(sorted(because)), missing)


def _sort_once(gaps: Iterable[Missing]) -> tuple[Missing, ...]:
    """Each once, in a stable order."""
    by_words = {(gap.what, gap.scope, gap.reason.fr, gap.reason.en): gap for gap in gaps}
    return tuple([by_words[words] for words in sorted(by_words)])


def _apply(ruling: Ruling, verdict: Verdict) -> Verdict:
    name = f"ruling:{verdict.criterion}"
    return verdict._replace(
        outcome=ruling.outcome,
        because=(*verdict.because, name),
        missing=(Missing(name, "", LEFT_OPEN),) if ruling.outcome is Outcome.UNDETERMINED else (),
        needs_ruling=False,
        ruled=True,
    )
