"""Documents in binary, without their schema: MessagePack and CBOR, each value with its place. Everything is bounded."""

import struct
from collections.abc import Callable

MAX_DEPTH = 24
MAX_VALUES = 5_000
_NESTED, _END = -1, -2

Field = tuple[tuple[str, ...], bytes]  # place, value (a number is written out)


class _NoDocumentError(Exception):
    """The bytes do not come out even."""


def read_objects(data: bytes) -> tuple[str, list[Field]] | None:
    """Which of the two the bytes are, with every scalar and its place; None where they are neither."""
    if data[:1] < b"\x80":
        return None  # neither begins an object or a list so
    for name, read in (("msgpack", read_msgpack), ("cbor", read_cbor)):
        if fields := read(data):
            return name, fields
    return None


def read_msgpack(data: bytes) -> list[Field] | None:
    """Every scalar of a MessagePack document of objects or lists, or None where the bytes are none."""
    return _read(data, _msgpack, range(0x80, 0xA0), (0xDC, 0xDD, 0xDE, 0xDF))


def read_cbor(data: bytes) -> list[Field] | None:
    """Every scalar of a CBOR document of objects or lists, or None where the bytes are none."""
    return _read(data, _cbor, range(0x80, 0xC0), (0xD9,))


# what stands at a place: kind (`scalar`, `list`, `map`, `tag`), value or number of members, where the next begins
_Item = tuple[str, bytes, int, int]


def _read(data: bytes, item: Callable[[bytes, int], _Item], starts: range, more: tuple[int, ...]) -> list[Field] | None:
    if not data or (data[0] not in starts and data[0] not in more):
        return None
    walker = _Walker(data, item)
    try:
        end = walker.value(0, (), 0)
    except (_NoDocumentError, IndexError, struct.error):
        return None
    return walker.fields if end == len(data) and walker.fields and walker.names else None


class _Walker:
    def __init__(self, data: bytes, item: Callable[[bytes, int], _Item]) -> None:
        self.data, self.item = data, item
        self.fields: list[Field] = []
        self.names = 0  # members with a text for a name: by chance, bytes hardly have any
        self.seen = 0

    def value(self, at: int, path: tuple[str, ...], depth: int) -> int:
        self.seen += 1
        kind, raw, count, at = self.item(self.data, at)
        if depth > MAX_DEPTH or self.seen > MAX_VALUES or at > len(self.data):
            raise _NoDocumentError
        if kind == "tag":
            return self.value(at, path, depth + 1)
        if kind == "scalar":
            self.fields.append((path, raw))
            return at
        if kind == "end":
            raise _NoDocumentError
        return self._members(at, path, depth, count, is_map=kind == "map")

    def _members(self, at: int, path: tuple[str, ...], depth: int, count: int, *, is_map: bool) -> int:
        number = 0
        while number != count:
            if count == _NESTED and self.item(self.data, at)[0] == "end":
                return at + 1
            name = str(number)
            if is_map:
                kind, raw, _, at = self.item(self.data, at)
                if kind != "scalar" or at > len(self.data):
                    raise _NoDocumentError
                name = raw.decode("utf-8", "replace")
                self.names += name.isprintable() and not name.isdecimal()
            at = self.value(at, (*path, name), depth + 1)
            number += 1
        return at


def _taken(data: bytes, at: int, size: int) -> _Item:
    if at + size > len(data):
        raise _NoDocumentError
    return "scalar", data[at : at + size], 0, at + size


def _written(value: object, at: int) -> _Item:
    return "scalar", str(value).encode(), 0, at


