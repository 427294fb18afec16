"""The card says what the detector reads and may state."""

from analyzers.traffic_payloads.manifest import MANIFEST
from criteria.findings import ArtifactKind


def test_it_reads_captures_and_states_transmissions() -> None:
    assert (MANIFEST.consumes, MANIFEST.emits) == (ArtifactKind.CAPTURE, ("data.transmitted", "capture.measured"))
