"""A few bytes of a piece, as a person reads them; a place in an evidence document. Bounded, whatever the file is."""

from dataclasses import dataclass
from typing import Any

WIDTH = 16
AROUND = 48  # bytes shown before and after what is pointed at
LONGEST = 1024
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


def place(offset: int, length: int) -> tuple[int, int]:
    """Return from where to where bytes are shown around a place: whole rows, never more than a page of them."""
    start = max(offset - AROUND, 0) // WIDTH * WIDTH
    return start, offset + min(max(length, 1), LONGEST) + AROUND


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
