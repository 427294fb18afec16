"""The card of the endpoint detector."""

from analyzers.endpoints.manifest import MANIFEST
from criteria.findings import ArtifactKind


def test_it_reads_packages_and_states_servers() -> None:
    assert (MANIFEST.consumes, MANIFEST.emits) == (ArtifactKind.APK, ("endpoint.named",))
