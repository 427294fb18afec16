"""DEX tables: which classes a file defines, which it names, where names and strings lie. No code is read.

The tables are taken in whole columns: a file of 30 MB names tens of thousands of types, and a step for each costs more
than unpacking it. Only what has an odd form is looked at by itself.
"""

import re
import struct
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import compress

from analyzers.formats.errors import FormatError
from analyzers.formats.inflate import checksum

MAX_DESCRIPTOR = 8192
MAX_TYPES = 1 << 20
MAX_MEMBERS = 20_000
_MAGIC = b"dex\n"
_HEADER = 0x70
_ENDIAN = 0x12345678
_VERSIONS = frozenset({b"035", b"037", b"038", b"039", b"040", b"041"})  # those that a platform has ever taken
_CONTAINER_HEADER = 0x78
_CONTAINER = b"041"  # from this version on one file may hold several DEX parts over shared data
_LONG = 0x80
_GOES_ON = bytes(range(_LONG, 256))
# Numbers of seven bits a byte, of which the third is asked for; what goes on for longer than five bytes is cut.
_THIRD = re.compile(rb"(?:[\x80-\xff]*+[\x00-\x7f]){2}[\x80-\xff]*?([\x80-\xff]{0,4}+[\x00-\x7f])")


@dataclass(frozen=True, slots=True)
class DexPart:
    """The tables of one part. A class is a path: `Lcom/example/A;` without its `L` and `;`."""

    offsets: "array[int]"  # by string: where it lies, its length first
    types: "array[int]"  # by type: its string
    paths: list[str]  # by type: the class path, empty for a primitive or an array
    far: Mapping[int, int]  # types whose length takes more than one byte: where the descriptor itself starts
    defined: Mapping[str, int]  # class path -> its type, in the order of the types
    rows: tuple["array[int]", "array[int]"]  # types and places of the members of the classes, in the order of the file
    section: tuple[int, int] | None  # where the strings lie, first byte and the byte after the last

    def start(self, kind: int) -> int:
        """Return where the descriptor of this type lies in the file."""
        return self.far.get(kind) or self.offsets[self.types[kind]] + 1

    def bodies(self) -> dict[int, int]:
        """Type -> place of its members (0 for a class without any), in the order of the file; the first row counts."""
        found = dict.fromkeys(self.rows[0], 0)
        found.update(zip(reversed(self.rows[0]), reversed(self.rows[1]), strict=True))
        return found


@dataclass(frozen=True)
class DexTables:
    """What the tables of one file say, part by part; nearly every file has one."""

    version: str
    parts: tuple[DexPart, ...]

    @property
    def strings(self) -> int:
        """How many strings the file holds."""
        return sum(len(part.offsets) for part in self.parts)

    @property
    def classes(self) -> int:
        """How many classes the file defines."""
        return len(self.parts[0].defined if len(self.parts) == 1 else self.defined)

    @property
    def sections(self) -> tuple[tuple[int, int], ...]:
        """Where the strings lie, each place once."""
        return tuple(dict.fromkeys(part.section for part in self.parts if part.section))

    @cached_property
    def named(self) -> frozenset[str]:
        """Every class path in the type tables, defined here or not."""
        return frozenset().union(*(part.paths for part in self.parts)) - {""}

    @cached_property
    def defined(self) -> dict[str, int]:
        """Class path -> place of its descriptor in the file; the first definition counts."""
        found: dict[str, int] = {}
        for part in self.parts:
            for path, kind in part.defined.items():
                found.setdefault(path, part.start(kind))
        return found

    @property
    def referenced(self) -> frozenset[str]:
        """Classes named and not defined in this file."""
        return self.named.difference(self.defined)


def read_dex(data: bytes) -> DexTables:
    """Read header, string, type and class tables. Every count and offset is checked before it is used."""
    _check_magic(data)
    parts: list[DexPart] = []
    base = 0
    while base < len(data):
        size, part = _part(data, base)
        parts.append(part)
        if data[4:7] < _CONTAINER:
            break
        base += size
    return DexTables(data[4:7].decode("ascii"), tuple(parts))


