"""A .NET assembly (ECMA-335): its name, the namespaces of its types, and the strings of its code. No code is read."""

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from analyzers.formats.errors import FormatError

MAX_SECTIONS = 96
MAX_STREAMS = 16
MAX_ROWS = 1 << 20
MAX_STRING = 1 << 16
MAX_NAME = 512
_CLI = 14  # the directory of a program file that leads to its metadata
_TABLES = 64
_MODULE, _TYPE_REF, _TYPE_DEF, _FIELD, _METHOD = 0x00, 0x01, 0x02, 0x04, 0x06
_MODULE_REF, _TYPE_SPEC, _ASSEMBLY_REF = 0x1A, 0x1B, 0x23
_WIDE = 1 << 16
_PE32, _PE64 = 0x10B, 0x20B
_FORMS = {2: "H", 4: "I"}
_LENGTHS = ((0x80, 1), (0xC0, 2), (0x100, 4))  # a length's first byte says how many bytes it takes


def _letter(low: int, high: int) -> int:
    return 0xFF if high else low


@dataclass(frozen=True, slots=True)
class Assembly:
    """What the metadata names, and where its strings lie."""

    name: str
    namespaces: Mapping[str, int]  # namespace -> how many types it has
    strings: tuple[int, int]  # first byte of the strings of the code, and the byte after the last


def read_assembly(data: bytes) -> Assembly:
    """Read headers and three tables; every number is checked before it is used."""
    try:
        return _read(data)
    except struct.error:
        raise FormatError("truncated-assembly", len(data)) from None


def _read(data: bytes) -> Assembly:
    root, size = _metadata(data)
    if data[root : root + 4] != b"BSJB":
        raise FormatError("no-metadata", root)
    streams = _streams(data, root, size)
    tables, names = streams.get("#~") or streams.get("#-"), streams.get("#Strings")
    if tables is None or names is None:
        raise FormatError("no-metadata-tables", root)
    name, spaces = _types(data, tables, names)
    first, length = streams.get("#US", (0, 0))
    return Assembly(name, spaces, (first, first + length))


def _metadata(data: bytes) -> tuple[int, int]:
    """Where the metadata lie in the file."""
    if data[:2] != b"MZ":
        raise FormatError("not-an-assembly", 0)
    (head,) = struct.unpack_from("<I", data, 0x3C)
    if data[head : head + 4] != b"PE\0\0":
        raise FormatError("not-an-assembly", 0)
    count, option = struct.unpack_from("<H", data, head + 6)[0], struct.unpack_from("<H", data, head + 20)[0]
    optional = head + 24
    (magic,) = struct.unpack_from("<H", data, optional)
    directories = {_PE32: 96, _PE64: 112}.get(magic)
    if directories is None or count > MAX_SECTIONS:
        raise FormatError("not-an-assembly", optional)
    sections = [struct.unpack_from("<8xIIII", data, optional + option + 40 * number) for number in range(count)]
    (address,) = struct.unpack_from("<I", data, optional + directories + 8 * _CLI)
    if not address:
        raise FormatError("no-metadata", optional)  # a program without any: native code
    cli = _place(sections, address)
    root, size = struct.unpack_from("<II", data, cli + 8)
    at = _place(sections, root)
    if at + size > len(data):
        raise FormatError("truncated-assembly", len(data))
    return at, size


def _place(sections: list[tuple[int, ...]], address: int) -> int:
    for virtual, start, raw, pointer in sections:
        if start <= address < start + max(virtual, raw):
            return pointer + address - start
    raise FormatError("address-outside-sections", 0)


