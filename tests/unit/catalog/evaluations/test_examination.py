"""Tests of the way from readings to findings and coverage."""

from dataclasses import replace
from typing import Any

import pytest

from analyzers.contract import ReadState
from analyzers.extract.document import extract_document
from analyzers.synthesis.builds import Build
from catalog.evaluations.examination import Observed, Piece, examine
from catalog.evaluations.model import RunId
from criteria.findings import ArtifactKind, Extent, Source, Text
from tests.fakes.laboratory import KINDS, NO_KNOWLEDGE, PACKAGE, SEEN, FakeLaboratory

APK, CAPTURE = ArtifactKind.APK, ArtifactKind.CAPTURE
CUT = Text("Coupé.", "Cut.")


def a_piece(kind: ArtifactKind, laboratory: FakeLaboratory, **more: Any) -> Piece:
    digest = {APK: "a", CAPTURE: "b", ArtifactKind.DOCUMENT: "c"}[kind] * 64
    evidence = laboratory._evidence(kind, digest, 1)
    piece = Piece(RunId(f"run_{kind}"), kind, digest, Source.BENCH, False, ReadState.READ, SEEN, evidence)  # noqa: FBT003 -- a field
    return replace(piece, **more)


def observe(laboratory: FakeLaboratory, *pieces: Piece) -> list[Observed]:
    return examine(pieces, laboratory.detectors, NO_KNOWLEDGE)


def extents(observed: list[Observed]) -> set[tuple[str, Extent, Source]]:
    return {(row.kind, row.extent, row.source) for item in observed for row in item.coverage}


def test_every_detector_looks_at_every_piece_it_reads() -> None:
    laboratory = FakeLaboratory()
    observed = observe(laboratory, a_piece(APK, laboratory), a_piece(CAPTURE, laboratory))

    assert [(item.detector, item.run_id) for item in observed] == [
        ("fake_apk", "run_apk"),
        ("fake_capture", "run_capture"),
        ("synthesis", "run_capture"),
    ]
    assert all(item.findings for item in observed)


def test_code_and_traffic_are_compared_once_and_the_flows_are_classed() -> None:
    laboratory = FakeLaboratory()
    captures = [a_piece(CAPTURE, laboratory), a_piece(CAPTURE, laboratory, source=Source.PUBLISHER)]
    compared = [row for row in observe(laboratory, a_piece(APK, laboratory), *captures) if row.detector == "synthesis"]

    (synthesis,) = compared
    assert {row.kind: row.extent for row in synthesis.coverage if row.kind == "recipient.compared"} == {
        "recipient.compared": Extent.NONE  # no list was lodged
    }
    assert {row.kind for row in synthesis.coverage} == {
        "sdk.silent",
        "recipient.unexplained",
        "recipient.compared",
        "sovereignty.classed",
    }
    assert [row.attributes["grade"] for row in synthesis.findings if row.attributes.get("subject") == "app"] == ["E"]


def test_what_was_declared_is_held_against_what_was_seen() -> None:
    laboratory = FakeLaboratory(
        stated={
            APK: [],
            CAPTURE: [
                ("host.contacted", {"host": "api.axa.fr", "owner": "AXA", "recipient_kinds": ("insurer",)}),
                ("data.transmitted", {"host": "api.axa.fr", "category": "emailAddress", "match": "known"}),
            ],
        }
    )
    listed = extract_document(b"recipient;data\nSentry;device\n").evidence
    document = a_piece(ArtifactKind.DOCUMENT, laboratory, evidence=listed)
    pieces = [a_piece(APK, laboratory), a_piece(CAPTURE, laboratory), document]
    answers = {"sensitive_recipients": {"value": ["none"]}}
    observed = examine(pieces, laboratory.detectors, NO_KNOWLEDGE, answers=answers)
    found = [finding for item in observed for finding in item.findings]

    assert {
        (row.attributes["recipient"], row.attributes["state"]) for row in found if row.kind == "recipient.compared"
    } == {("AXA", "undeclared"), ("Sentry", "unseen")}
    assert [row.attributes["statement"] for row in found if row.kind == "declaration.contradicted"] == [
        "sensitive_recipients"
    ]


def test_a_build_is_compared_with_those_that_were_read_before() -> None:
    laboratory = FakeLaboratory()
    piece = a_piece(APK, laboratory)
    facts = (piece.evidence or {})["apk"]
    before = Build("f" * 64, facts["packageName"], facts["versionCode"], frozenset())
    observed = examine([piece], laboratory.detectors, NO_KNOWLEDGE, [before])

    (compared,) = (item for item in observed if item.detector == "synthesis")
    assert [finding.kind for finding in compared.findings] == ["build.conflicting"]
    assert {row.kind for row in compared.coverage} == {"build.conflicting", "signer.changed"}


