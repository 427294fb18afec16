"""How .NET apps for Android carry their assemblies: one by one, packed (XALZ), or in a store of many (XABA)."""

import struct
from collections.abc import Iterator

from lz4.block import LZ4BlockError, decompress

from analyzers.formats.errors import FormatError

MAX_ASSEMBLY = 128 << 20
MAX_MEMBERS = 20_000
MAX_TRIES = 64  # whatever looks like one in a library
_PACKED, _STORE, _PLAIN = b"XALZ", b"XABA", b"MZ"
_HEAD, _PROGRAM = 12, 0x40
_OLD_HEAD, _OLD_ROW = struct.Struct("<4sIIII"), struct.Struct("<IIIIII")
_NEW_HEAD, _NEW_ROW = struct.Struct("<4sIIII"), struct.Struct("<IIIIIII")
_VERSION = 0xFF
_OLD, _NEW = 1, (2, 3)


def unpack(data: bytes, allowance: int) -> bytes:
    """One assembly as it is in memory. `allowance` bounds what it may unfold to."""
    if data[:2] == _PLAIN:
        return data
    if data[:4] != _PACKED or len(data) < _HEAD:
        raise FormatError("unknown-assembly-form", 0)
    (size,) = struct.unpack_from("<I", data, 8)
    if size > min(MAX_ASSEMBLY, allowance):
        raise FormatError("too-large", 8)
    try:
        found: bytes = decompress(data[_HEAD:], uncompressed_size=size)
    except (LZ4BlockError, ValueError, MemoryError, OverflowError):
        raise FormatError("broken-lz4", _HEAD) from None
    if len(found) != size:
        raise FormatError("broken-lz4", _HEAD)
    return found


def list_stored(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Place and bytes of every assembly of a store, of a library around one, or of a library around one assembly."""
    at = data.find(_STORE)
    if at >= 0:
        for _ in range(MAX_TRIES):
            if at < 0:
                break
            if (rows := _rows(data, at)) is not None:
                yield from ((at + offset, data[at + offset : at + offset + size]) for offset, size in rows)
                return
            at = data.find(_STORE, at + 1)
        raise FormatError("unknown-assembly-store", 0)
    at = data.find(_PACKED)
    at = at if at >= 0 else _find_program(data)
    if at < 0:
        raise FormatError("no-assemblies", 0)
    yield at, data[at:]


def _find_program(data: bytes) -> int:
    at = data.find(_PLAIN)
    for _ in range(MAX_TRIES):
        if at < 0 or len(data) < at + _PROGRAM:
            return -1
        head = at + int.from_bytes(data[at + _PROGRAM - 4 : at + _PROGRAM], "little")
        if data[head : head + 4] == b"PE\0\0":
            return at
        at = data.find(_PLAIN, at + 1)
    return -1


def _rows(data: bytes, at: int) -> list[tuple[int, int]] | None:
    """Place and size of the members of a store, by its own directory; None where there is no store of a known form."""
    if len(data) < at + _OLD_HEAD.size:
        return None
    _, version, count, index, extent = _OLD_HEAD.unpack_from(data, at)
    if version == _OLD:
        start, form, place = at + _OLD_HEAD.size, _OLD_ROW, 0
    elif version & _VERSION in _NEW:
        start, form, place = at + _NEW_HEAD.size + extent, _NEW_ROW, 1
    else:
        return None
    if count > MAX_MEMBERS or index > 2 * MAX_MEMBERS or start + form.size * count > len(data):
        return None
    found = []
    for number in range(count):
        row = form.unpack_from(data, start + form.size * number)
        offset, size = row[place], row[place + 1]
        if size == 0 or at + offset + size > len(data) or data[at + offset : at + offset + 2] not in (b"XA", _PLAIN):
            return None
        found.append((offset, size))
    return found
