"""A proxy can be ignored: nothing that was looked for through one is complete. A tunnel takes everything."""

from typing import Any

import pytest

from analyzers.beside import find_beside
from analyzers.registry import list_detectors
from criteria.findings import ArtifactKind, Extent
from tests.builders.evidence import CAPTURE_SHA256, a_handshake, a_request, a_transmission, traffic_evidence
from tests.builders.knowledge import shipped_knowledge


def reached_by(access: str | None) -> dict[str, Any]:
    evidence = traffic_evidence(
        a_request("api.example", "13.36.0.9"),
        handshakes=(a_handshake("api.example"),),
        transmissions=(a_transmission(),),
    )
    evidence["traffic"]["capture"]["access"] = access
    return evidence


def test_only_a_proxy_lets_something_pass_beside() -> None:
    assert len(find_beside(reached_by("proxy")["traffic"])) == 1
    for access in ("wireguard", None):
        assert find_beside(reached_by(access)["traffic"]) == ()


@pytest.mark.parametrize("detector", list_detectors(ArtifactKind.CAPTURE), ids=lambda one: one.manifest.name)
def test_nothing_seen_through_a_proxy_is_complete(detector: Any) -> None:
    for row in detector.detect(CAPTURE_SHA256, reached_by("wireguard"), shipped_knowledge()).coverage:
        assert "beside" not in row.reason.en
    for row in detector.detect(CAPTURE_SHA256, reached_by("proxy"), shipped_knowledge()).coverage:
        assert row.extent is Extent.PARTIAL, row.kind
        assert "went beside it" in row.reason.en
