"""A piece sent in several goes."""

import hashlib
import io
import shutil

import pytest

from catalog.errors import CatalogError
from catalog.journal.queries import list_entries
from catalog.plumbing.partials import UploadBusy
from catalog.plumbing.storage import EmptyFile, IncompleteUpload, TooLarge
from catalog.publishers.service import FieldRefused
from catalog.submissions.lifecycle import IllegalTransition
from catalog.submissions.model import Artifact, Upload
from catalog.submissions.service import SubmissionUnknown
from catalog.submissions.uploads import OPEN_MAX, OffsetDiffers, TooManyUploads, Uploads, UploadUnknown
from criteria.findings import ArtifactKind
from tests.builders.instance import File, Instance, a_file, an_app, an_instance

APK = ArtifactKind.APK
BYTES = bytes(range(256)) * 40


@pytest.fixture
def file(instance: Instance) -> File:
    return a_file(instance)


@pytest.fixture
def uploads(instance: Instance) -> Uploads:
    return instance.services.uploads


def begin(file: File, size: int = len(BYTES), **more: object) -> Upload:
    given: dict[str, object] = {"mark": "m", **more}
    publisher, name = file.instance.publisher, str(given.pop("name", "app.apk"))
    return file.instance.services.uploads.begin(publisher, file.id, APK, name, size, **given)  # type: ignore[arg-type]  # keywords of one test


def send(file: File, upload: Upload, content: bytes, offset: int | None = None) -> Upload:
    at = upload.received if offset is None else offset
    uploads, publisher = file.instance.services.uploads, file.instance.publisher
    return uploads.send(publisher, file.id, upload.id, at, io.BytesIO(content))


def piece(file: File, upload: Upload) -> Artifact:
    with file.instance.services.database.read() as session:
        return session.get_one(Artifact, upload.artifact_id)


def test_a_piece_sent_in_three_goes_is_the_piece(file: File, uploads: Uploads) -> None:
    upload = begin(file, digest=hashlib.sha256(BYTES).hexdigest(), attested=True)
    for start in (0, 4000, 8000):
        assert upload.received == start
        upload = send(file, upload, BYTES[start : start + 4000])

    kept = piece(file, upload)
    assert file.instance.services.blobs.get(kept.digest) == BYTES  # type: ignore[arg-type]  # a digest of ours
    assert (kept.filename, kept.size, kept.is_attested, kept.lodged_by) == (
        "app.apk",
        len(BYTES),
        True,
        file.instance.publisher.account_id,
    )
    assert uploads.partials.list_names() == []
    assert uploads.list_cut(file.instance.publisher, file.id) == []


def test_the_last_bytes_sent_again_lodge_nothing_again(file: File) -> None:
    upload = send(file, begin(file), BYTES)
    again = send(file, upload, b"", len(BYTES))
    assert again.artifact_id == upload.artifact_id
    assert len([one for one in list_entries(file.instance.services.database, file.id) if "artifact" in one.event]) == 1


def test_the_same_piece_announced_again_goes_on(file: File) -> None:
    upload = send(file, begin(file), BYTES[:5000])
    again = begin(file)
    assert (again.id, again.received) == (upload.id, 5000)
    assert begin(file, mark="another").id != upload.id
    assert begin(file, mark="").id != begin(file, mark="").id


def test_a_service_killed_before_the_end_ends_later(file: File, uploads: Uploads) -> None:
    """The bytes were written and not counted, or all counted and the piece not lodged: both are made good."""
    upload = begin(file)
    with uploads.partials.hold(upload.id):
        uploads.partials.append(upload.id, 0, io.BytesIO(BYTES[:999]), limit=len(BYTES))
    upload = send(file, begin(file), BYTES[:6000])
    with uploads.partials.hold(upload.id):
        uploads.partials.append(upload.id, 6000, io.BytesIO(BYTES[6000:]), limit=len(BYTES))
    with file.instance.services.database.write() as session:
        session.get_one(Upload, upload.id).received = len(BYTES)
    ended = send(file, begin(file), b"", len(BYTES))
    assert piece(file, ended).digest == hashlib.sha256(BYTES).hexdigest()


def test_bytes_that_are_not_due_change_nothing(file: File) -> None:
    upload = send(file, begin(file), BYTES[:100])
    with pytest.raises(OffsetDiffers) as refused:
        send(file, upload, BYTES[:100], 0)
    assert refused.value.facts == {"offset": 100}
    with pytest.raises(TooLarge):
        send(file, upload, BYTES)
    assert send(file, upload, BYTES[100:]).artifact_id


