"""Captures are kept sealed, opened only whole, and gone when their key is; what was found stays."""

from datetime import timedelta
from pathlib import Path

import pytest

from catalog.journal.queries import list_entries
from catalog.plumbing.storage import ArtifactDigest, BlobCorrupted
from catalog.submissions.custody import PieceErased, find_erasure, find_sealed
from catalog.submissions.model import CaptureKey
from catalog.submissions.queries import list_artifacts
from tests.builders.instance import File, Instance, a_file


def captured(instance: Instance) -> tuple[File, ArtifactDigest]:
    file = a_file(instance).completed().lodged().admitted().examined()
    file.benched()
    file.examined()
    with instance.services.database.read() as session:
        return file, ArtifactDigest(list_artifacts(session, file.id)[-1].digest)


def test_a_sealed_piece_opens_into_a_file_without_a_name(instance: Instance) -> None:
    _, digest = captured(instance)
    custody = instance.services.custody
    with custody.open(digest) as path:
        assert path.read_bytes() == b"what the bench saw"
    assert not path.exists()
    assert [entry.name for entry in custody.blobs.incoming.iterdir()] == []


def test_when_their_time_is_over_the_bytes_are_gone_and_the_findings_stay(instance: Instance) -> None:
    file, digest = captured(instance)
    services, before = instance.services, file.assessed
    with services.database.read() as session:
        sealed = find_sealed(session, digest)
        due = find_erasure(session, file.id)
    assert sealed is not None
    assert due is not None
    assert services.custody.erase_due() == []
    instance.clock.advance(days=90, seconds=60)

    assert services.custody.erase_due() == [file.id]
    assert services.custody.erase_due() == []
    with services.database.read() as session:
        (key,) = session.query(CaptureKey).all()
        assert (key.wrapped, key.erased_at is None) == (None, False)
    assert not services.blobs.path(ArtifactDigest(sealed[0].sealed_digest)).exists()
    with pytest.raises(PieceErased), services.custody.open(digest):
        pass
    assert services.evaluations.read_bytes(digest, "", 0, 5) == b""
    erased = [entry for entry in list_entries(services.database, file.id) if entry.event == "captures.erased"]
    assert [entry.facts["pieces"] for entry in erased] == [[digest]]
    services.evaluations.restart(instance.evaluator, file.id, file.version)
    file.examined()
    assert file.assessed.evaluation.number == before.evaluation.number + 1
    assert file.assessed.assessment == before.assessment  # read again from its evidence


def test_an_erased_key_lies_in_no_file_of_the_database(instance: Instance, tmp_path: Path) -> None:
    captured(instance)
    with instance.services.database.read() as session:
        (key,) = session.query(CaptureKey).all()
        wrapped = str(key.wrapped).encode()
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert [path for path in files if wrapped in path.read_bytes()]
    instance.clock.advance(days=91)
    assert instance.services.custody.erase_due()

    assert [path.name for path in tmp_path.rglob("*") if path.is_file() and wrapped in path.read_bytes()] == []


def test_a_reader_who_keeps_the_log_open_does_not_stop_an_erasure(instance: Instance) -> None:
    captured(instance)
    instance.clock.advance(days=91)
    with instance.services.database.read() as reader:
        assert reader.query(CaptureKey).count() == 1
        assert instance.services.custody.erase_due()
    assert instance.services.database.forget(CaptureKey.__tablename__)


def test_each_capture_prolongs_and_the_next_after_an_erasure_has_a_key_of_its_own(instance: Instance) -> None:
    file, _ = captured(instance)
    instance.clock.advance(days=60)
    instance.recorder.written = b"another recording"
    file.benched()
    file.examined()
    instance.clock.advance(days=60)
    assert instance.services.custody.erase_due() == []
    instance.clock.advance(days=31)
    assert instance.services.custody.erase_due() == [file.id]
    instance.recorder.written = b"a third one"
    file.benched()
    file.examined()
    with instance.services.database.read() as session:
        assert session.query(CaptureKey).count() == 2
    assert timedelta(days=90) == instance.services.custody.life


def test_bytes_that_were_changed_do_not_open(instance: Instance) -> None:
    _, digest = captured(instance)
    services = instance.services
    with services.database.read() as session:
        sealed = find_sealed(session, digest)
    assert sealed is not None
    path = services.blobs.path(ArtifactDigest(sealed[0].sealed_digest))
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.chmod(0o600)
    path.write_bytes(data)
    with pytest.raises(BlobCorrupted), services.custody.open(digest):
        pass
