"""Unity's compiled metadata (`global-metadata.dat`): the names and the strings of the code that became native."""

import re
import struct
from array import array
from collections.abc import Iterable, Iterator
from itertools import pairwise

from analyzers.formats.errors import FormatError

MAGIC = 0xFAB11BAF
OLDEST, NEWEST = 16, 120  # versions in which these three tables lie where they are read here
_COUNTED = 38  # from this version on each table is told with the number of its rows as well
_LENGTHS, _MAYBE = 30, 31  # up to the first, literals have their length; in the second, either way was seen
MAX_LITERALS = 2_000_000
MAX_LITERAL = 1 << 16
MAX_NAMES = 4_000_000
_HEAD, _COUNTED_HEAD = struct.Struct("<Iiiiiiii"), struct.Struct("<Ii9i")
_LITERAL, _PLACE = 8, 4
_ASSEMBLY = re.compile(rb"[A-Za-z0-9_.+-]{1,150}\.dll")
_SPACE = re.compile(rb"[A-Z][A-Za-z0-9_]{0,80}(?:\.[A-Za-z0-9_]{1,80}){1,12}")
_SAMPLE = 1 << 16
_READABLE = 95  # of a hundred bytes of names: what is enciphered has no such share

Span = tuple[int, int]  # place and size of a table


def read_tables(data: bytes) -> tuple[int, tuple[int, int, int, int], Span]:
    """Version; table and text of the literals; text of the names."""
    if len(data) < _HEAD.size:
        raise FormatError("truncated-metadata", len(data))
    magic, version = struct.unpack_from("<Ii", data, 0)
    if magic != MAGIC:
        raise FormatError("unknown-metadata", 0)
    if not OLDEST <= version <= NEWEST:
        raise FormatError("unknown-metadata-version", 4)
    (rows, rows_size), (texts, texts_size), (names, names_size) = spans = _spans(data, version)
    for first, size in spans:
        if first < _HEAD.size or size < 0 or first + size > len(data):
            raise FormatError("lying-metadata", 8)
    if rows_size % _PLACE or (version <= _LENGTHS and rows_size % _LITERAL) or rows_size > MAX_LITERALS * _LITERAL:
        raise FormatError("lying-metadata", 8)
    sample = data[names : names + min(names_size, _SAMPLE)]
    plain = sum(32 <= byte < 127 or byte == 0 for byte in sample)  # noqa: PLR2004 - the readable letters of ASCII
    if not sample or plain * 100 < _READABLE * len(sample):
        raise FormatError("enciphered-metadata", names)
    return version, (rows, rows_size, texts, texts_size), (names, names_size)


def _spans(data: bytes, version: int) -> tuple[Span, Span, Span]:
    """Where the three first tables lie, as this version tells it."""
    if version < _COUNTED:
        _, _, rows, rows_size, texts, texts_size, names, names_size = _HEAD.unpack_from(data, 0)
        return (rows, rows_size), (texts, texts_size), (names, names_size)
    if len(data) < _COUNTED_HEAD.size:
        raise FormatError("truncated-metadata", len(data))
    _, _, rows, rows_size, count, texts, texts_size, _, names, names_size, _ = _COUNTED_HEAD.unpack_from(data, 0)
    if rows_size != _PLACE * count:
        raise FormatError("unknown-metadata-version", 4)
    return (rows, rows_size), (texts, texts_size), (names, names_size)


def read_literals(data: bytes, places: tuple[int, int, int, int]) -> Iterator[tuple[int, bytes]]:
    """Place and text of every string that the code loads."""
    rows, _, texts, texts_size = places
    for offset, length in _literals(data, places):
        if offset < 0 or length < 0 or offset + length > texts_size:
            raise FormatError("lying-literal", rows)
        if length <= MAX_LITERAL:
            yield texts + offset, data[texts + offset : texts + offset + length]


def _literals(data: bytes, places: tuple[int, int, int, int]) -> Iterable[tuple[int, int]]:
    """Offset and length of each literal. Newer versions tell only where each begins: it ends where the next does."""
    rows, rows_size, _, texts_size = places
    version = int.from_bytes(data[4:8], "little")
    words = array("i", data[rows : rows + rows_size])
    if version <= _LENGTHS or (version == _MAYBE and not _is_rising(words, texts_size)):
        if len(words) % 2:
            raise FormatError("lying-literal", rows)
        return zip(words[1::2], words[::2], strict=True)
    ends = [*words[1:], texts_size] if words else []
    return ((first, last - first) for first, last in zip(words, ends, strict=True))


def _is_rising(words: "array[int]", last: int) -> bool:
    return all(one <= other for one, other in pairwise((*words, last)))


def read_names(data: bytes, span: tuple[int, int]) -> set[bytes]:
    """Assemblies and namespaces among the names; two words at least make a namespace."""
    words = data[span[0] : span[0] + span[1]].split(b"\0", MAX_NAMES)
    return {word for word in words if b"." in word and (_ASSEMBLY.fullmatch(word) or _SPACE.fullmatch(word))}
