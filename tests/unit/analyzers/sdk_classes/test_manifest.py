"""The card of the SDK detector."""

from analyzers.sdk_classes.manifest import MANIFEST
from criteria.findings import ArtifactKind


def test_it_reads_packages_and_states_sdks() -> None:
    assert (MANIFEST.consumes, MANIFEST.emits) == (ArtifactKind.APK, ("sdk.embedded",))
