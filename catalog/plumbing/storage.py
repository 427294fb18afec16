"""The blob store: bytes named by their SHA-256, written once, never changed."""

import hashlib
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, NewType, Protocol

from catalog.errors import NotFound, Rejected, Unavailable

ArtifactDigest = NewType("ArtifactDigest", str)  # SHA-256, lower-case hexadecimal
CHUNK = 1 << 20
HEXADECIMAL = re.compile(r"[0-9a-f]{64}")


class TooLarge(Rejected):
    """The file is over the ceiling."""

    code = "file-too-large"


class EmptyFile(Rejected):
    """The file has no byte."""

    code = "file-empty"


class IncompleteUpload(Rejected):
    """Fewer bytes came than were announced, or they are not the ones announced."""

    code = "upload-incomplete"


class BlobMissing(NotFound):
    """No blob has this digest."""

    code = "blob-missing"


class BlobCorrupted(Unavailable):
    """The bytes on disk no longer have their name's digest."""

    code = "blob-corrupted"


class StorageFull(Unavailable):
    """The disk took no more bytes; nothing of this file was kept."""

    code = "storage-full"


class Readable(Protocol):
    """Anything bytes can be read from in pieces."""

    def read(self, size: int, /) -> bytes:
        """Return at most `size` bytes, none at the end."""
        ...


@dataclass(frozen=True, slots=True)
class Blob:
    """A stored blob: its digest and its size in bytes."""

    digest: ArtifactDigest
    size: int


class BlobStore:
    """Blobs under `root/sha256/ab/cdef…`: a temporary file is hashed as it flows, synced, then renamed to its name."""

    def __init__(self, root: Path) -> None:
        self.root = root / "sha256"
        self.incoming = root / "incoming"

    def path(self, digest: ArtifactDigest) -> Path:
        """Return where the blob is kept, without looking whether it is there.

        Raises:
            BlobMissing: the name is no digest; it never becomes a path.
        """
        if not HEXADECIMAL.fullmatch(digest):
            raise BlobMissing(digest=digest)
        return self.root / digest[:2] / digest[2:]

    def receive(
        self, stream: Readable, *, limit: int, announced: int | None = None, expected: str | None = None
    ) -> Blob:
        """Keep the bytes of `stream` and return their digest and size; at most `limit` bytes.

        Raises:
            TooLarge: more than `limit` bytes came.
            EmptyFile: no byte came.
            IncompleteUpload: not the announced number of bytes, or not the expected SHA-256.
            StorageFull: the disk refused the bytes.
        """
        try:
            with self._temporary() as (sink, temporary):
                blob = self._pour(stream, sink, limit)
                if announced is not None and blob.size != announced:
                    raise IncompleteUpload("size differs", announced=announced, received=blob.size)
                if expected is not None and blob.digest != expected.lower():
                    raise IncompleteUpload("digest differs", announced=announced, received=blob.size)
                sink.flush()
                os.fsync(sink.fileno())
                self._name(temporary, blob)
        except OSError as error:
            raise StorageFull(error.strerror or "") from error
        return blob

    def sweep(self, before: datetime) -> None:
        """Forget what a killed process left half received before that instant; no blob is touched."""
        for path in self.incoming.iterdir() if self.incoming.is_dir() else ():
            with suppress(FileNotFoundError):
                if path.stat().st_mtime < before.timestamp():
                    path.unlink()

    @contextmanager
    def _temporary(self) -> Iterator[tuple[BinaryIO, Path]]:
        self.incoming.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=self.incoming)
        try:
            with os.fdopen(descriptor, "wb") as sink:
                yield sink, Path(name)
        finally:
            with suppress(FileNotFoundError):
                Path(name).unlink()

    @staticmethod
    def _pour(stream: Readable, sink: BinaryIO, limit: int) -> Blob:
        digest, size = hashlib.sha256(), 0
        while chunk := read_piece(stream):
            size += len(chunk)
            if size > limit:
                raise TooLarge(limit=limit)
            digest.update(chunk)
            sink.write(chunk)
        if not size:
            raise EmptyFile
        return Blob(ArtifactDigest(digest.hexdigest()), size)

    def _name(self, temporary: Path, blob: Blob) -> None:
        final = self.path(blob.digest)
        final.parent.mkdir(parents=True, exist_ok=True)
        temporary.chmod(0o444)
        temporary.rename(final)  # over the same bytes, or over what a failing disk made of them
        for folder in (final.parent, self.root):
            descriptor = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)

    def put(self, content: bytes) -> Blob:
        """Keep `content` and return its digest and size."""
        view, at = memoryview(content), 0

        class _Pieces:
            def read(self, size: int, /) -> bytes:
                nonlocal at
                piece = bytes(view[at : at + size])
                at += len(piece)
                return piece

        return self.receive(_Pieces(), limit=max(len(content), 1))

    @contextmanager
    def open(self, digest: ArtifactDigest) -> Iterator[BinaryIO]:
        """Open the blob for reading.

        Raises:
            BlobMissing: there is none of this digest.
        """
        try:
            handle = self.path(digest).open("rb")
        except FileNotFoundError:
            raise BlobMissing(digest=digest) from None
        with handle:
            yield handle

    def get(self, digest: ArtifactDigest) -> bytes:
        """Return the blob's bytes, re-hashed.

        Raises:
            BlobMissing: there is none of this digest.
            BlobCorrupted: the bytes no longer have this digest.
        """
        with self.open(digest) as handle:
            content = handle.read()
        if hashlib.sha256(content).hexdigest() != digest:
            raise BlobCorrupted(digest=digest)
        return content

    def check(self, digest: ArtifactDigest) -> Path:
        """Re-hash the blob in pieces and return its path.

        Raises:
            BlobMissing: there is none of this digest.
            BlobCorrupted: the bytes no longer have this digest.
        """
        running = hashlib.sha256()
        with self.open(digest) as handle:
            while chunk := handle.read(CHUNK):
                running.update(chunk)
        if running.hexdigest() != digest:
            raise BlobCorrupted(digest=digest)
        return self.path(digest)


def read_piece(stream: Readable) -> bytes:
    """Return the next bytes that a sender gives, none at the end.

    Raises:
        IncompleteUpload: the line broke.
    """
    try:
        return stream.read(CHUNK)
    except OSError as error:  # the sender's side of the line, not our disk
        raise IncompleteUpload(f"the stream ended early: {error.strerror or type(error).__name__}") from error
