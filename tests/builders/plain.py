"""The rules read plainly, finding by finding, without any index: what the engine, made for speed, has to agree with."""

from collections.abc import Iterable

from criteria.conditions import Condition, is_unknown, match
from criteria.findings import Extent, Finding, Source
from criteria.model import Assessment, Criterion, Dossier, Edition, Level, Missing, Outcome, Sighting, Verdict
from criteria.predicates import (
    NO_ANSWER,
    NO_DOCUMENT,
    NOBODY_LOOKED,
    NOT_KNOWN,
    NOTHING_PROVES,
    ODD_ANSWER,
    PUBLISHER_ONLY,
    RULING,
    TO_RULE,
    AtMost,
    ByEvaluator,
    Declared,
    Every,
    NoneOf,
    Some,
)

ORDER = (Outcome.NONCONFORMING, Outcome.UNDETERMINED, Outcome.CONFORMING)


def assess_plainly(edition: Edition, dossier: Dossier) -> Assessment:
    """Judge each criterion by itself."""
    verdicts = sorted((_judge(one, dossier) for one in edition.criteria), key=lambda one: one.criterion)
    return Assessment(edition.id, edition.digest, tuple(verdicts))


def _judge(criterion: Criterion, dossier: Dossier) -> Verdict:
    level = criterion.level_for(dossier)
    if not criterion.applies_to(dossier):
        asked = {f"question:{condition.name}" for condition in criterion.applies_when}
        return Verdict(criterion.id, criterion.ref, Outcome.NOT_APPLICABLE, level, tuple(sorted(asked)))
    is_lenient = criterion.accepts_publisher and level is not Level.GATE
    clearing = {Source.BENCH, Source.PUBLISHER} if is_lenient else {Source.BENCH}
    parts = [
        _await(one) if isinstance(one, ByEvaluator) else _look(one, criterion, dossier, clearing)
        for one in criterion.rule
    ]
    outcome = min((one.outcome for one in parts), key=ORDER.index)
    is_fault = outcome is Outcome.NONCONFORMING
    because = {reason for one in parts if one.outcome is outcome or not is_fault for reason in one.because}
    missing = {gap for one in parts for gap in one.missing if not is_fault or gap.what != RULING}
    awaits = outcome is Outcome.UNDETERMINED and any(one.needs_ruling for one in parts)
    ordered = sorted(missing, key=lambda gap: (gap.what, gap.scope, gap.reason.fr, gap.reason.en))
    return Verdict(criterion.id, criterion.ref, outcome, level, tuple(sorted(because)), tuple(ordered), awaits)


def _await(part: ByEvaluator) -> Sighting:
    return Sighting(Outcome.UNDETERMINED, (), (Missing(RULING, "", part.ask),), needs_ruling=True)


def _look(part: object, criterion: Criterion, dossier: Dossier, clearing: set[Source]) -> Sighting:
    if isinstance(part, Declared):
        return _hear(part, dossier)
    if not isinstance(part, NoneOf | AtMost | Every | Some):
        raise TypeError(part)
    seen = [(one, match(part.where, one.attributes.get)) for one in dossier.findings if one.kind == part.kind]
    gaps = _list_gaps(part.kind, criterion, dossier, clearing)
    if isinstance(part, Some):
        return _prove(part, seen, gaps, clearing)
    adverse = [one for one, holds in seen if holds]
    doubtful = [one for one, holds in seen if holds is None]
    supporting: list[Finding] = []
    conditions = part.where
    if isinstance(part, Every):
        conditions += part.must
        kept = {id(one): _keep(part.must, one) for one, _ in seen}
        supporting = [one for one in adverse if kept[id(one)] is True]
        doubtful = [one for one in adverse if kept[id(one)] is None] + [one for one in doubtful if not kept[id(one)]]
        adverse = [one for one in adverse if kept[id(one)] is False]
    limit = part.limit if isinstance(part, AtMost) else 0
    if len({one.digest for one in adverse}) > limit:
        if not part.confirm:
            return Sighting(Outcome.NONCONFORMING, _name(adverse), gaps)
        return Sighting(Outcome.UNDETERMINED, _name(adverse), (Missing(RULING, "", TO_RULE), *gaps), needs_ruling=True)
    if len({one.digest for one in adverse + doubtful}) > limit:
        unknown = {one.name for finding in doubtful for one in conditions if _is_open(one, finding)}
        missing = (*(Missing(f"{part.kind}.{name}", "", NOT_KNOWN) for name in sorted(unknown)), *gaps)
        return Sighting(Outcome.UNDETERMINED, _name(adverse + doubtful), missing, needs_ruling=part.confirm)
    return Sighting(Outcome.UNDETERMINED if gaps else Outcome.CONFORMING, _name(adverse or supporting), gaps)


def _prove(
    part: Some, seen: list[tuple[Finding, bool | None]], gaps: tuple[Missing, ...], clearing: set[Source]
) -> Sighting:
    proofs = [one for one, holds in seen if holds and one.source in clearing]
    if proofs:
        return Sighting(Outcome.CONFORMING, _name(proofs))
    reason = PUBLISHER_ONLY if any(holds for _, holds in seen) else NOTHING_PROVES
    hints = _name(one for one, holds in seen if holds is not False)
    return Sighting(Outcome.UNDETERMINED, hints, (Missing(part.kind, "", reason), *gaps))


def _hear(part: Declared, dossier: Dossier) -> Sighting:
    name, answer = f"question:{part.question}", dossier.declarations.get(part.question)
    if answer is None or not (answer.has_value or (part.by_document and answer.documents)):
        return Sighting(Outcome.UNDETERMINED, (), (Missing(name, "", NO_ANSWER),))
    accepted = match(part.accept, lambda _: answer.value)
    if accepted is False:
        return Sighting(Outcome.NONCONFORMING, (name,))
    if accepted is None:
        return Sighting(Outcome.UNDETERMINED, (name,), (Missing(name, "", ODD_ANSWER),))
    if len(set(answer.documents)) < part.documents:
        return Sighting(Outcome.UNDETERMINED, (name,), (Missing(name, "document", NO_DOCUMENT),))
    return Sighting(Outcome.CONFORMING, (name,))


def _list_gaps(kind: str, criterion: Criterion, dossier: Dossier, clearing: set[Source]) -> tuple[Missing, ...]:
    gaps = []
    for scope in (need.scope for need in criterion.needs if need.kind == kind):
        rows = [row for row in dossier.coverage if (row.kind, row.scope) == (kind, scope)]
        ours = [row for row in rows if row.source in clearing]
        if any(row.extent is Extent.COMPLETE for row in ours):
            continue
        told = [row for row in ours if row.extent is not Extent.NONE] or ours
        reasons = [row.reason for row in told] or [PUBLISHER_ONLY if rows else NOBODY_LOOKED]
        gaps += [Missing(kind, scope, reason) for reason in reasons]
    return tuple(gaps)


def _keep(must: Iterable[Condition], finding: Finding) -> bool | None:
    """What is not known neither keeps nor breaks an obligation, even if looked for."""
    answers = [None if is_unknown(finding.attributes.get(one.name)) else _hold(one, finding) for one in must]
    return False if False in answers else None if None in answers else True


def _hold(condition: Condition, finding: Finding) -> bool | None:
    return condition.holds(finding.attributes.get(condition.name))


def _is_open(condition: Condition, finding: Finding) -> bool:
    return is_unknown(finding.attributes.get(condition.name)) or _hold(condition, finding) is None


def _name(findings: Iterable[Finding]) -> tuple[str, ...]:
    return tuple(one.digest for one in findings)
