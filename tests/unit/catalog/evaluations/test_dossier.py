"""Tests of the way from stored rows to the dossier that is judged."""

from datetime import date
from itertools import permutations

from catalog.evaluations.dossier import (
    build_dossier,
    coverage_of,
    finding_of,
    pointer_of,
    store_pointer,
    store_text,
    text_of,
    weakest,
)
from catalog.evaluations.model import CoverageRow, FindingRow
from criteria.findings import Extent, Finding, Pointer, Source, Text
from criteria.model import Answer
from tests.builders.dossier import a_coverage

TEXT = Text("Vu.", "Seen.")
POINTER = Pointer("a" * 64, ("lib.jar", "classes.dex"), 12, 7, "/apk/code/0")


def test_a_sentence_and_a_pointer_come_back_as_they_were() -> None:
    assert text_of(store_text(TEXT)) == TEXT
    assert pointer_of(store_pointer(POINTER)) == POINTER
    assert pointer_of(store_pointer(Pointer("a" * 64))) == Pointer("a" * 64)


def test_a_finding_comes_back_with_the_same_digest() -> None:
    attributes = {"purposes": ("crash", "analytics"), "classes": 3, "owner": None, "tier": "wired", "first": True}
    finding = Finding("sdk.embedded", attributes, TEXT, POINTER, Source.PUBLISHER)
    row = FindingRow(
        kind=finding.kind,
        attributes={name: list(v) if isinstance(v, tuple) else v for name, v in attributes.items()},
        reasoning=store_text(TEXT),
        pointer=store_pointer(POINTER),
        source="publisher",
    )

    assert finding_of(row) == finding
    assert finding_of(row).digest == finding.digest


def test_a_coverage_comes_back_as_it_was() -> None:
    row = CoverageRow(kind="sdk.embedded", scope="apk", extent="partial", reason=store_text(TEXT), source="bench")

    assert coverage_of(row) == a_coverage("sdk.embedded", "apk", Extent.PARTIAL, Source.BENCH, TEXT)


def test_everywhere_it_had_to_look_counts() -> None:
    rows = [a_coverage("host.contacted", "traffic", extent) for extent in Extent]

    for order in permutations(rows):
        assert weakest(order) == (rows[2],)


def test_kind_scope_and_source_are_weighed_apart() -> None:
    rows = [
        a_coverage("host.contacted", "traffic", Extent.COMPLETE, Source.BENCH),
        a_coverage("host.contacted", "traffic", Extent.NONE, Source.PUBLISHER),
        a_coverage("host.contacted", "traffic:refused", Extent.PARTIAL),
        a_coverage("sdk.embedded", "apk", Extent.NONE),
    ]

    assert set(weakest(rows)) == set(rows)


def test_the_last_answers_are_both_declarations_and_profile() -> None:
    answers = {"a": {"value": ["x", "y"], "documents": ["d" * 64]}, "b": {"value": None}}
    dossier = build_dossier([], [], answers, date(2026, 11, 27))

    assert dossier.declarations == {"a": Answer(("x", "y"), ("d" * 64,)), "b": Answer(None)}
    assert dossier.profile == dossier.declarations


def test_document_that_has_ended_proves_nothing_and_one_without_an_end_stays() -> None:
    answers = {
        "a": {
            "value": True,
            "documents": ["old", "last", "undated"],
            "expires": {"old": "2026-11-26", "last": "2026-11-27"},
        }
    }
    dossier = build_dossier([], [], answers, date(2026, 11, 27))
    assert dossier.declarations["a"].documents == ("last", "undated")
