"""DEX tables: which classes a file defines, which it names, and where each name lies. No code is read."""

import struct
from array import array
from dataclasses import dataclass

from analyzers.formats.errors import FormatError

MAX_DESCRIPTOR = 8192
MAX_TYPES = 1 << 20
_MAGIC = b"dex\n"
_HEADER = 0x70
_ENDIAN = 0x12345678
_CONTAINER = b"041"  # from this version on one file may hold several DEX parts over shared data
_LONG = 0x80


@dataclass(frozen=True, slots=True)
class ClassName:
    """A class descriptor such as `Lcom/example/A;` without its `L` and `;`, and its place in the file."""

    path: str
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class DexTables:
    """What the tables of one file say."""

    version: str
    strings: int
    defined: tuple[ClassName, ...]
    referenced: tuple[str, ...]  # class paths named and not defined in this file


def read_dex(data: bytes) -> DexTables:
    """Read header, string, type and class tables. Every count and offset is checked before it is used."""
    if len(data) < _HEADER:
        raise FormatError("truncated-dex", len(data))
    if data[:4] != _MAGIC or data[7] != 0 or not data[4:7].isdigit():
        raise FormatError("not-a-dex", 0)
    version = data[4:7].decode("ascii")
    strings, defined, named = 0, dict[str, ClassName](), set[str]()
    base = 0
    while base < len(data):
        size = _part(data, base, defined, named)
        strings += struct.unpack_from("<I", data, base + 0x38)[0]
        if data[4:7] < _CONTAINER:
            break
        base += size
    rows = tuple(sorted(defined.values(), key=lambda row: row.path))
    return DexTables(version, strings, rows, tuple(sorted(named - defined.keys())))


def _part(data: bytes, base: int, defined: dict[str, ClassName], named: set[str]) -> int:
    if base + _HEADER > len(data) or data[base : base + 4] != _MAGIC:
        raise FormatError("broken-dex-header", base)
    size: int
    size, _, endian = struct.unpack_from("<III", data, base + 0x20)
    if endian != _ENDIAN:
        raise FormatError("foreign-byte-order", base + 0x28)
    if size < _HEADER or base + size > len(data):
        raise FormatError("truncated-dex", base + 0x20)
    offsets = _table(data, base + 0x38, 4)
    types = _table(data, base + 0x40, 4)
    classes = _table(data, base + 0x60, 32)[::8]
    if len(types) > MAX_TYPES:
        raise FormatError("lying-count", base + 0x40)
    _check_strings(data, offsets)
    names = [_descriptor(data, offsets, index) for index in types]
    named.update(row.path for row in names if row is not None)
    for index in classes:
        if index >= len(names):
            raise FormatError("lying-class-index", base + 0x60)
        row = names[index]
        if row is None:
            raise FormatError("class-without-name", base + 0x60)
        defined.setdefault(row.path, row)
    return size


def _table(data: bytes, header: int, width: int) -> "array[int]":
    count, offset = struct.unpack_from("<II", data, header)
    if count == 0:
        return array("I")
    if offset < _HEADER or offset + width * count > len(data):
        raise FormatError("lying-count", header)
    return array("I", data[offset : offset + width * count])


def _check_strings(data: bytes, offsets: "array[int]") -> None:
    """Every string ends: it is enough that one zero byte follows the last of them."""
    if not offsets:
        return
    last = max(offsets)
    if min(offsets) < _HEADER or last >= len(data):
        raise FormatError("string-outside-file", min(last, len(data)))
    if data.find(b"\0", last + _prefix(data, last)) < 0:
        raise FormatError("unterminated-string", last)


def _prefix(data: bytes, at: int) -> int:
    """How many bytes the length before a string takes (LEB128, five at most)."""
    for width in range(1, 6):
        if at + width > len(data):
            break
        if data[at + width - 1] < _LONG:
            return width
    raise FormatError("broken-string-length", at)


def _descriptor(data: bytes, offsets: "array[int]", index: int) -> ClassName | None:
    """The class path of a type, or None where the type is a primitive or an array."""
    if index >= len(offsets):
        raise FormatError("lying-type-index", index)
    start = offsets[index] + _prefix(data, offsets[index])
    end = data.find(b"\0", start, start + MAX_DESCRIPTOR)
    if end < 0:
        raise FormatError("oversized-descriptor", start)
    if end - start <= 2 or data[start : start + 1] != b"L" or data[end - 1 : end] != b";":  # noqa: PLR2004 - "L;" is empty
        return None
    return ClassName(data[start + 1 : end - 1].decode("utf-8", "replace"), start, end - start)
