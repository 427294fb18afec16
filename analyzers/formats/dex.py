"""DEX tables: which classes a file defines, which it names, where names and strings lie. No code is read."""

import struct
from array import array
from collections.abc import Mapping
from dataclasses import dataclass

from analyzers.formats.errors import FormatError

MAX_DESCRIPTOR = 8192
MAX_TYPES = 1 << 20
MAX_MEMBERS = 20_000
_MAGIC = b"dex\n"
_HEADER = 0x70
_ENDIAN = 0x12345678
_CONTAINER = b"041"  # from this version on one file may hold several DEX parts over shared data
_LONG = 0x80

Defined = dict[str, int]


@dataclass(frozen=True, slots=True)
class DexTables:
    """What the tables of one file say. A class is a path: `Lcom/example/A;` without its `L` and `;`."""

    version: str
    strings: int
    defined: Mapping[str, int]  # class path -> place of its descriptor in the file
    named: frozenset[str]  # every class path in the type tables, defined here or not
    sections: tuple[tuple[int, int], ...]  # where the strings lie, first byte and the byte after the last
    bodies: Mapping[str, int]  # class path -> place of its members, 0 for a class without any

    @property
    def referenced(self) -> frozenset[str]:
        """Classes named and not defined in this file."""
        return self.named.difference(self.defined)


def read_dex(data: bytes) -> DexTables:
    """Read header, string, type and class tables. Every count and offset is checked before it is used."""
    if len(data) < _HEADER:
        raise FormatError("truncated-dex", len(data))
    if data[:4] != _MAGIC or data[7] != 0 or not data[4:7].isdigit():
        raise FormatError("not-a-dex", 0)
    strings, defined, named, sections, bodies = 0, Defined(), set[str](), list[tuple[int, int]](), Defined()
    base = 0
    while base < len(data):
        size = _part(data, base, (defined, bodies), named, sections)
        strings += struct.unpack_from("<I", data, base + 0x38)[0]
        if data[4:7] < _CONTAINER:
            break
        base += size
    spans = tuple(dict.fromkeys(sections))
    return DexTables(data[4:7].decode("ascii"), strings, defined, frozenset(named), spans, bodies)


def _part(
    data: bytes, base: int, found: tuple[Defined, Defined], named: set[str], sections: list[tuple[int, int]]
) -> int:
    defined, bodies = found
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
    table = _table(data, base + 0x60, 32)
    classes, members = table[::8], table[6::8]
    if len(types) > MAX_TYPES:
        raise FormatError("lying-count", base + 0x40)
    if offsets:
        sections.append(_span(data, offsets))
    paths, starts = _paths(data, offsets, types)
    if classes and max(classes) >= len(paths):
        raise FormatError("lying-class-index", base + 0x60)
    for index, body in zip(classes, members, strict=True):
        path = paths[index]
        if not path:
            raise FormatError("class-without-name", base + 0x60)
        defined.setdefault(path, starts[index])
        bodies.setdefault(path, body)
    named.update(paths)
    named.discard("")
    return size


def _table(data: bytes, header: int, width: int) -> "array[int]":
    count, offset = struct.unpack_from("<II", data, header)
    if count == 0:
        return array("I")
    if offset < _HEADER or offset + width * count > len(data):
        raise FormatError("lying-count", header)
    return array("I", data[offset : offset + width * count])


def _span(data: bytes, offsets: "array[int]") -> tuple[int, int]:
    """Where the strings lie. Every string ends: it is enough that one zero byte follows the last of them."""
    first, last = min(offsets), max(offsets)
    if first < _HEADER or last >= len(data):
        raise FormatError("string-outside-file", min(last, len(data)))
    end = data.find(b"\0", last + _prefix(data, last))
    if end < 0:
        raise FormatError("unterminated-string", last)
    return first, end + 1


def _prefix(data: bytes, at: int) -> int:
    """How many bytes the length before a string takes (LEB128, five at most)."""
    for width in range(1, 6):
        if at + width > len(data):
            break
        if data[at + width - 1] < _LONG:
            return width
    raise FormatError("broken-string-length", at)


def _paths(data: bytes, offsets: "array[int]", types: "array[int]") -> tuple[list[str], list[int]]:
    """The class path of every type (empty for a primitive or an array), and where its descriptor starts."""
    if types and max(types) >= len(offsets):
        raise FormatError("lying-type-index", max(types))
    raws: list[bytes] = []
    starts: list[int] = []
    find = data.find
    for index in types:
        start = offsets[index]
        start += 1 if data[start] < _LONG else _prefix(data, start)
        end = find(b"\0", start, start + MAX_DESCRIPTOR)
        if end < 0:
            raise FormatError("oversized-descriptor", start)
        starts.append(start)
        raws.append(data[start:end])
    # one decoding for all of them: no descriptor holds the byte that parts them
    whole = b"\0".join(raws).decode("utf-8", "replace").split("\0") if raws else []
    return [name[1:-1] if name[:1] == "L" and name[-1:] == ";" else "" for name in whole], starts


def descriptor_length(path: str) -> int:
    """How many bytes the descriptor of a class takes in the file."""
    return len(path.encode("utf-8", "replace")) + 2


def code_units(data: bytes, body: int) -> int | None:
    """How many units of instructions the methods of one class hold; None where that cannot be told."""
    if body == 0:
        return 0
    try:
        at, counts = body, []
        for _ in range(4):
            number, at = _leb(data, at)
            counts.append(number)
        if sum(counts) > MAX_MEMBERS:
            return None
        for _ in range(2 * (counts[0] + counts[1])):
            _, at = _leb(data, at)
        total = 0
        for _ in range(counts[2] + counts[3]):
            _, at = _leb(data, at)
            _, at = _leb(data, at)
            code, at = _leb(data, at)
            total += struct.unpack_from("<I", data, code + 12)[0] if code else 0
    except (IndexError, struct.error):
        return None
    return total


def _leb(data: bytes, at: int) -> tuple[int, int]:
    number = shift = 0
    while True:
        byte = data[at]
        at += 1
        number |= (byte & 0x7F) << shift
        if byte < _LONG or shift > 28:  # noqa: PLR2004 - five bytes at most
            return number, at
        shift += 7
