"""ASN.1 values as signatures and certificates carry them: bounded, and as lenient about lengths as the platform."""

from collections.abc import Iterator
from dataclasses import dataclass

from analyzers.formats.errors import FormatError

MAX_NESTING = 32

SEQUENCE, SET, OID, INTEGER = 0x30, 0x31, 0x06, 0x02
OCTETS, BITS, BOOLEAN = 0x04, 0x03, 0x01
UTC_TIME, GENERALIZED_TIME = 0x17, 0x18
CONTEXT_0, CONTEXT_1, CONTEXT_3 = 0xA0, 0xA1, 0xA3
_LONG, _LOW = 0x80, 0x7F
_MULTIBYTE_TAG = 0x1F
_MAX_LENGTH_BYTES = 4
_LONGEST_OID = 64


@dataclass(slots=True)  # not frozen: freezing costs more than reading
class Node:
    """One value: its tag, its content, and its whole encoding as written."""

    tag: int
    content: bytes
    encoded: bytes

    def children(self) -> list["Node"]:
        """The values inside a constructed value."""
        return list(read_nodes(self.content))

    def oid(self) -> str:
        """An object identifier in dots."""
        if self.tag != OID or not 0 < len(self.content) <= _LONGEST_OID:
            raise FormatError("not-an-oid")
        numbers, value = [], 0
        for byte in self.content:
            value = value << 7 | byte & _LOW
            if not byte & _LONG:
                numbers.append(value)
                value = 0
        first = min(numbers[0] // 40, 2) if numbers else 0
        return ".".join(str(n) for n in (first, numbers[0] - 40 * first, *numbers[1:])) if numbers else ""

    def integer(self) -> int:
        """A whole number."""
        if self.tag != INTEGER:
            raise FormatError("not-an-integer")
        return int.from_bytes(self.content, "big", signed=True)


def write_node(tag: int, content: bytes) -> bytes:
    """One value of definite length."""
    size = len(content)
    if size < _LONG:
        return bytes([tag, size]) + content
    width = (size.bit_length() + 7) // 8
    return bytes([tag, _LONG | width]) + size.to_bytes(width, "big") + content


def read_nodes(data: bytes) -> Iterator[Node]:
    """The values that `data` is made of, one after the other."""
    at = 0
    while at < len(data):
        node, at = _read(data, at, 0)
        yield node


def read_node(data: bytes, tag: int | None = None) -> Node:
    """The first value of `data`, of the expected tag; what follows is ignored, as the platform does."""
    node, _ = _read(data, 0, 0)
    if tag is not None and node.tag != tag:
        raise FormatError("unexpected-asn1")
    return node


def _read(data: bytes, at: int, depth: int) -> tuple[Node, int]:
    if depth > MAX_NESTING:
        raise FormatError("too-deep", at)
    if at + 2 > len(data) or data[at] & _MULTIBYTE_TAG == _MULTIBYTE_TAG:
        raise FormatError("broken-asn1", at)
    start, tag, length = at, data[at], data[at + 1]
    at += 2
    if length == _LONG:
        return _indefinite(data, start, at, depth)
    if length & _LONG:
        width = length & _LOW
        if width > _MAX_LENGTH_BYTES or at + width > len(data):
            raise FormatError("broken-asn1", at)
        length = int.from_bytes(data[at : at + width], "big")
        at += width
    if at + length > len(data):
        raise FormatError("broken-asn1", at)
    return Node(tag, data[at : at + length], data[start : at + length]), at + length


def _indefinite(data: bytes, start: int, at: int, depth: int) -> tuple[Node, int]:
    """A value whose end is marked instead of counted."""
    inner = at
    while data[at : at + 2] != b"\0\0":
        _, at = _read(data, at, depth + 1)
    return Node(data[start], data[inner:at], data[start : at + 2]), at + 2
