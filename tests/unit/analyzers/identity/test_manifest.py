"""The card of the identity detector."""

from analyzers.identity.manifest import MANIFEST
from criteria.findings import ArtifactKind


def test_it_reads_packages_and_lists_its_kinds_once_in_order() -> None:
    assert MANIFEST.consumes is ArtifactKind.APK
    assert list(MANIFEST.emits) == sorted(set(MANIFEST.emits))
