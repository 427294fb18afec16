"""The card of the traffic detector."""

from analyzers.traffic_hosts.manifest import MANIFEST
from criteria.findings import ArtifactKind


def test_it_reads_captures_and_states_hosts() -> None:
    assert (MANIFEST.consumes, MANIFEST.emits) == (ArtifactKind.CAPTURE, ("host.contacted", "operator.equipped"))