def test_who_lodged_a_capture_is_part_of_what_was_seen_in_it() -> None:
    laboratory = FakeLaboratory()
    capture = a_piece(CAPTURE, laboratory, source=Source.PUBLISHER)
    _, seen, _ = observe(laboratory, a_piece(APK, laboratory), capture)

    assert {finding.source for finding in seen.findings} == {Source.PUBLISHER}
    assert {row.source for row in seen.coverage} == {Source.PUBLISHER}


def test_a_piece_that_was_not_read_covers_nothing() -> None:
    laboratory = FakeLaboratory()
    broken = a_piece(APK, laboratory, evidence=None, state=ReadState.REFUSED, message=CUT)
    (seen,) = observe(laboratory, broken)

    assert seen.findings == ()
    assert {row.kind for row in seen.coverage} == set(KINDS[APK])
    assert {(row.scope, row.extent, row.reason) for row in seen.coverage} == {("apk", Extent.NONE, CUT)}


def test_a_capture_that_was_not_read_covers_nothing_of_the_traffic() -> None:
    laboratory = FakeLaboratory()
    broken = a_piece(CAPTURE, laboratory, evidence=None, state=ReadState.LIMIT, message=CUT)
    _, seen = observe(laboratory, a_piece(APK, laboratory), broken)

    assert {(row.scope, row.extent) for row in seen.coverage} == {("traffic", Extent.NONE)}


def test_a_piece_read_in_part_covers_at_most_in_part_whatever_its_detectors_say() -> None:
    laboratory = FakeLaboratory()
    partly = a_piece(APK, laboratory, state=ReadState.PARTLY_READ, message=CUT)
    (seen,) = observe(laboratory, partly)

    assert {(row.extent, row.reason) for row in seen.coverage} == {(Extent.PARTIAL, CUT)}
    assert seen.findings


def test_what_a_detector_says_of_its_own_gaps_stays() -> None:
    laboratory = FakeLaboratory(extents={APK: Extent.NONE})
    (seen,) = observe(laboratory, a_piece(APK, laboratory, state=ReadState.PARTLY_READ, message=CUT))

    assert {(row.extent, row.reason) for row in seen.coverage} == {(Extent.NONE, SEEN)}


def test_a_capture_of_another_app_is_labelled_and_gives_neither_findings_nor_coverage() -> None:
    laboratory = FakeLaboratory(captured="tld.sample.app")
    _, seen = observe(laboratory, a_piece(APK, laboratory), a_piece(CAPTURE, laboratory, is_attested=True))

    (label,) = seen.findings
    assert (label.kind, label.attributes["stated_package"], label.attributes["expected_package"]) == (
        "capture.foreign",
        "tld.sample.app",
        PACKAGE,
    )
    assert seen.coverage == ()


@pytest.mark.parametrize(("attested", "kinds"), [(True, {"host.contacted"}), (False, {"capture.unattributed"})])
def test_a_capture_that_names_no_app_needs_a_persons_word(*, attested: bool, kinds: set[str]) -> None:
    laboratory = FakeLaboratory()
    capture = a_piece(CAPTURE, laboratory, is_attested=attested)
    assert capture.evidence is not None
    silent = {**capture.evidence, "traffic": {"capture": {"app": None}}}
    _, seen, *_ = observe(laboratory, a_piece(APK, laboratory), replace(capture, evidence=silent))

    assert {finding.kind for finding in seen.findings} == kinds


def test_without_a_package_that_was_read_no_capture_can_belong_to_it() -> None:
    laboratory = FakeLaboratory()
    broken = a_piece(APK, laboratory, evidence=None, state=ReadState.REFUSED, message=CUT)
    observed = observe(laboratory, broken, a_piece(CAPTURE, laboratory))

    assert not {("host.contacted", extent, Source.BENCH) for extent in Extent} & extents(observed)
    assert {finding.kind for item in observed for finding in item.findings} <= {
        "capture.foreign",
        "capture.unattributed",
    }


def test_a_document_is_kept_and_states_nothing() -> None:
    laboratory = FakeLaboratory()

    assert observe(laboratory, a_piece(ArtifactKind.DOCUMENT, laboratory)) == []


def test_same_pieces_give_the_same_result() -> None:
    laboratory = FakeLaboratory()
    pieces = a_piece(APK, laboratory), a_piece(CAPTURE, laboratory)

    assert observe(laboratory, *pieces) == observe(laboratory, *pieces)
