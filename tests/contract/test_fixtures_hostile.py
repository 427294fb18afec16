"""Every bad input ends as it must: by name, never by an exception, never as a clean reading, never cleared."""

import hashlib
import json
from functools import cache

import jsonschema_rs
import pytest

from analyzers.contract import Extraction, ReadState
from analyzers.extract.capture import extract_capture
from analyzers.extract.outcomes import outcome_codes
from analyzers.extract.package import extract_package
from analyzers.registry import list_detectors
from catalog.commands.schemas import printed_schemas
from catalog.evaluations.examination import Piece, examine
from catalog.evaluations.model import RunId
from criteria.engine import assess
from criteria.findings import ArtifactKind, Extent, Source
from criteria.load import load_edition
from criteria.model import Dossier, Outcome
from tests.builders.hostile import HostileInput
from tests.builders.hostile_rows import ROWS, render
from tests.builders.knowledge import shipped_knowledge
from tests.pages import DOCS

_LEAST_PACKAGES = 600
EDITION = load_edition("2026.1")


def _extract(item: HostileInput) -> Extraction:
    return (extract_package if item.kind is ArtifactKind.APK else extract_capture)(item.make())


@cache
def _schema() -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(printed_schemas()["evidence"])


def _cleared(item: HostileInput, ended: Extraction) -> set[str]:
    """What the rules would hold to be conforming if the authority itself had lodged this file, and nothing else."""
    state, message = ended.outcome.state, ended.outcome.message
    kept = {"is_attested": True, "state": state, "message": message, "evidence": ended.evidence}
    piece = Piece(RunId("1"), item.kind, "a" * 64, Source.BENCH, **kept)
    observed = examine([piece], list_detectors, shipped_knowledge())
    dossier = Dossier(
        tuple(row for one in observed for row in one.findings), tuple(row for one in observed for row in one.coverage)
    )
    if state is not ReadState.READ:
        assert Extent.COMPLETE not in {row.extent for row in dossier.coverage}
    return {v.criterion for v in assess(EDITION, dossier).verdicts if v.outcome is Outcome.CONFORMING}


def _is_suspect(ended: Extraction) -> bool:
    """Whether anything was unread, lies deeper or departs from the format: the rest are valid, in rare forms."""
    apk = (ended.evidence or {}).get("apk", {"archive": {"deviations": []}, "code": {"dex": []}})
    odd = {row["code"] for row in apk["archive"]["deviations"]} - {"nested-archive"}
    return ended.outcome.state is not ReadState.READ or bool(odd) or any("!/" in r["entry"] for r in apk["code"]["dex"])


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
    if ended.evidence is not None:
        _schema().validate(json.loads(json.dumps(ended.evidence)))
    if _is_suspect(ended):
        assert _cleared(item, ended).isdisjoint(("TRK-01", "TRK-02", "MON-02", "MON-03"))


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
