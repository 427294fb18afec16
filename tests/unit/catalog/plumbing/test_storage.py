"""Tests of the blob store."""

import errno
import io
import os
from hashlib import sha256
from pathlib import Path

import pytest

from catalog.plumbing import storage
from catalog.plumbing.storage import (
    ArtifactDigest,
    BlobCorrupted,
    BlobMissing,
    BlobStore,
    EmptyFile,
    IncompleteUpload,
    StorageFull,
    TooLarge,
)

CONTENT = b"the bytes of a package" * 100
DIGEST = ArtifactDigest(sha256(CONTENT).hexdigest())


@pytest.fixture
def store(tmp_path: Path) -> BlobStore:
    return BlobStore(tmp_path / "blobs")


def left_over(store: BlobStore) -> list[Path]:
    return [path for path in store.root.parent.rglob("*") if path.is_file()]


def test_bytes_are_named_by_their_digest(store: BlobStore) -> None:
    blob = store.receive(io.BytesIO(CONTENT), limit=len(CONTENT), announced=len(CONTENT), expected=DIGEST.upper())

    assert blob == storage.Blob(DIGEST, len(CONTENT))
    assert store.get(DIGEST) == CONTENT
    assert store.check(DIGEST) == store.path(DIGEST)


def test_the_same_bytes_twice_are_one_blob_that_nobody_may_write(store: BlobStore) -> None:
    store.put(CONTENT)
    store.put(CONTENT)

    (only,) = left_over(store)
    assert only.stat().st_mode & 0o777 == 0o444


def test_pieces_flow_through_without_being_held(store: BlobStore) -> None:
    asked: list[int] = []

    class Stream(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            asked.append(size or 0)
            return super().read(size)

    store.receive(Stream(b"x" * (storage.CHUNK + 1)), limit=storage.CHUNK * 2)

    assert asked == [storage.CHUNK] * 3


def test_a_file_over_the_ceiling_is_refused_and_nothing_stays(store: BlobStore) -> None:
    with pytest.raises(TooLarge) as caught:
        store.receive(io.BytesIO(CONTENT), limit=len(CONTENT) - 1)

    assert caught.value.facts == {"limit": len(CONTENT) - 1}
    assert left_over(store) == []


def test_an_empty_file_is_refused(store: BlobStore) -> None:
    with pytest.raises(EmptyFile):
        store.receive(io.BytesIO(b""), limit=10)

    assert left_over(store) == []


@pytest.mark.parametrize("announced", [len(CONTENT) + 1, len(CONTENT) - 1])
def test_another_size_than_announced_is_refused(store: BlobStore, announced: int) -> None:
    with pytest.raises(IncompleteUpload):
        store.receive(io.BytesIO(CONTENT), limit=1 << 20, announced=announced)

    assert left_over(store) == []


def test_another_digest_than_expected_is_refused(store: BlobStore) -> None:
    with pytest.raises(IncompleteUpload):
        store.receive(io.BytesIO(CONTENT), limit=1 << 20, expected="0" * 64)

    assert left_over(store) == []


class Cut(io.BytesIO):
    """A sender who hangs up."""

    def read(self, _size: int | None = -1, /) -> bytes:
        piece = super().read(7)
        if not piece:
            raise ConnectionResetError
        return piece


def test_a_sender_who_hangs_up_is_not_our_disk_that_is_full(store: BlobStore) -> None:
    with pytest.raises(IncompleteUpload):
        store.receive(Cut(CONTENT), limit=1 << 20)

    assert left_over(store) == []


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT, errno.EIO])
def test_a_disk_that_is_full_keeps_nothing_and_says_so(
    store: BlobStore, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    def refuse(_descriptor: int) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(storage.os, "fsync", refuse)
    with pytest.raises(StorageFull):
        store.put(CONTENT)
    monkeypatch.undo()

    assert left_over(store) == []
    assert store.put(CONTENT).digest == DIGEST


def test_a_folder_that_cannot_be_made_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "blobs").write_text("in the way")

    with pytest.raises(StorageFull):
        BlobStore(tmp_path / "blobs").put(CONTENT)


def test_one_changed_bit_is_seen(store: BlobStore) -> None:
    path = store.path(store.put(CONTENT).digest)
    path.chmod(0o644)
    path.write_bytes(b"X" + CONTENT[1:])

    with pytest.raises(BlobCorrupted):
        store.get(DIGEST)
    with pytest.raises(BlobCorrupted):
        store.check(DIGEST)


def test_lodging_the_right_bytes_again_mends_a_corrupted_blob(store: BlobStore) -> None:
    path = store.path(store.put(CONTENT).digest)
    path.chmod(0o644)
    path.write_bytes(b"X" + CONTENT[1:])

    store.put(CONTENT)

    assert store.get(DIGEST) == CONTENT


def test_a_blob_that_is_not_there_is_missing(store: BlobStore) -> None:
    with pytest.raises(BlobMissing):
        store.get(DIGEST)
    with pytest.raises(BlobMissing):
        store.check(DIGEST)


@pytest.mark.parametrize("name", ["", "..", "/etc/passwd", "ab/etc/passwd", "../" * 30, "A" * 64, "0" * 63, "é" * 64])
def test_a_name_that_is_no_digest_opens_nothing(store: BlobStore, name: str) -> None:
    with pytest.raises(BlobMissing), store.open(ArtifactDigest(name)):
        pass
