"""A few bytes of a piece, as a person reads them; a place in an evidence document. Bounded, whatever the file is."""

import mmap
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, BinaryIO

from analyzers.formats.archive import open_archive
from analyzers.formats.errors import FormatError

WIDTH = 16
AROUND = 48  # bytes shown before and after what is pointed at
LONGEST = 1024
MEMBER_MAX = 64 << 20  # deeper inside a member nothing is unpacked here
PRINTABLE = range(32, 127)


@dataclass(frozen=True, slots=True)
class Row:
    """Sixteen bytes: their place, their values, their letters; whether they are pointed at."""

    offset: int
    values: str
    letters: str
    is_meant: bool


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The bytes around a place."""

    rows: tuple[Row, ...]
    offset: int
    length: int


def cut(handle: BinaryIO, offset: int, length: int) -> Excerpt | None:
    """Return the bytes around a place of a file, or None past its end."""
    start = max(offset - AROUND, 0) // WIDTH * WIDTH
    handle.seek(start)
    return lay_out(handle.read(_span(start, offset, length)), start, offset, length)


def read_member(handle: BinaryIO, member: str, offset: int, length: int) -> Excerpt | None:
    """Return the bytes around a place inside an archive's member, or None where it cannot be unpacked that far."""
    start = max(offset - AROUND, 0) // WIDTH * WIDTH
    stop = start + _span(start, offset, length)
    if stop > MEMBER_MAX:
        return None
    try:
        with mmap.mmap(handle.fileno(), 0, access=mmap.ACCESS_READ) as data:
            archive = open_archive(data)
            entry = archive.find(member)
            if entry is None:
                return None
            content = _collect(archive.chunks(entry, MEMBER_MAX), start, stop)
    except (FormatError, ValueError):
        return None
    return lay_out(content, start, offset, length)


def _collect(chunks: Iterable[bytes], start: int, stop: int) -> bytes:
    kept, at = b"", 0
    for chunk in chunks:
        kept += chunk[max(start - at, 0) : max(stop - at, 0)]
        at += len(chunk)
        if at >= stop:
            break
    return kept


def _span(start: int, offset: int, length: int) -> int:
    return offset - start + min(max(length, 1), LONGEST) + AROUND


def lay_out(content: bytes, start: int, offset: int, length: int) -> Excerpt | None:
    """Lay bytes out in rows, marking those that are pointed at."""
    if not content:
        return None
    rows = []
    for at in range(0, len(content), WIDTH):
        piece = content[at : at + WIDTH]
        letters = "".join(chr(byte) if byte in PRINTABLE else "·" for byte in piece)
        place = start + at
        is_meant = place < offset + length and place + len(piece) > offset
        rows.append(Row(place, piece.hex(" "), letters, is_meant))
    return Excerpt(tuple(rows), offset, length)


def look_up(document: Any, at: str) -> Any:
    """Follow a JSON pointer (RFC 6901); the nearest place above where it leads nowhere."""
    place = document
    for part in at.split("/")[1:]:
        key = part.replace("~1", "/").replace("~0", "~")
        if isinstance(place, dict) and key in place:
            place = place[key]
        elif isinstance(place, list) and key.isdecimal() and int(key) < len(place):
            place = place[int(key)]
        else:
            return place
    return place