def oddities(data: bytes) -> list[str]:
    """What is odd in a file that can be read: a version that none knows, a wrong checksum, a header of another version.

    Bytes after the end that the header states are code for whoever knows: the platform does not look there. Of a
    container of several parts each has a checksum of its own, which is not looked at.
    """
    stated, size = struct.unpack_from("<I20xI", data, 8)
    found = [] if data[4:7] in _VERSIONS else ["unknown-code-version"]
    with memoryview(data) as whole, whole[12:size] as summed:
        if data[4:7] < _CONTAINER and checksum(summed) != stated:
            found.append("code-checksum-differs")
    if data[4:7] < _CONTAINER and size < len(data):
        found.append("bytes-after-code")
    (header,) = struct.unpack_from("<I", data, 0x24)
    if data[4:7] in _VERSIONS and header != (_HEADER if data[4:7] < _CONTAINER else _CONTAINER_HEADER):
        found.append("odd-code-header")
    return found


@dataclass(frozen=True, slots=True)
class DexIndex:
    """The bare tables of one part, for looking up a few names: nothing is written out."""

    offsets: "array[int]"
    types: "array[int]"  # by type: its string
    flags: bytearray  # by type: whether the file defines it
    section: tuple[int, int] | None

    def word(self, data: bytes, string: int, length: int) -> bytes:
        """The first `length` bytes of a string."""
        at = self.offsets[string]
        at += 1 if data[at] < _LONG else _prefix(data, at)
        return data[at : at + length]


def read_index(data: bytes) -> list[DexIndex]:
    """Read the tables of a file without its names. The same numbers are checked as for the whole reading."""
    _check_magic(data)
    found: list[DexIndex] = []
    base = 0
    while base < len(data):
        size, offsets, types, classes, _ = _tables(data, base)
        if types and max(types) >= len(offsets):
            raise FormatError("lying-type-index", max(types))
        if classes and max(classes) >= len(types):
            raise FormatError("lying-class-index", base + 0x60)
        flags = bytearray(len(types))
        for kind in classes:
            flags[kind] = 1
        found.append(DexIndex(offsets, types, flags, _span(data, offsets) if offsets else None))
        if data[4:7] < _CONTAINER:
            break
        base += size
    return found


def _check_magic(data: bytes) -> None:
    if len(data) < _HEADER:
        raise FormatError("truncated-dex", len(data))
    if data[:4] != _MAGIC or data[7] != 0 or not data[4:7].isdigit():
        raise FormatError("not-a-dex", 0)


def _tables(data: bytes, base: int) -> "tuple[int, array[int], array[int], array[int], array[int]]":
    """Size of a part, places of its strings, strings of its types, types and members of its classes."""
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
    if len(types) > MAX_TYPES:
        raise FormatError("lying-count", base + 0x40)
    return size, offsets, types, table[::8], table[6::8]


def _part(data: bytes, base: int) -> tuple[int, DexPart]:
    size, offsets, types, classes, members = _tables(data, base)
    rows = offsets.tolist()
    section = _span(data, rows) if rows else None
    paths, far = _paths(data, rows, types)
    flags = bytearray(len(paths))
    try:
        for kind in classes:
            flags[kind] = 1
    except IndexError:
        raise FormatError("lying-class-index", base + 0x60) from None
    # the first of two types with one name counts, hence backwards
    backwards = zip(reversed(paths), range(len(paths) - 1, -1, -1), strict=True)
    defined = dict(compress(backwards, reversed(flags)))
    if "" in defined:
        raise FormatError("class-without-name", base + 0x60)
    return size, DexPart(offsets, types, paths, far, defined, (classes, members), section)


def _table(data: bytes, header: int, width: int) -> "array[int]":
    count, offset = struct.unpack_from("<II", data, header)
    if count == 0:
        return array("I")
    if offset < _HEADER or offset + width * count > len(data):
        raise FormatError("lying-count", header)
    return array("I", data[offset : offset + width * count])


def _span(data: bytes, rows: Iterable[int]) -> tuple[int, int]:
    """Where the strings lie. Every string ends: it is enough that one zero byte follows the last of them."""
    ordered = sorted(rows)  # they nearly always are: quicker than asking for both ends
    first, last = ordered[0], ordered[-1]
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


