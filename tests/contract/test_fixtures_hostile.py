"""Every bad input ends as it must: by name, never by an exception, never as a clean reading."""

import hashlib

import pytest

from analyzers.contract import Extraction
from analyzers.extract.capture import extract_capture
from analyzers.extract.outcomes import outcome_codes
from analyzers.extract.package import extract_package
from criteria.findings import ArtifactKind
from tests.builders.hostile import HostileInput
from tests.builders.hostile_rows import ROWS, render
from tests.pages import DOCS

_LEAST_PACKAGES = 600


def _extract(item: HostileInput) -> Extraction:
    return (extract_package if item.kind is ArtifactKind.APK else extract_capture)(item.make())


def _stated(ended: Extraction) -> list[str]:
    """Every deviation of the container and every issue of the signature that the evidence states."""
    apk = ended.evidence["apk"] if ended.evidence else {"archive": {"deviations": []}, "signing": {"issues": []}}
    return [row["code"] for row in apk["archive"]["deviations"]] + apk["signing"]["issues"]


@pytest.mark.parametrize("item", ROWS, ids=lambda item: item.id)
def test_a_bad_input_ends_by_name(item: HostileInput) -> None:
    ended = _extract(item)

    assert ended.outcome.state in item.states
    assert ended.outcome.code in item.codes
    assert not item.named or item.named in _stated(ended)
    assert (ended.evidence is None) == (ended.outcome.state not in {"read", "partly_read"})


def test_only_codes_that_exist_are_expected() -> None:
    assert {code for item in ROWS for code in item.codes} - set(outcome_codes()) == set()


@pytest.mark.parametrize("item", [item for item in ROWS if item.row in ("s01", "z17")], ids=lambda item: item.id)
def test_no_signature_that_lies_is_verified(item: HostileInput) -> None:
    evidence = _extract(item).evidence

    assert evidence is None or evidence["apk"]["signing"]["verified"] is False


def test_there_are_enough_bad_packages_that_differ() -> None:
    digests = {hashlib.sha256(item.make()).digest() for item in ROWS if item.kind is ArtifactKind.APK}

    assert len(digests) >= _LEAST_PACKAGES  # a few lies come to the same bytes


def test_the_page_of_bad_files_is_fresh() -> None:
    assert (DOCS / "hostile.md").read_text(encoding="utf-8") == render()
