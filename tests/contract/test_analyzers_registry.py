"""What every registered detector promises, whatever it reads."""

from pathlib import Path

import pytest

from analyzers.contract import Detection
from analyzers.registry import FoundDetector, list_detectors, load_detectors, refuse_undeclared, render_index
from criteria.findings import ArtifactKind, Extent
from criteria.kinds import find_fault
from criteria.load import load_kinds
from tests.builders.evidence import (
    a_component,
    a_connection,
    a_handshake,
    a_key,
    a_package,
    a_request,
    a_transmission,
    an_endpoint,
    apk_evidence,
    traffic_evidence,
)
from tests.builders.knowledge import shipped_knowledge

ROOT = Path(__file__).parents[2]
ARTIFACT = "d" * 64
DETECTORS = load_detectors()
NAMES = [detector.manifest.name for detector in DETECTORS]

RICH_APK = apk_evidence(
    a_package("com.adjust.sdk", "Adjust"),
    a_package("com.google.android.gms.ads", "AdView"),
    a_package("com.amplitude.api", referenced=3),
    permissions=[{"name": "android.permission.CAMERA", "declaredBy": "uses-permission", "maxSdkVersion": None}],
    components=[a_component("activity", "fr.fictif.A", exported=True), a_component("provider", "com.braze.P")],
    metaData=[a_key("io.sentry.dsn", "x")],
    endpoints=[an_endpoint("app.adjust.com", "com.adjust.sdk.Adjust"), an_endpoint("schemas.android.com")],
    archive={"deviations": [{"code": "trailing-bytes", "entry": None, "offset": 4}], "unlisted": 0},
    completeness={"entries_unread": [{"entry": "classes2.dex", "why": "truncated"}], "dex_bytes_unread": 7},
)
RICH_CAPTURE = traffic_evidence(
    a_request("app.adjust.com", "13.36.0.9"),
    a_request("api.fictif.example", None, scheme="http"),
    connections=(a_connection("b.example", "104.16.1.1", failure="pinning"),),
    transmissions=(a_transmission(), a_transmission(1, property="bloodGlucose", match="vocabulary")),
    handshakes=(a_handshake("app.adjust.com", server_version="TLSv1.2", cipher="AES128-SHA"),),
)
RICH = {ArtifactKind.APK: RICH_APK, ArtifactKind.CAPTURE: RICH_CAPTURE}


def run(detector: FoundDetector, evidence: object) -> Detection:
    return detector.detect(ARTIFACT, evidence, shipped_knowledge())  # type: ignore[arg-type] - hostile evidence has any type


def test_every_emitted_kind_is_in_the_common_language() -> None:
    refuse_undeclared(DETECTORS, load_kinds())


@pytest.mark.parametrize("detector", DETECTORS, ids=NAMES)
def test_findings_have_the_declared_kinds_and_attributes_and_nothing_else(detector: FoundDetector) -> None:
    findings = run(detector, RICH[detector.manifest.consumes]).findings
    assert findings
    for finding in findings:
        assert finding.kind in detector.manifest.emits
        assert find_fault(finding, load_kinds()) is None


@pytest.mark.parametrize("detector", DETECTORS, ids=NAMES)
def test_every_finding_has_a_reason_in_both_languages_and_points_at_evidence(detector: FoundDetector) -> None:
    for finding in run(detector, RICH[detector.manifest.consumes]).findings:
        assert finding.reasoning.fr.strip()
        assert finding.reasoning.en.strip()
        assert finding.reasoning.fr != finding.reasoning.en
        assert finding.pointer.artifact == ARTIFACT
        assert finding.pointer.evidence.startswith(("/apk", "/traffic"))


@pytest.mark.parametrize("detector", DETECTORS, ids=NAMES)
def test_evidence_pointers_lead_somewhere(detector: FoundDetector) -> None:
    evidence = RICH[detector.manifest.consumes]
    for finding in run(detector, evidence).findings:
        node: object = evidence
        for part in finding.pointer.evidence.split("/")[1:]:
            node = node[int(part)] if isinstance(node, list) else node[part]  # type: ignore[index] - the pointer decides what is descended


@pytest.mark.parametrize("detector", DETECTORS, ids=NAMES)
def test_coverage_is_said_once_for_every_kind_even_when_nothing_was_seen(detector: FoundDetector) -> None:
    for evidence in (RICH[detector.manifest.consumes], {}):
        kinds = [row.kind for row in run(detector, evidence).coverage]
        assert sorted(kinds) == sorted(detector.manifest.emits)


@pytest.mark.parametrize("detector", DETECTORS, ids=NAMES)
def test_nothing_read_covers_nothing(detector: FoundDetector) -> None:
    detection = run(detector, {})
    assert detection.findings == ()
    assert {row.extent for row in detection.coverage} == {Extent.NONE}


@pytest.mark.parametrize("detector", DETECTORS, ids=NAMES)
def test_the_same_input_gives_the_same_output(detector: FoundDetector) -> None:
    evidence = RICH[detector.manifest.consumes]
    assert run(detector, evidence) == run(detector, evidence)


@pytest.mark.parametrize("detector", DETECTORS, ids=NAMES)
def test_the_card_speaks_both_languages(detector: FoundDetector) -> None:
    card = detector.manifest
    assert card.description.fr != card.description.en
    assert card.emits


def test_the_index_page_is_fresh() -> None:
    page = (ROOT / "docs" / "analyzers.md").read_text("utf-8")
    assert page == render_index(DETECTORS), "run: python -m analyzers.registry > docs/analyzers.md"


def test_every_kind_of_artifact_with_a_detector_lists_it() -> None:
    listed = [found for kind in ArtifactKind for found in list_detectors(kind)]
    assert len(listed) == len(DETECTORS)
