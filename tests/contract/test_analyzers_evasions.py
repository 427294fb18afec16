"""Packages that evade a reader: none ends clean, each gap is named, and the outcome agrees with coverage."""

import pytest

from analyzers.extract.package import extract_package
from analyzers.sdk_classes.detect import detect
from criteria.findings import Extent
from tests.builders.evasions import EVASIONS, plain
from tests.builders.knowledge import shipped_knowledge

BOOK = shipped_knowledge()


@pytest.mark.parametrize("name", EVASIONS)
def test_none_ends_clean_and_each_gap_is_named(name: str) -> None:
    read = extract_package(EVASIONS[name].make())
    assert read.evidence is not None, read.outcome.code
    (coverage,) = detect("a" * 64, read.evidence, BOOK).coverage

    assert coverage.extent is not Extent.COMPLETE
    assert EVASIONS[name].says in coverage.reason.en
    assert "in full" not in read.outcome.message.en


def test_a_package_in_plain_sight_is_seen_whole() -> None:
    read = extract_package(plain())
    assert read.evidence is not None
    (coverage,) = detect("a" * 64, read.evidence, BOOK).coverage

    assert (coverage.extent, read.outcome.code) == (Extent.COMPLETE, "read")
