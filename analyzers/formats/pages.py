"""A mapped file is read piece by piece, and what was read is given back: memory does not grow with the file."""

import hashlib
import mmap
from collections.abc import Iterator

from analyzers.formats.endrecord import Buffer

PIECE = 1 << 20
_AT_ONCE = 8 << 20  # given back in steps of this size
_PAGE = mmap.PAGESIZE


def read_pieces(data: Buffer) -> Iterator[tuple[int, bytes]]:
    """Every piece with its place, from the start to the end."""
    pages = Pages(data)
    for at in range(0, len(data), PIECE):
        yield at, bytes(data[at : at + PIECE])
        pages.passed(at)


def digest_of(data: Buffer) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    found = hashlib.sha256()
    for _, piece in read_pieces(data):
        found.update(piece)
    return found.hexdigest()


class Pages:
    """The pages of a file that is read from its start to its end."""

    def __init__(self, data: Buffer) -> None:
        self._map = data if isinstance(data, mmap.mmap) else None
        self._given = 0

    def passed(self, at: int) -> None:
        """Give back what lies before a place; it can still be read, at the price of reading it again."""
        if self._map is None or at - self._given < _AT_ONCE:
            return
        end = at // _PAGE * _PAGE
        self._map.madvise(mmap.MADV_DONTNEED, self._given, end - self._given)
        self._given = end
