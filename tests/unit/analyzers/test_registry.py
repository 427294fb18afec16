"""The registry finds folders, in order, and refuses what the common language does not know."""

from dataclasses import replace

import pytest

from analyzers.registry import (
    BrokenRegistryError,
    list_detectors,
    load_detectors,
    refuse_duplicates,
    refuse_undeclared,
    render_index,
)
from criteria.findings import ArtifactKind


def test_detectors_are_found_sorted_by_name() -> None:
    names = [detector.manifest.name for detector in load_detectors()]
    assert names == sorted(names)
    assert {"identity", "sdk_classes", "traffic_hosts"} <= set(names)


def test_detectors_are_listed_by_what_they_read() -> None:
    names = [found.manifest.name for found in list_detectors(ArtifactKind.CAPTURE)]
    assert names == ["traffic_handshakes", "traffic_hosts", "traffic_payloads"]
    assert list_detectors(ArtifactKind.DOCUMENT) == ()


def test_two_detectors_of_one_name_are_refused() -> None:
    one = load_detectors()[0].manifest
    with pytest.raises(BrokenRegistryError, match=one.name):
        refuse_duplicates([one, one])


def test_an_undeclared_kind_is_refused_by_name() -> None:
    one = load_detectors()[0]
    invented = replace(one, manifest=replace(one.manifest, emits=("app.invented",)))
    with pytest.raises(BrokenRegistryError, match=r"app\.invented"):
        refuse_undeclared([invented], {"app.identified"})
    refuse_undeclared([invented], {"app.invented"})


def test_the_index_names_each_detector_with_its_kinds() -> None:
    page = render_index(load_detectors())
    assert "## `sdk_classes` 1.2.0" in page
    assert "`host.contacted`" in page
