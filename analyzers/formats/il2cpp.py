"""Unity's compiled metadata (`global-metadata.dat`): the names and the strings of the code that became native."""

import re
import struct
from collections.abc import Iterator

from analyzers.formats.errors import FormatError

MAGIC = 0xFAB11BAF
OLDEST, NEWEST = 16, 31  # versions in which these three tables lie where they are read here
MAX_LITERALS = 2_000_000
MAX_LITERAL = 1 << 16
MAX_NAMES = 4_000_000
_HEAD = struct.Struct("<Iiiiiiii")
_LITERAL = struct.Struct("<Ii")
_ASSEMBLY = re.compile(rb"[A-Za-z0-9_.+-]{1,150}\.dll")
_SPACE = re.compile(rb"[A-Z][A-Za-z0-9_]{0,80}(?:\.[A-Za-z0-9_]{1,80}){1,12}")
_SAMPLE = 1 << 16
_READABLE = 95  # of a hundred bytes of names: what is enciphered has no such share


def read_tables(data: bytes) -> tuple[int, tuple[int, int, int, int], tuple[int, int]]:
    """Version; table and text of the literals; text of the names."""
    if len(data) < _HEAD.size:
        raise FormatError("truncated-metadata", len(data))
    magic, version, rows, rows_size, texts, texts_size, names, names_size = _HEAD.unpack_from(data, 0)
    if magic != MAGIC:
        raise FormatError("unknown-metadata", 0)
    if not OLDEST <= version <= NEWEST:
        raise FormatError("unknown-metadata-version", 4)
    for first, size in ((rows, rows_size), (texts, texts_size), (names, names_size)):
        if first < _HEAD.size or size < 0 or first + size > len(data):
            raise FormatError("lying-metadata", 8)
    if rows_size % _LITERAL.size or rows_size > MAX_LITERALS * _LITERAL.size:
        raise FormatError("lying-metadata", 8)
    sample = data[names : names + min(names_size, _SAMPLE)]
    plain = sum(32 <= byte < 127 or byte == 0 for byte in sample)  # noqa: PLR2004 - the readable letters of ASCII
    if not sample or plain * 100 < _READABLE * len(sample):
        raise FormatError("enciphered-metadata", names)
    return version, (rows, rows_size, texts, texts_size), (names, names_size)


def read_literals(data: bytes, places: tuple[int, int, int, int]) -> Iterator[tuple[int, bytes]]:
    """Place and text of every string that the code loads."""
    rows, rows_size, texts, texts_size = places
    for length, offset in _LITERAL.iter_unpack(data[rows : rows + rows_size]):
        if offset < 0 or offset + length > texts_size:
            raise FormatError("lying-literal", rows)
        if length <= MAX_LITERAL:
            yield texts + offset, data[texts + offset : texts + offset + length]


def read_names(data: bytes, span: tuple[int, int]) -> set[bytes]:
    """Assemblies and namespaces among the names; two words at least make a namespace."""
    words = data[span[0] : span[0] + span[1]].split(b"\0", MAX_NAMES)
    return {word for word in words if b"." in word and (_ASSEMBLY.fullmatch(word) or _SPACE.fullmatch(word))}
