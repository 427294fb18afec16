"""Files still arriving: bytes kept in order on disk until the last one is here. What they are is not looked at."""

import fcntl
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from catalog.errors import Conflict
from catalog.plumbing.storage import CHUNK, IncompleteUpload, Readable, StorageFull, TooLarge, read_piece

NAME = re.compile(r"[a-z]{2,5}_[0-9a-z]{1,40}")


class UploadBusy(Conflict):
    """Bytes of this very upload are being written at this instant."""

    code = "upload-busy"


class PartialStore:
    """One file per upload under `root/partial`, named by the upload's identifier."""

    def __init__(self, root: Path) -> None:
        self.root = root / "partial"

    def _path(self, name: str) -> Path:
        if not NAME.fullmatch(name):
            raise ValueError(f"not the name of an upload: {name!r}")
        return self.root / name

    @contextmanager
    def hold(self, name: str) -> Iterator[None]:
        """Be the only one who writes this upload, on this machine.

        Raises:
            UploadBusy: somebody else is writing it.
        """
        self.root.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self._path(name), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise UploadBusy from None
            yield
        finally:
            os.close(descriptor)

    def has(self, name: str, size: int) -> bool:
        """Whether the first `size` bytes of the upload are here."""
        try:
            return self._path(name).stat().st_size >= size
        except FileNotFoundError:
            return not size

    def append(self, name: str, offset: int, stream: Readable, *, limit: int) -> int:
        """Write the bytes of `stream` from `offset` on, synced to disk, and return where they end.

        What an earlier, unfinished write left after `offset` is cut off. A stream that breaks keeps what came of it.

        Raises:
            TooLarge: the file would have more than `limit` bytes; nothing of this stream counts.
            StorageFull: the disk refused the bytes; nothing of this stream counts.
        """
        try:
            with self._path(name).open("r+b") as sink:
                sink.truncate(offset)
                sink.seek(offset)
                end = self._pour(stream, sink, offset, limit)
                sink.flush()
                os.fsync(sink.fileno())
        except OSError as error:
            raise StorageFull(error.strerror or "") from error
        return end

    @staticmethod
    def _pour(stream: Readable, sink: BinaryIO, end: int, limit: int) -> int:
        with suppress(IncompleteUpload):  # the line was cut: what arrived before stays
            while piece := read_piece(stream):
                end += len(piece)
                if end > limit:
                    raise TooLarge(limit=limit)
                sink.write(piece)
        return end

    @contextmanager
    def open(self, name: str, size: int) -> Iterator[Readable]:
        """Open the first `size` bytes of the upload for reading."""
        with self._path(name).open("rb") as handle:
            yield _Head(handle, size)

    def drop(self, name: str) -> None:
        """Forget the bytes of an upload; none there is nothing to forget."""
        with suppress(FileNotFoundError):
            self._path(name).unlink()

    def list_names(self) -> list[str]:
        """Return the names of the uploads that have bytes here."""
        return sorted(path.name for path in self.root.iterdir()) if self.root.is_dir() else []


class _Head:
    """The first bytes of an open file."""

    def __init__(self, handle: BinaryIO, size: int) -> None:
        self._handle, self._left = handle, size

    def read(self, size: int = CHUNK, /) -> bytes:
        piece = self._handle.read(min(size, self._left))
        self._left -= len(piece)
        return piece
