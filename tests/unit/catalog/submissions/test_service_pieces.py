"""Tests of the pieces of a file: who lodges them, when, and what is refused."""

import io
from pathlib import Path
from typing import Any

import pytest

from catalog.journal.queries import list_entries
from catalog.plumbing.storage import EmptyFile, IncompleteUpload, TooLarge
from catalog.publishers.service import FieldRefused, RoleRefused
from catalog.submissions.lifecycle import IllegalTransition
from catalog.submissions.model import Artifact
from catalog.submissions.service import (
    SubmissionUnknown,
)
from criteria.findings import ArtifactKind
from tests.builders.instance import File, Instance, a_file, an_app, an_instance

APK, CAPTURE, DOCUMENT = ArtifactKind.APK, ArtifactKind.CAPTURE, ArtifactKind.DOCUMENT


def events(file: File) -> list[str]:
    return [entry.event for entry in list_entries(file.instance.services.database, file.id)]


def artifact(file: File, artifact_id: str) -> Artifact:
    with file.instance.services.database.read() as session:
        return session.get_one(Artifact, artifact_id)


def test_a_piece_is_kept_under_its_digest(instance: Instance) -> None:
    file = a_file(instance)
    row = artifact(file, file.add(APK, b"bytes", name="souffle.apk"))

    assert instance.services.blobs.get(row.digest) == b"bytes"
    assert (row.size, row.kind, row.filename, row.lodged_by) == (
        5,
        "apk",
        "souffle.apk",
        instance.publisher.account_id,
    )
    assert events(file)[-1] == "artifact.lodged"


def test_the_same_piece_twice_is_one_piece(instance: Instance) -> None:
    file = a_file(instance)
    first, version = file.add(APK, b"bytes"), file.version

    assert file.add(APK, b"bytes", name="again") == first
    assert file.version == version
    assert file.add(DOCUMENT, b"bytes") != first


@pytest.mark.parametrize(
    ("kind", "who", "source", "attested"),
    [
        (APK, "publisher", "bench", False),
        (CAPTURE, "publisher", "publisher", False),
        (DOCUMENT, "publisher", "declared", False),
        (CAPTURE, "officer", "bench", True),
        (CAPTURE, "evaluator", "bench", True),
        (DOCUMENT, "officer", "declared", True),
    ],
)
def test_who_lodged_a_piece_says_what_it_can_prove(
    instance: Instance, kind: ArtifactKind, who: str, source: str, *, attested: bool
) -> None:
    file = a_file(instance)
    if who != "publisher":
        file.completed().lodged()
    row = artifact(file, file.add(kind, b"bytes", getattr(instance, who)))

    assert (row.source, row.is_attested) == (source, attested)


def test_a_publishers_word_on_a_capture_does_not_make_it_ours(instance: Instance) -> None:
    file = a_file(instance)
    row = artifact(file, file.add(CAPTURE, b"bytes", attested=True))

    assert (row.source, row.is_attested) == ("publisher", True)


def test_a_piece_changes_the_version_that_pages_show(instance: Instance) -> None:
    file = a_file(instance)
    version = file.version
    file.add(APK, b"bytes")

    assert file.version == version + 1


@pytest.mark.parametrize(
    ("content", "more", "error"),
    [
        (b"", {}, EmptyFile),
        (b"x" * 11, {}, TooLarge),
        (b"bytes", {"announced": 6}, IncompleteUpload),
        (b"bytes", {"expected": "0" * 64}, IncompleteUpload),
        (b"bytes", {"name": "a\u202egnp.apk"}, FieldRefused),
        (b"bytes", {"name": "half \udc80"}, FieldRefused),
    ],
)
def test_a_piece_that_cannot_be_taken_leaves_the_file_as_it_was(
    tmp_path: Path, content: bytes, more: dict[str, Any], error: type[Exception]
) -> None:
    running = an_instance(tmp_path, max_upload=10)
    file = a_file(running)
    version = file.version
    with pytest.raises(error):
        file.add(APK, content, **more)
    assert file.version == version
    running.close()


def test_a_piece_without_a_name_is_named_for_its_kind(instance: Instance) -> None:
    file = a_file(instance)

    assert artifact(file, file.add(APK, b"bytes", name="")).filename == "apk"
    assert len(artifact(file, file.add(APK, b"other", name="x" * 300)).filename) == 200


def test_nobody_else_lodges_a_piece_and_strangers_see_no_file(instance: Instance) -> None:
    file = a_file(instance).completed().lodged()
    for who, error in (
        ("rival", SubmissionUnknown),
        ("authority", RoleRefused),
        ("operator", RoleRefused),
        ("auditor", RoleRefused),
    ):
        with pytest.raises(error):
            file.add(CAPTURE, b"bytes", getattr(instance, who))


def test_a_refused_upload_is_not_even_read(instance: Instance) -> None:
    class Never(io.BytesIO):
        def read(self, _size: int | None = -1, /) -> bytes:
            raise AssertionError

    file = a_file(instance)
    submissions = instance.services.submissions
    with pytest.raises(SubmissionUnknown):
        submissions.lodge_artifact(instance.rival, file.id, APK, "x", Never())
    with pytest.raises(SubmissionUnknown):
        submissions.lodge_artifact(instance.officer, file.id, CAPTURE, "x", Never())


def test_each_side_adds_pieces_in_its_turn_only(instance: Instance) -> None:
    file = a_file(instance).completed().lodged()
    with pytest.raises(IllegalTransition):
        file.add(CAPTURE, b"late")
    file.add(CAPTURE, b"ours", instance.officer)
    file.admitted().examined()
    file.add(CAPTURE, b"ours too", instance.evaluator)
    assert events(file)[-1] == "artifact.added"
    file.examined().ruled().opined()
    with pytest.raises(IllegalTransition):
        file.add(CAPTURE, b"too late", instance.evaluator)


@pytest.mark.parametrize("who", ["officer", "evaluator"])
def test_nobody_but_the_publisher_brings_the_package(instance: Instance, who: str) -> None:
    file = a_file(instance).completed().lodged()
    with pytest.raises(FieldRefused) as caught:
        file.add(APK, b"another build", getattr(instance, who))
    assert caught.value.facts["field"] == "kind"


def test_the_same_card_asked_for_twice_is_one_card(instance: Instance) -> None:
    assert an_app(instance) == an_app(instance)
    assert an_app(instance, actor=instance.rival) != an_app(instance)
    assert an_app(instance, "Souffle deux (FICTIF)") != an_app(instance)