def _streams(data: bytes, root: int, size: int) -> dict[str, tuple[int, int]]:
    (length,) = struct.unpack_from("<I", data, root + 12)
    at = root + 16 + length + 2
    (count,) = struct.unpack_from("<H", data, at)
    if count > MAX_STREAMS or length > MAX_NAME:
        raise FormatError("lying-stream-count", at)
    at += 2
    found: dict[str, tuple[int, int]] = {}
    for _ in range(count):
        offset, extent = struct.unpack_from("<II", data, at)
        end = data.find(b"\0", at + 8, at + 8 + 32)
        if end < 0 or offset + extent > size:
            raise FormatError("lying-stream", at)
        found.setdefault(data[at + 8 : end].decode("ascii", "replace"), (root + offset, extent))
        at += 8 + (end - at - 8 + 4) // 4 * 4
    return found


def _types(data: bytes, tables: tuple[int, int], names: tuple[int, int]) -> tuple[str, dict[str, int]]:
    """The module's own name, and the namespaces of the types that it defines."""
    at, limit = tables[0], tables[0] + tables[1]
    wide, (valid,) = data[at + 6], struct.unpack_from("<Q", data, at + 8)
    rows = [0] * _TABLES
    at += 24
    for number in range(_TABLES):
        if valid >> number & 1:
            (rows[number],) = struct.unpack_from("<I", data, at)
            at += 4
    if wide & 0x40:
        at += 4  # extra data that some compilers leave
    if max(rows) > MAX_ROWS * 16 or rows[_TYPE_DEF] > MAX_ROWS:
        raise FormatError("lying-row-count", tables[0])
    string, guid = 4 if wide & 1 else 2, 4 if wide & 2 else 2

    def coded(bits: int, *kinds: int) -> int:
        return 4 if max(rows[kind] for kind in kinds) << bits >= _WIDE else 2

    scope = coded(2, _MODULE, _MODULE_REF, _ASSEMBLY_REF, _TYPE_REF)
    parent = coded(2, _TYPE_DEF, _TYPE_REF, _TYPE_SPEC)
    module, reference = 2 + string + 3 * guid, scope + 2 * string
    form = "<I" + 2 * _FORMS[string] + _FORMS[parent] + _FORMS[coded(0, _FIELD)] + _FORMS[coded(0, _METHOD)]
    own = _text(data, names, struct.unpack_from("<" + _FORMS[string], data, at + 2)[0]) if rows[_MODULE] else ""
    first = at + module * rows[_MODULE] + reference * rows[_TYPE_REF]
    last = first + struct.calcsize(form) * rows[_TYPE_DEF]
    if last > min(limit, len(data)):
        raise FormatError("lying-row-count", tables[0])
    counts: dict[int, int] = {}
    for row in struct.iter_unpack(form, data[first:last]):
        counts[row[2]] = counts.get(row[2], 0) + 1
    spaces = {_text(data, names, number): count for number, count in counts.items()}
    spaces.pop("", None)
    return own, spaces


def _text(data: bytes, heap: tuple[int, int], offset: int) -> str:
    if offset >= heap[1]:
        raise FormatError("lying-name", heap[0])
    start = heap[0] + offset
    end = data.find(b"\0", start, min(start + MAX_NAME, heap[0] + heap[1]))
    return data[start : end if end >= 0 else start + MAX_NAME].decode("utf-8", "replace")


def read_user_strings(data: bytes, span: tuple[int, int]) -> Iterator[tuple[int, bytes]]:
    """Place and letters of the strings that the code loads, one byte a letter; one of another alphabet is no letter."""
    at, last = span[0] + 1, span[1]  # the first is always empty
    while at < last:
        size = data[at]
        width = next(width for limit, width in _LENGTHS if size < limit)
        if width > 1:
            size = int.from_bytes(data[at : at + width], "big") & ((1 << 8 * width - width // 2 - 1) - 1)
        start = at + width
        if start + size > last:
            return
        if 1 < size <= MAX_STRING:
            low, high = data[start : start + size - 1 : 2], data[start + 1 : start + size - 1 : 2]
            yield start, bytes(map(_letter, low, high)) if any(high) else low
        at = start + size
