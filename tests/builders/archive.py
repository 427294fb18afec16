"""A ZIP archive written field by field: aligned as Android wants it, and able to lie where a test asks it to."""

import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tests.builders.deflate import deflate

_DATE, _TIME = 0x0221, 0x0821  # 1 January 1981, 01:01:02: the date the platform's own tools write
_ALIGNMENT_FIELD = 0xD935
STORED, DEFLATED = 0, 8


@dataclass(frozen=True, slots=True)
class Entry:
    """One member. The last fields are None unless a test wants the record to lie."""

    name: str
    data: bytes
    stored: bool = False
    local_name: str | None = None
    method: int | None = None
    flags: int = 0
    size: int | None = None
    crc: int | None = None
    attributes: int = 0


class Sections(NamedTuple):
    """The three parts of an archive that a package signature covers."""

    contents: bytes
    directory: bytes
    end: bytes


def _alignment(name: str) -> int:
    return 4096 if name.endswith(".so") else 4


def _padding(position: int, name: bytes, alignment: int) -> bytes:
    """An extra field long enough for the data to start on the boundary."""
    needed = -(position + 30 + len(name)) % alignment
    if not needed:
        return b""
    while needed < 6:
        needed += alignment
    return struct.pack("<HHH", _ALIGNMENT_FIELD, needed - 4, alignment) + b"\0" * (needed - 6)


def write_sections(entries: Sequence[Entry], comment: bytes = b"") -> Sections:
    """The archive in the order given."""
    contents, directory = bytearray(), bytearray()
    for entry in entries:
        name = entry.name.encode("utf-8", "surrogateescape")
        local = name if entry.local_name is None else entry.local_name.encode()
        body = entry.data if entry.stored else deflate(entry.data)
        method = entry.method if entry.method is not None else STORED if entry.stored else DEFLATED
        flags = entry.flags | (0 if name.isascii() else 0x800)
        size = len(entry.data) if entry.size is None else entry.size
        crc = zlib.crc32(entry.data) if entry.crc is None else entry.crc
        shared = struct.pack("<HHHHHIII", 20, flags, method, _TIME, _DATE, crc, len(body), size)
        place = len(contents)
        extra = _padding(place, local, _alignment(entry.name)) if entry.stored else b""
        contents += b"PK\3\4" + shared + struct.pack("<HH", len(local), len(extra)) + local + extra + body
        directory += b"PK\1\2" + struct.pack("<H", 20) + shared
        directory += struct.pack("<HHHHHII", len(name), 0, 0, 0, 0, entry.attributes, place) + name
    return close(bytes(contents), bytes(directory), len(entries), comment)


def close(contents: bytes, directory: bytes, count: int, comment: bytes = b"") -> Sections:
    """Add the record that ends an archive."""
    count = min(count, 0xFFFF)
    end = b"PK\5\6" + struct.pack("<HHHHII", 0, 0, count, count, len(directory), len(contents))
    return Sections(contents, directory, end + struct.pack("<H", len(comment)) + comment)


def write_archive(entries: Sequence[Entry], comment: bytes = b"") -> bytes:
    """The archive as one piece."""
    return b"".join(write_sections(entries, comment))
