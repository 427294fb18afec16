"""From the readings of one evaluation to its findings and coverage. Pure: same pieces, same result."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from analyzers.contract import Detector, ReadState
from analyzers.knowledge.book import Knowledge
from analyzers.synthesis.attribution import attribute_capture
from analyzers.synthesis.builds import Build, compare_builds
from analyzers.synthesis.comparison import KINDS, compare, cover
from analyzers.synthesis.sovereignty import KIND as CLASSED
from analyzers.synthesis.sovereignty import class_flows
from catalog.evaluations.model import RunId
from criteria.findings import ArtifactKind, Coverage, Extent, Finding, Source, Text

SYNTHESIS = ("synthesis", "2")
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
) -> list[Observed]:
    """Run every detector over every piece it reads.

    A capture of another build gives one finding that says so, and neither other findings nor coverage. A piece that
    was not read gives coverage `none` for all that should have been looked for in it; one read in part gives at most
    `partial`, whatever its detectors say. `earlier` are the builds of the app read before, the newest last.
    """
    apk = next((p.evidence for p in pieces if p.kind is ArtifactKind.APK and p.evidence is not None), None)
    observed: list[Observed] = []
    belonging: list[RunId] = []
    for piece in pieces:
        if piece.kind is ArtifactKind.CAPTURE and piece.evidence is not None:
            attribution = attribute_capture(apk or {}, piece.evidence, attested=piece.is_attested)
            if attribution.state != "belongs":
                labels = (attribution.finding,) if attribution.finding else ()
                observed.append(_stamp(piece, *SYNTHESIS, labels, ()))
                continue
            belonging.append(piece.run_id)
        if earlier and piece.kind is ArtifactKind.APK and piece.evidence is not None:
            compared = compare_builds(piece.evidence, earlier)
            observed.append(_stamp(piece, *SYNTHESIS, compared.findings, compared.coverage))
        observed += [_detect(piece, detector, knowledge) for detector in detectors(piece.kind)]
    return observed + [_compare(run_id, observed, knowledge) for run_id in belonging[:1]]


def _compare(run_id: RunId, observed: Sequence[Observed], knowledge: Knowledge) -> Observed:
    """Hold code and traffic against each other, and class the flows: once, over all captures of this build."""
    findings = [finding for item in observed for finding in item.findings]
    rows = [row for item in observed for row in item.coverage]
    classing = cover((CLASSED,), rows, (_SEEN, _TOLD))
    is_complete = all(row.extent is Extent.COMPLETE for row in classing)
    found = compare(findings, findings, knowledge)
    found += class_flows(findings, knowledge.rules.eea, is_complete=is_complete)
    return Observed(run_id, *SYNTHESIS, tuple(found), (*cover(KINDS, rows, (_SEEN, _CARRIED)), *classing))


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
