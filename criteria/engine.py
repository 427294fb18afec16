"""How facts become verdicts: one verdict per criterion, with its reasons. No I/O, no clock, never raises on data."""

from collections.abc import Callable, Iterable, Sequence

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
from criteria.predicates import CONFORMING, NONCONFORMING, RULING, UNDETERMINED, ByEvaluator, Declared

LEFT_OPEN = Text(
    "L'évaluateur laisse ce critère à instruire : ses motifs figurent dans son appréciation.",
    "The evaluator leaves this criterion open: the grounds are in the ruling.",
)
GATE = Level.GATE
build = tuple.__new__  # a named tuple, without the detour of its own constructor: there are hundreds per assessment
BENCH_ALONE = (Source.BENCH,)
BENCH_OR_PUBLISHER = (Source.BENCH, Source.PUBLISHER)
EDITIONS_KEPT = 16
PAIR = 2
Judging = Callable[[Sight], Verdict]
Prepared = tuple[list[Verdict | None], tuple[tuple[int, Judging], ...]]  # what is always so, and what is to be judged
_prepared: dict[int, tuple[Edition, Prepared]] = {}


def assess(edition: Edition, dossier: Dossier) -> Assessment:
    """Give exactly one verdict per criterion of the edition, in the order of their ids."""
    plain = Sight(dossier, (), BENCH_ALONE)
    always, judging = _prepare(edition)
    verdicts = always.copy()
    for place, judge in judging:
        verdicts[place] = judge(plain)
    return Assessment(edition.id, edition.digest, tuple(verdicts))  # type: ignore[arg-type]  # every place has its verdict


def _prepare(edition: Edition) -> Prepared:
    """Work out once what every assessment under an edition would work out again."""
    kept = _prepared.get(id(edition))
    if kept is None or kept[0] is not edition:
        if len(_prepared) >= EDITIONS_KEPT:
            _prepared.clear()
        judges = [_Judge(one) for one in sorted(edition.criteria, key=lambda one: one.id)]
        judging = tuple((place, one.choose()) for place, one in enumerate(judges) if one.always is None)
        kept = _prepared[id(edition)] = edition, ([one.always for one in judges], judging)
    return kept[1]


class _Judge:
    """One criterion made ready: what never changes is known before any dossier is read."""

    __slots__ = (
        "always",
        "applies_when",
        "aside",
        "criterion",
        "fixed",
        "is_lenient",
        "level",
        "looks",
        "names",
        "needs",
        "reads_findings",
        "waiting",
    )

    def __init__(self, criterion: Criterion) -> None:
        self.criterion = criterion
        self.names = criterion.id, criterion.ref
        self.applies_when = criterion.applies_when
        self.needs = criterion.needs
        # Whose silence clears: the authority's own run; the publisher's only if a criterion that is no gate says so.
        self.is_lenient = criterion.accepts_publisher
        levels = criterion.levels
        self.level = levels[0].level if levels and not levels[0].when else None  # None: it depends on the profile
        # A part that waits for a person concludes the same of every dossier.
        self.waiting = [one.waiting for one in criterion.rule if isinstance(one, ByEvaluator)]
        self.looks = [one.look for one in criterion.rule if not isinstance(one, ByEvaluator)]
        self.reads_findings = not all(isinstance(one, Declared | ByEvaluator) for one in criterion.rule)
        self.fixed: dict[object, Verdict] = {}
        self.aside: dict[int, Verdict] = {}  # levels are never let go
        depends = self.looks or self.applies_when or self.level is None
        self.always = None if depends or self.level is None else _combine(self.names, self.level, self.waiting)

    def choose(self) -> Judging:
        """Choose the shortest way to the verdict: most criteria ask one question, of every app and at one level."""
        is_plain = self.level is not None and not self.applies_when and not self.reads_findings
        return self.judge_one_answer if is_plain and len(self.looks) == 1 else self

    def judge_one_answer(self, plain: Sight) -> Verdict:
        """Give the verdict of a criterion that asks one question of every app, at one level."""
        sighting = self.looks[0](plain)
        return self.fixed.get(id(sighting)) or self._keep(id(sighting), self.level or GATE, [sighting])

    def __call__(self, plain: Sight) -> Verdict:
        """Give the verdict; those that rest on answers alone are few, and kept."""
        dossier = plain.dossier
        level = self.level or self.criterion.level_for(dossier)
        for condition in self.applies_when:  # one no is enough, whatever is not known beside it
            answer = dossier.profile.get(condition.name)
            if condition.answer(None if answer is None else answer.value)[0] is False:
                return self.aside.get(id(level)) or self._set_aside(level)
        if self.reads_findings:
            is_lenient = self.is_lenient and level is not GATE
            sight = build(Sight, (dossier, self.needs, BENCH_OR_PUBLISHER if is_lenient else BENCH_ALONE))
            sightings = [look(sight) for look in self.looks]
            return _combine(self.names, level, sightings + self.waiting if self.waiting else sightings)
        sightings = [look(plain) for look in self.looks]
        key = (id(level), *map(id, sightings))  # levels and sightings of answers are few and never let go
        return self.fixed.get(key) or self._keep(key, level, sightings)

    def _keep(self, key: object, level: Level, sightings: list[Sighting]) -> Verdict:
        verdict = self.fixed[key] = _combine(self.names, level, [*sightings, *self.waiting])
        return verdict

    def _set_aside(self, level: Level) -> Verdict:
        asked = sorted({f"question:{condition.name}" for condition in self.applies_when})
        verdict = self.aside[id(level)] = Verdict(*self.names, Outcome.NOT_APPLICABLE, level, tuple(asked))
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


def _combine(names: tuple[str, str], level: Level, sightings: list[Sighting]) -> Verdict:
    """The worst part decides: a fault outweighs a doubt, a doubt outweighs a pass."""
    outcome, needs_ruling = CONFORMING, False
    because: tuple[str, ...] = ()
    missing: tuple[Missing, ...] = ()
    for said, reasons, gaps, awaits in sightings:
        if said is NONCONFORMING:
            return _blame(names, level, sightings)
        if said is UNDETERMINED:
            outcome = said
            needs_ruling = needs_ruling or awaits
        if reasons:
            because = tuple(sorted({*because, *reasons})) if because else reasons
        if gaps:
            missing = missing + gaps if missing else gaps
    if len(missing) > 1:
        missing = _sort_once(missing)
    return build(Verdict, (*names, outcome, level, because, missing, needs_ruling, False))


def _blame(names: tuple[str, str], level: Level, sightings: list[Sighting]) -> Verdict:
    """Against a fault there is nothing left to rule on in this rule; what was not looked at is still worth saying."""
    because: tuple[str, ...] = ()
    missing: list[Missing] = []
    for said, reasons, gaps, _ in sightings:
        if said is NONCONFORMING:
            because = tuple(sorted({*because, *reasons})) if because else reasons
        missing += [gap for gap in gaps if gap.what != RULING]
    ordered = _sort_once(missing) if len(missing) > 1 else tuple(missing)
    return build(Verdict, (*names, NONCONFORMING, level, because, ordered, False, False))


def _sort_once(gaps: Sequence[Missing]) -> tuple[Missing, ...]:
    """Each once, in a stable order."""
    if len(gaps) == PAIR and gaps[0].what != gaps[1].what:
        return (gaps[0], gaps[1]) if gaps[0].what < gaps[1].what else (gaps[1], gaps[0])
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
