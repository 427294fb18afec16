"""One file in, one document out: evidence from the sandbox, findings and coverage from every detector of its kind."""

import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from analyzers.contract import Detection
from analyzers.detector import Detector
from analyzers.folder import gather
from analyzers.formats.sniff import HEAD, sniff_kind
from analyzers.knowledge.book import Knowledge
from analyzers.sandbox.limits import Levels, Limits, SandboxResult
from analyzers.sandbox.run import run_extraction
from criteria.findings import ArtifactKind, Coverage, Finding, Text

SCHEMA = "sceau/analysis/1"
_SECTIONS = {ArtifactKind.APK: "apk", ArtifactKind.CAPTURE: "traffic", ArtifactKind.DOCUMENT: "document"}


def analyze(
    path: Path,
    detectors: Callable[[ArtifactKind], Iterable[Detector]],
    knowledge: Knowledge,
    *,
    kind: ArtifactKind | None = None,
    limits: Limits | None = None,
    levels: Levels | None = None,
    tier: str | None = None,
) -> dict[str, Any]:
    """Analyse one file, or a folder of the APKs of one app. The kind is told by the first bytes unless it is stated."""
    if path.is_dir():
        with tempfile.TemporaryDirectory() as place:
            return analyze(
                gather(path, Path(place) / "set"),
                detectors,
                knowledge,
                kind=ArtifactKind.APK,
                limits=limits,
                levels=levels,
                tier=tier,
            )
    if kind is None:
        with path.open("rb") as source:
            kind = sniff_kind(source.read(HEAD))
    result = run_extraction(kind, path, limits, tier, levels)
    return document(kind, result, detectors(kind), knowledge)


def document(
    kind: ArtifactKind, result: SandboxResult, detectors: Iterable[Detector], knowledge: Knowledge
) -> dict[str, Any]:
    """The printed form of one analysis. Without evidence there is neither finding nor coverage."""
    evidence = result.extraction.evidence
    section = _SECTIONS[kind]
    found: list[Detection] = []
    if evidence is not None:
        found = [detector.detect(evidence["subject"]["sha256"], evidence, knowledge) for detector in detectors]
    ended = result.extraction.outcome
    return {
        "schema": SCHEMA,
        "subject": evidence["subject"] if evidence is not None else result.subject,
        section: evidence[section] if evidence is not None else None,
        "findings": [write_finding(row) for detection in found for row in detection.findings],
        "coverage": [write_coverage(row) for detection in found for row in detection.coverage],
        "outcome": {"state": ended.state.value, "code": ended.code, "message": write_text(ended.message)},
    }


def write_text(text: Text) -> dict[str, str]:
    """A sentence in both languages."""
    return {"fr": text.fr, "en": text.en}


def write_finding(finding: Finding) -> dict[str, Any]:
    """A finding as JSON."""
    pointer = finding.pointer
    return {
        "kind": finding.kind,
        "attributes": {key: list(v) if isinstance(v, tuple) else v for key, v in finding.attributes.items()},
        "reasoning": write_text(finding.reasoning),
        "pointer": {
            "artifact": pointer.artifact,
            "path": list(pointer.path),
            "offset": pointer.offset,
            "length": pointer.length,
            "evidence": pointer.evidence,
        },
        "source": finding.source.value,
        "digest": finding.digest,
    }


def write_coverage(coverage: Coverage) -> dict[str, Any]:
    """A coverage statement as JSON."""
    return {
        "kind": coverage.kind,
        "scope": coverage.scope,
        "extent": coverage.extent.value,
        "reason": write_text(coverage.reason),
        "source": coverage.source.value,
    }
