"""From the readings of one evaluation to its findings and coverage. Pure: same pieces, same result."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from analyzers.contract import ReadState
from analyzers.detector import Detector
from analyzers.knowledge.book import Knowledge
from analyzers.synthesis.attribution import attribute_capture
from analyzers.synthesis.builds import Build, compare_builds
from analyzers.synthesis.comparison import KINDS, compare, cover
from analyzers.synthesis.consent import compare_phases, cover_phases
from analyzers.synthesis.declared import KIND as COMPARED
from analyzers.synthesis.declared import compare_declared, cover_declared, read_declaration
from analyzers.synthesis.sovereignty import KIND as CLASSED
from analyzers.synthesis.sovereignty import Proofs, class_flows
from analyzers.synthesis.statements import contradict
from catalog.evaluations.model import RunId
from criteria.findings import ArtifactKind, Coverage, Extent, Finding, Source, Text

SYNTHESIS = ("synthesis", "4")
_SEEN, _TOLD, _CARRIED = ("host.contacted", "traffic"), ("data.transmitted", "traffic"), ("sdk.embedded", "apk")


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece as its run left it."""

    run_id: RunId
    kind: ArtifactKind
    digest: str
    source: Source
    is_attested: bool
    state: ReadState
    message: Text
    evidence: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Told:
    """What the publisher says of its app: evidence of the documents lodged, answers to the questionnaire."""

    documents: Sequence[Mapping[str, Any]]
    answers: Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Observed:
    """What one detector stated about one piece."""

    run_id: RunId
    detector: str
    version: str
    findings: tuple[Finding, ...]
    coverage: tuple[Coverage, ...]


def examine(
    pieces: Sequence[Piece],
    detectors: Callable[[ArtifactKind], Sequence[Detector]],
    knowledge: Knowledge,
    earlier: Sequence[Build] = (),
    answers: Mapping[str, Mapping[str, Any]] = MappingProxyType({}),
) -> list[Observed]:
    """Run every detector over every piece it reads.

    A capture of another build gives one finding that says so, and neither other findings nor coverage. A piece that
    was not read gives coverage `none` for all that should have been looked for in it; one read in part gives at most
    `partial`, whatever its detectors say. `earlier` are the builds of the app read before, the newest last; `answers`
    are the publisher's to the questionnaire.
    """
    apk = next((p.evidence for p in pieces if p.kind is ArtifactKind.APK and p.evidence is not None), None)
    observed: list[Observed] = []
    belonging: list[Piece] = []
    for piece in pieces:
        if piece.kind is ArtifactKind.CAPTURE and piece.evidence is not None:
            attribution = attribute_capture(apk or {}, piece.evidence, attested=piece.is_attested)
            if attribution.state != "belongs":
                labels = (attribution.finding,) if attribution.finding else ()
                observed.append(_stamp(piece, *SYNTHESIS, labels, ()))
                continue
            belonging.append(piece)
        if earlier and piece.kind is ArtifactKind.APK and piece.evidence is not None:
            compared = compare_builds(piece.evidence, earlier)
            observed.append(_stamp(piece, *SYNTHESIS, compared.findings, compared.coverage))
        observed += [_detect(piece, detector, knowledge) for detector in detectors(piece.kind)]
    told = Told([piece.evidence for piece in pieces if piece.kind is ArtifactKind.DOCUMENT and piece.evidence], answers)
    chosen = [item for source in Source if (item := _choose(source, belonging, observed)) is not None]
    return [*observed, *chosen, *(_compare(piece.run_id, observed, knowledge, told) for piece in belonging[:1])]


def _choose(source: Source, belonging: Sequence[Piece], observed: Sequence[Observed]) -> Observed | None:
    """Compare what one observer saw before a choice, after refusing and after accepting; None without phases."""
    pieces = [piece for piece in belonging if piece.source is source and piece.evidence is not None]
    runs = {piece.run_id for piece in pieces}
    seen = [finding for item in observed if item.run_id in runs for finding in item.findings]
    rows = [row for item in observed if item.run_id in runs for row in item.coverage]
    found = compare_phases([piece.evidence for piece in pieces if piece.evidence is not None], seen)
    if not found:
        return None
    stamped = tuple(replace(finding, source=source) for finding in found)
    return Observed(pieces[0].run_id, *SYNTHESIS, stamped, tuple(cover_phases(found, rows)))


def _compare(run_id: RunId, observed: Sequence[Observed], knowledge: Knowledge, told: Told) -> Observed:
    """Hold code, traffic and declarations against each other, and class the flows: once, over all captures."""
    findings = [finding for item in observed for finding in item.findings]
    rows = [row for item in observed for row in item.coverage]
    classing = cover((CLASSED,), rows, (_SEEN, _TOLD))
    is_complete = all(row.extent is Extent.COMPLETE for row in classing)
    found = compare(findings, findings, knowledge)
    proofs = _proofs(told.answers, knowledge)
    found += class_flows(findings, knowledge.rules.eea, is_complete=is_complete, proofs=proofs)
    declaration = read_declaration(told.documents)
    found += compare_declared(declaration, findings) if declaration is not None else []
    found += contradict(told.answers, findings)
    (comparing,) = cover((COMPARED,), rows, (_SEEN, _TOLD))
    covered = (*cover(KINDS, rows, (_SEEN, _CARRIED)), *classing, cover_declared(declaration, comparing))
    return Observed(run_id, *SYNTHESIS, tuple(found), covered)


def _proofs(answers: Mapping[str, Mapping[str, Any]], knowledge: Knowledge) -> Proofs:
    """Whether a certificate for hosting health data is due, and who is known to hold one: silence proves nothing."""
    day = max((age.date or "" for age in knowledge.ages()), default="")
    held = (one for one in knowledge.hds.values() if one.valid_until is None or one.valid_until >= day)
    is_due = answers.get("health_data_hosted", {}).get("value") == "for_care"
    return Proofs(hds_due=is_due, hds_held=frozenset(one.organization for one in held))


def _detect(piece: Piece, detector: Detector, knowledge: Knowledge) -> Observed:
    card = detector.manifest
    if piece.evidence is None:
        scope = "apk" if piece.kind is ArtifactKind.APK else "traffic"
        blind = tuple(Coverage(kind, scope, Extent.NONE, piece.message) for kind in card.emits)
        return _stamp(piece, card.name, card.version, (), blind)
    detection = detector.detect(piece.digest, piece.evidence, knowledge)
    return _stamp(piece, card.name, card.version, detection.findings, detection.coverage)


def _stamp(
    piece: Piece, detector: str, version: str, findings: Sequence[Finding], coverage: Sequence[Coverage]
) -> Observed:
    def cap(row: Coverage) -> Coverage:
        if piece.state is not ReadState.READ and row.extent is Extent.COMPLETE:
            return replace(row, extent=Extent.PARTIAL, reason=piece.message, source=piece.source)
        return replace(row, source=piece.source)

    stamped = tuple(replace(finding, source=piece.source) for finding in findings)
    return Observed(piece.run_id, detector, version, stamped, tuple(cap(row) for row in coverage))
