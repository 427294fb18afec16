"""The card of the handshake detector."""

from analyzers.traffic_handshakes.manifest import MANIFEST
from criteria.findings import ArtifactKind


def test_it_reads_captures_and_states_handshakes() -> None:
    assert (MANIFEST.consumes, MANIFEST.emits) == (ArtifactKind.CAPTURE, ("tls.negotiated",))