_SIZED = {0xC4: 1, 0xC5: 2, 0xC6: 4, 0xD9: 1, 0xDA: 2, 0xDB: 4}  # MessagePack: bytes and texts
_EXTENDED = {0xC7: 1, 0xC8: 2, 0xC9: 4}
_FIXED = {0xD4: 1, 0xD5: 2, 0xD6: 4, 0xD7: 8, 0xD8: 16}
_NUMBERS = {0xCA: ">f", 0xCB: ">d", 0xCC: ">B", 0xCD: ">H", 0xCE: ">I", 0xCF: ">Q",
            0xD0: ">b", 0xD1: ">h", 0xD2: ">i", 0xD3: ">q"}  # fmt: skip
_WORDS = {0xC0: "null", 0xC2: "false", 0xC3: "true"}
_MANY = {0xDC: ("list", 2), 0xDD: ("list", 4), 0xDE: ("map", 2), 0xDF: ("map", 4)}


def _msgpack(data: bytes, at: int) -> _Item:
    head = data[at]
    at += 1
    if head in _NUMBERS:
        layout = _NUMBERS[head]
        return _written(struct.unpack_from(layout, data, at)[0], at + struct.calcsize(layout))
    if head in _MANY:
        kind, width = _MANY[head]
        return kind, b"", _whole(data, at, width), at + width
    if 0xC0 <= head < 0xE0:  # noqa: PLR2004 - with a size of their own
        return _sized(data, at, head)
    if 0x80 <= head < 0xA0:  # noqa: PLR2004 - small objects, then small lists
        return "map" if head < 0x90 else "list", b"", head & 15, at  # noqa: PLR2004 - the same
    if 0xA0 <= head < 0xC0:  # noqa: PLR2004 - small texts
        return _taken(data, at, head & 31)
    return _written(head - 0x100 if head >= 0xE0 else head, at)  # noqa: PLR2004 - a small number is its own head


def _sized(data: bytes, at: int, head: int) -> _Item:
    if head in _WORDS:
        return _written(_WORDS[head], at)
    if head in _FIXED:
        return _taken(data, at + 1, _FIXED[head])
    width = _SIZED.get(head) or _EXTENDED.get(head)
    if width is None:
        raise _NoDocumentError
    return _taken(data, at + width + (head in _EXTENDED), _whole(data, at, width))


def _whole(data: bytes, at: int, width: int) -> int:
    if at + width > len(data):
        raise _NoDocumentError
    return int.from_bytes(data[at : at + width], "big")


_FLOATS = {25: ">e", 26: ">f", 27: ">d"}
_SIMPLE = {20: "false", 21: "true", 22: "null", 23: "null"}
_POSITIVE, _NEGATIVE, _TEXT, _LIST, _MAP, _TAG, _SINGLE = 0, 1, 3, 4, 5, 6, 7


def _cbor(data: bytes, at: int) -> _Item:
    major, low = data[at] >> 5, data[at] & 31
    at += 1
    if major == _SINGLE:
        return _single(data, at, low)
    if low == 31:  # noqa: PLR2004 - without a stated end
        if major not in (_LIST, _MAP):
            raise _NoDocumentError  # texts in pieces: nobody writes them
        return "list" if major == _LIST else "map", b"", _NESTED, at
    count = low
    if low > 23:  # noqa: PLR2004 - the number follows
        width = {24: 1, 25: 2, 26: 4, 27: 8}.get(low)
        if width is None:
            raise _NoDocumentError
        count, at = _whole(data, at, width), at + width
    if major in (_POSITIVE, _NEGATIVE):
        return _written(count if major == _POSITIVE else -1 - count, at)
    if major <= _TEXT:
        return _taken(data, at, count)
    return ("tag", b"", 0, at) if major == _TAG else ("list" if major == _LIST else "map", b"", count, at)


def _single(data: bytes, at: int, low: int) -> _Item:
    if low in _FLOATS:
        layout = _FLOATS[low]
        return _written(struct.unpack_from(layout, data, at)[0], at + struct.calcsize(layout))
    if low in _SIMPLE:
        return _written(_SIMPLE[low], at)
    if low == 31:  # noqa: PLR2004 - the end of what had none
        return "end", b"", _END, at
    raise _NoDocumentError
