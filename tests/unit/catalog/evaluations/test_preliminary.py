"""Pieces of a draft are read ahead, once, and only propose."""

import pytest
import sqlalchemy as sa

from analyzers.contract import ReadState, RunOutcome
from catalog.evaluations.model import FindingRow
from catalog.evaluations.queries import find_evidence
from catalog.submissions.answers import list_ahead
from catalog.submissions.queries import describe_submission
from criteria.findings import ArtifactKind, Text
from tests.builders.instance import File, Instance, a_file
from tests.fakes.laboratory import CLEAN

BILLING = {"name": "com.android.vending.BILLING", "sensitive": False, "advertising_id": False, "declared_by": "app"}
ABROAD = {"host": "a.example", "region": "third", "purposes": (), "party": "third"}


@pytest.fixture
def draft(instance: Instance) -> File:
    instance.laboratory.stated = {
        ArtifactKind.APK: (*CLEAN[ArtifactKind.APK], ("permission.requested", BILLING)),
        ArtifactKind.CAPTURE: (("host.contacted", ABROAD),),
    }
    instance.clock.advance(days=310)  # the full edition is in force
    return a_file(instance)


def _proposed(file: File) -> dict[str, dict[str, object]]:
    services = file.instance.services
    found: dict[str, dict[str, object]] = describe_submission(services.database, file.instance.publisher, file.id)[
        "proposals"
    ]
    return found


def test_package_of_a_draft_proposes_what_is_seen_in_it(draft: File) -> None:
    draft.add(ArtifactKind.APK, b"package")
    assert "business_model" not in _proposed(draft)
    draft.instance.worker.drain()
    proposal = _proposed(draft)["business_model"]
    assert (proposal["value"], proposal["kind"]) == (["in_app"], "finding")
    assert len(str(proposal["ref"])) == 64
    assert str(_proposed(draft)["store_page"]["value"]).endswith("tld.example.souffle")


def test_it_concludes_nothing_and_its_evidence_can_be_opened(draft: File) -> None:
    draft.add(ArtifactKind.APK, b"package")
    draft.instance.worker.drain()
    with draft.instance.services.database.read() as session:
        (row,) = list_ahead(session, draft.id)
        assert session.scalar(sa.select(sa.func.count()).select_from(FindingRow)) == 0
        assert row.evidence_digest
        assert find_evidence(session, draft.id, row.evidence_digest) == row.evidence_digest
        assert find_evidence(session, draft.id, "0" * 64) is None


def test_each_piece_is_read_ahead_once_and_only_in_its_publishers_hands(draft: File) -> None:
    instance = draft.instance
    piece = draft.add(ArtifactKind.APK, b"package")
    instance.worker.drain()
    instance.services.preliminaries.read(draft.id, piece)
    assert len(instance.laboratory.read) == 1
    late = a_file(instance)
    late.add(ArtifactKind.APK, b"another package")
    instance.services.submissions.withdraw(instance.publisher, late.id, late.version)
    instance.worker.drain()
    with instance.services.database.read() as session:
        assert list_ahead(session, late.id) == []


def test_capture_of_this_app_proposes_and_one_of_another_does_not(draft: File) -> None:
    draft.add(ArtifactKind.APK, b"package")
    draft.add(ArtifactKind.CAPTURE, b"capture")
    draft.instance.worker.drain()
    assert _proposed(draft)["transfers_outside"]["value"] is True
    other = a_file(draft.instance)
    draft.instance.laboratory.captured = "tld.another.app"
    other.add(ArtifactKind.APK, b"package")
    other.add(ArtifactKind.CAPTURE, b"another capture")
    draft.instance.worker.drain()
    assert "transfers_outside" not in _proposed(other)


def test_newer_package_takes_the_place_of_the_older(draft: File) -> None:
    draft.add(ArtifactKind.APK, b"package")
    draft.instance.worker.drain()
    draft.instance.clock.advance(minutes=5)
    draft.instance.laboratory.stated = dict(CLEAN)
    draft.add(ArtifactKind.APK, b"newer package")
    draft.instance.worker.drain()
    assert "business_model" not in _proposed(draft)


def test_piece_that_cannot_be_read_proposes_nothing_and_says_so(draft: File) -> None:
    instance = draft.instance
    refused = RunOutcome(ReadState.REFUSED, "not-an-apk", Text("Ce n'est pas un paquet.", "This is no package."))
    draft.add(ArtifactKind.APK, b"package")
    instance.laboratory.endings = {
        describe_submission(instance.services.database, instance.publisher, draft.id)["artifacts"][0]["sha256"]: refused
    }
    instance.worker.drain()
    document = describe_submission(instance.services.database, instance.publisher, draft.id)
    assert document["read_ahead"][0]["fr"] == "Ce n'est pas un paquet."
    assert document["read_ahead"][0]["proposals"] == 0


def test_piece_that_was_tried_too_often_is_left(draft: File) -> None:
    instance = draft.instance
    piece = draft.add(ArtifactKind.APK, b"package")
    instance.services.preliminaries.give_up(draft.id, piece)
    instance.services.preliminaries.give_up(draft.id, piece)
    document = describe_submission(instance.services.database, instance.publisher, draft.id)
    assert [one["state"] for one in document["read_ahead"]] == ["limit"]
