"""Hermes bytecode (React Native): the header and the string table, versioned and bounded. No code is read."""

import struct
from collections.abc import Iterator

from analyzers.formats.errors import FormatError

MAGIC = bytes.fromhex("c61fbc03c103191f")
# Bytes of one function's header, by version of the bytecode: the versions whose tables lie as read here. 97 was never
# published. The last of each compiler's line are fixtures: 74 to 96, then 98 and 99 (React Native from 0.84 on).
_FUNCTION = dict.fromkeys(range(60, 97), 16) | {98: 12, 99: 12}
MAX_STRINGS = 2_000_000
_HEADER = 128
_COUNTS = struct.Struct("<IIIIIIII")
_KIND, _HASH, _SMALL, _LARGE = 4, 4, 4, 8
_OVERFLOW = 0xFF


def read_version(data: bytes) -> int | None:
    """The version of the bytecode, or None where this is none."""
    if data[:8] != MAGIC or len(data) < 12:  # noqa: PLR2004 - the magic and the version
        return None
    version: int = struct.unpack_from("<I", data, 8)[0]
    return version


def read_strings(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Place and bytes of every one-byte string of the bundle; strings of two-byte letters come as they would in one."""
    version = read_version(data)
    if version is None or len(data) < _HEADER:
        raise FormatError("not-hermes", 0)
    if version not in _FUNCTION:
        raise FormatError("unknown-hermes-version", 8)
    length, _, functions, kinds, identifiers, strings, overflows, storage = _COUNTS.unpack_from(data, 32)
    if length > len(data):
        raise FormatError("truncated-hermes", 32)
    small = _HEADER + functions * _FUNCTION[version] + kinds * _KIND + identifiers * _HASH
    large = small + strings * _SMALL
    first = large + overflows * _LARGE
    if strings > MAX_STRINGS or first + storage > len(data):
        raise FormatError("lying-hermes-count", 52)
    return _strings(data, (small, large, first), (strings, overflows, storage))


def _strings(data: bytes, places: tuple[int, int, int], counts: tuple[int, int, int]) -> Iterator[tuple[int, bytes]]:
    small, large, first = places
    strings, overflows, storage = counts
    for (word,) in struct.iter_unpack("<I", data[small : small + strings * _SMALL]):
        wide, offset, length = word & 1, word >> 1 & 0x7FFFFF, word >> 24
        if length == _OVERFLOW:
            if offset >= overflows:
                raise FormatError("lying-hermes-string", small)
            offset, length = struct.unpack_from("<II", data, large + offset * _LARGE)
        size = length << wide
        if offset + size > storage:
            raise FormatError("lying-hermes-string", small)
        text = data[first + offset : first + offset + size]
        yield first + offset, text[::2] if wide else text