def test_other_bytes_than_announced_are_refused_and_forgotten(file: File, uploads: Uploads) -> None:
    upload = begin(file, digest="0" * 64)
    with pytest.raises(IncompleteUpload):
        send(file, upload, BYTES)
    with pytest.raises(UploadUnknown):
        uploads.find(file.instance.publisher, file.id, upload.id)
    assert uploads.partials.list_names() == []


def test_anothers_upload_is_not_there(file: File, uploads: Uploads, instance: Instance) -> None:
    upload = send(file, begin(file), BYTES[:100])
    theirs = instance.services.submissions.create_app(instance.rival, "Autre", "Voir.", "See.", "a@b.example")
    other = instance.services.submissions.create(instance.rival, theirs)
    for submission in (file.id, other):
        for act in (
            lambda s=submission: uploads.find(instance.rival, s, upload.id),
            lambda s=submission: uploads.send(instance.rival, s, upload.id, 100, io.BytesIO(b"x")),
            lambda s=submission: uploads.abandon(instance.rival, s, upload.id),
        ):
            with pytest.raises(UploadUnknown):
                act()
    with pytest.raises(SubmissionUnknown):
        uploads.begin(instance.rival, file.id, APK, "x", 1, mark="m")
    mine = a_file(instance, an_app(instance, "Seconde"))
    with pytest.raises(UploadUnknown):
        uploads.find(instance.publisher, mine.id, upload.id)
    assert uploads.find(instance.publisher, file.id, upload.id).received == 100


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"size": 0}, EmptyFile),
        ({"size": (1 << 30) + 1}, TooLarge),
        ({"mark": "x" * 101}, FieldRefused),
        ({"mark": "a\nb"}, FieldRefused),
        ({"name": "\u202eapk"}, FieldRefused),
    ],
)
def test_what_cannot_be_taken_is_refused_before_any_byte(
    file: File, more: dict[str, object], error: type[CatalogError]
) -> None:
    with pytest.raises(error):
        begin(file, **more)  # type: ignore[arg-type]  # keywords of one test
    assert begin(file, 1 << 30).received == 0


def test_one_person_has_few_on_the_way(file: File) -> None:
    kept = [begin(file, mark=str(number)) for number in range(OPEN_MAX)]
    with pytest.raises(TooManyUploads):
        begin(file, mark="one more")
    file.instance.services.uploads.abandon(file.instance.publisher, file.id, kept[0].id)
    assert begin(file, mark="one more")


def test_one_left_alone_is_forgotten_and_one_that_moves_is_not(file: File, uploads: Uploads) -> None:
    left, moving = send(file, begin(file, mark="left"), BYTES[:9]), begin(file, mark="moving")
    file.instance.clock.advance(hours=23)
    moving = send(file, moving, BYTES[:9])
    file.instance.clock.advance(hours=2)
    with pytest.raises(UploadUnknown):
        send(file, left, BYTES[9:])
    assert [one.id for one in uploads.list_cut(file.instance.publisher, file.id)] == [moving.id]
    assert uploads.sweep() == 1
    assert uploads.partials.list_names() == [moving.id]
    assert uploads.sweep() == 0


def test_bytes_of_no_upload_are_swept(uploads: Uploads) -> None:
    with uploads.partials.hold("upl_orphan"):
        uploads.partials.append("upl_orphan", 0, io.BytesIO(b"x"), limit=1)
    uploads.sweep()
    assert uploads.partials.list_names() == []


def test_bytes_lost_from_the_disk_begin_anew(file: File, uploads: Uploads) -> None:
    upload = send(file, begin(file), BYTES[:500])
    shutil.rmtree(uploads.partials.root)
    with pytest.raises(UploadUnknown):
        send(file, upload, BYTES[500:])
    assert begin(file).received == 0


def test_two_writers_do_not_mix(file: File, uploads: Uploads) -> None:
    upload = begin(file)
    with uploads.partials.hold(upload.id), pytest.raises(UploadBusy):
        send(file, upload, BYTES)
    assert send(file, upload, BYTES).artifact_id


def test_a_file_handed_in_meanwhile_takes_no_piece(instance: Instance) -> None:
    file = a_file(instance).completed()
    upload = begin(file)
    file.lodged()
    with pytest.raises(IllegalTransition):
        send(file, upload, BYTES)


def test_two_services_over_one_state_see_the_same(file: File, instance: Instance) -> None:
    upload = send(file, begin(file), BYTES[:700])
    other = an_instance(instance.folder)
    assert other.services.uploads.find(other.publisher, file.id, upload.id).received == 700
    other.close()