def _paths(data: bytes, rows: list[int], types: "array[int]") -> tuple[list[str], dict[int, int]]:
    """The class path of every type, and where the descriptor starts when that is not next to its string's place."""
    try:
        places = list(map(rows.__getitem__, types))
    except IndexError:
        raise FormatError("lying-type-index", max(types)) from None
    index, limit = data.index, MAX_DESCRIPTOR
    try:
        raws = [data[(start := at + 1) : index(b"\0", start, start + limit)] for at in places]
    except ValueError:
        raise FormatError("oversized-descriptor", max(places)) from None
    far: dict[int, int] = {}
    lengths = bytes(map(data.__getitem__, places))
    for kind in [] if lengths.isascii() else [kind for kind, byte in enumerate(lengths) if byte >= _LONG]:
        far[kind] = start = places[kind] + _prefix(data, places[kind])
        end = data.find(b"\0", start, start + MAX_DESCRIPTOR)
        if end < 0:
            raise FormatError("oversized-descriptor", start)
        raws[kind] = data[start:end]
    return _strip(raws), far


def _strip(raws: list[bytes]) -> list[str]:
    """Class paths of descriptors. Files list them in order: all those of classes lie together, and are cut at once."""
    first, last = bisect_left(raws, b"L"), bisect_left(raws, b"M")
    together = b"\0".join(raws[first:last])  # no descriptor holds the byte that parts them
    if together[:1] == b"L" and together[-1:] == b";" and together.count(b";\0L") == last - first - 1:
        paths = together[1:-1].decode("utf-8", "replace").split(";\0L")
        return [*map(_path, raws[:first]), *paths, *map(_path, raws[last:])]
    return list(map(_path, raws))


def _path(raw: bytes) -> str:
    return raw[1:-1].decode("utf-8", "replace") if raw[:1] == b"L" and raw[-1:] == b";" else ""


def descriptor_length(path: str) -> int:
    """How many bytes the descriptor of a class takes in the file."""
    return len(path.encode("utf-8", "replace")) + 2


def code_units(data: bytes, body: int) -> int | None:
    """How many units of instructions the methods of one class hold; None where that cannot be told."""
    if body == 0:
        return 0
    found = method_places(data, body)
    try:
        return None if found is None else sum([struct.unpack_from("<I", data, code + 12)[0] for code in found if code])
    except struct.error:
        return None


def method_places(data: bytes, body: int) -> list[int] | None:
    """Where the code of one class's methods lies, as its list of members says; 0 for a method without any."""
    written = written_places(data, body)
    return None if written is None else [_number(int.from_bytes(raw, "little")) for raw in written]


def written_places(data: bytes, body: int) -> list[bytes] | None:
    """The same numbers as they are written; None where the list is broken or too long."""
    counts: Sequence[int]
    counts, at = data[body : body + 4], body + 4  # one byte each, but for classes of many members
    if len(counts) < 4 or not counts.isascii():  # noqa: PLR2004 - fields and methods of two kinds
        try:
            counts, at = [], body
            for _ in range(4):
                number, at = read_leb(data, at)
                counts.append(number)
        except IndexError:
            return None
    if sum(counts) > MAX_MEMBERS:
        return None
    fields, methods = 2 * (counts[0] + counts[1]), counts[2] + counts[3]
    last = at + 5 * (fields + 3 * methods)
    start = _after(data, at, last, fields) if fields else at
    if start is None:
        return None
    found = _THIRD.findall(data, start, start + 7 * methods + 5) if methods else []  # more than build tools need
    if len(found) < methods:
        found = _THIRD.findall(data, start, last)
    return found[:methods] if len(found) >= methods else None


def _after(data: bytes, at: int, last: int, numbers: int) -> int | None:
    """The place after so many numbers: as many bytes are passed over as numbers are left, until none is."""
    while numbers and at + numbers <= min(last, len(data)):
        ends = len(data[at : at + numbers].translate(None, _GOES_ON))
        at, numbers = at + numbers, numbers - ends
    return None if numbers else at


def _number(written: int) -> int:
    """A number of seven bits a byte, five bytes at most, of those bytes read as one."""
    low = written & 0x7F | written >> 1 & 0x3F80 | written >> 2 & 0x1FC000
    return low | written >> 3 & 0xFE00000 | written >> 4 & 0x7F0000000


def read_leb(data: bytes, at: int) -> tuple[int, int]:
    """A number of seven bits a byte (LEB128), and the place after it."""
    number = shift = 0
    while True:
        byte = data[at]
        at += 1
        number |= (byte & 0x7F) << shift
        if byte < _LONG or shift > 28:  # noqa: PLR2004 - five bytes at most
            return number, at
        shift += 7
