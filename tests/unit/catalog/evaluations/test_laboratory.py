"""Tests of the laboratory's port: the fake and the real thing promise the same."""

import inspect
from pathlib import Path

import pytest

from catalog.evaluations.instruments import Instruments
from catalog.evaluations.laboratory import Laboratory, Reading
from criteria.findings import ArtifactKind
from tests.fakes.laboratory import READ, FakeLaboratory


@pytest.mark.parametrize("laboratory", [FakeLaboratory(), Instruments(Path("nowhere"))])
@pytest.mark.parametrize("verb", ["extract", "detectors", "knowledge"])
def test_every_laboratory_has_the_same_verbs(laboratory: Laboratory, verb: str) -> None:
    promised = inspect.signature(getattr(Laboratory, verb))

    assert list(inspect.signature(getattr(type(laboratory), verb)).parameters) == list(promised.parameters)


@pytest.mark.parametrize("laboratory", [FakeLaboratory(), Instruments(Path("nowhere"))])
@pytest.mark.parametrize("kind", ArtifactKind)
def test_detectors_read_the_kind_asked_for_in_a_stable_order(laboratory: Laboratory, kind: ArtifactKind) -> None:
    found = laboratory.detectors(kind)

    assert all(detector.manifest.consumes is kind for detector in found)
    assert [one.manifest.name for one in found] == [one.manifest.name for one in laboratory.detectors(kind)]


def test_a_reading_is_a_value() -> None:
    assert Reading(READ, None, "fake", {}) == Reading(READ, None, "fake", {})
