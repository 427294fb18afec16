"""Typed netstrings, the container of flow files: every length is checked before a byte is believed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from analyzers.formats.endrecord import Buffer
from analyzers.formats.errors import FormatError

MAX_DEPTH = 32
MAX_ITEMS = 500_000  # values inside one top-level frame
MAX_KEPT = 64 << 10  # longer byte strings are measured, not copied
_MAX_DIGITS = 12
_INTEGER = re.compile(rb"-?[0-9]+")
_AT_ONCE = 1 << 20  # a frame up to this size is held while it is read
_BYTES, _LIST, _OBJECT = ord(","), ord("]"), ord("}")

Value: TypeAlias = "bool | int | float | str | bytes | Blob | list[Value] | dict[str, Value] | None"


@dataclass(frozen=True, slots=True)
class Blob:
    """A long byte string: where it lies, so that it is read only where it is wanted."""

    length: int
    start: int = 0


@dataclass(frozen=True, slots=True)
class Frame:
    """One top-level value: where it lies and what its payload spans."""

    offset: int
    start: int
    end: int
    tag: int

    @property
    def length(self) -> int:
        """All bytes of the frame."""
        return self.end + 1 - self.offset


def read_frames(data: Buffer) -> Iterator[Frame]:
    """Top-level frames from the start. A broken one ends the walk: nobody knows where the next begins."""
    at, end = 0, len(data)
    while at < end:
        frame = _frame(data, at, end)
        yield frame
        at = frame.end + 1


def _frame(data: Buffer, at: int, end: int) -> Frame:
    head = bytes(data[at : min(at + _MAX_DIGITS + 1, end)])
    digits, colon, _ = head.partition(b":")
    if not colon or not digits.isdigit() or (len(digits) > 1 and digits.startswith(b"0")):
        raise FormatError("broken-length", at)
    start = at + len(digits) + 1
    stop = start + int(digits)
    if stop >= end:
        raise FormatError("truncated", at)
    return Frame(at, start, stop, data[stop])


def read_value(data: Buffer, frame: Frame) -> Value:
    """The value of a frame, with bounded depth and number of items."""
    if frame.length <= _AT_ONCE:
        parser = _Parser(bytes(data[frame.offset : frame.end + 1]), frame.offset)
        return parser.value(0, frame.length, 0)[0]
    return _Parser(data, 0).value(frame.offset, frame.end + 1, 0)[0]


class _Parser:
    """One walk over one frame; `base` is where its first byte lies in the file."""

    def __init__(self, data: Buffer, base: int) -> None:
        self.data, self.base, self.items = data, base, 0

    def value(self, at: int, end: int, depth: int) -> tuple[Value, int]:
        """The value at a place, and where the next one begins."""
        start, stop, tag = self._head(at, end)
        self.items += 1
        if self.items > MAX_ITEMS:
            raise FormatError("too-many-items", self.base + at)
        if tag == _BYTES:
            if stop - start > MAX_KEPT:
                return Blob(stop - start, self.base + start), stop + 1
            return bytes(self.data[start:stop]), stop + 1
        if tag in (_OBJECT, _LIST):
            if depth > MAX_DEPTH:
                raise FormatError("too-deep", self.base + at)
            inner = self._object(start, stop, depth) if tag == _OBJECT else self._list(start, stop, depth)
            return inner, stop + 1
        if stop - start > MAX_KEPT:
            raise FormatError("oversized-value", self.base + at)
        try:
            return _plain(tag, bytes(self.data[start:stop])), stop + 1
        except ValueError as error:
            raise FormatError("broken-value", self.base + at) from error

    def _head(self, at: int, end: int) -> tuple[int, int, int]:
        """Where the payload at a place begins and ends, and its type."""
        colon = self.data.find(b":", at, min(at + _MAX_DIGITS + 1, end))
        digits = self.data[at:colon] if colon > at else b""
        if not digits.isdigit() or (len(digits) > 1 and digits.startswith(b"0")):
            raise FormatError("broken-length", self.base + at)
        stop = colon + 1 + int(digits)
        if stop >= end:
            raise FormatError("truncated", self.base + at)
        return colon + 1, stop, self.data[stop]

    def _list(self, at: int, end: int, depth: int) -> list[Value]:
        found: list[Value] = []
        while at < end:
            value, at = self.value(at, end, depth + 1)
            found.append(value)
        return found

    def _object(self, at: int, end: int, depth: int) -> dict[str, Value]:
        found: dict[str, Value] = {}
        begun = at
        while at < end:
            key_at = at
            key, at = self.value(at, end, depth + 1)
            if isinstance(key, bytes):
                key = key.decode("utf-8", "replace")
            if not isinstance(key, str):
                raise FormatError("broken-key", self.base + key_at)
            if at >= end:
                raise FormatError("key-without-value", self.base + begun)
            value_at = at
            value, at = self.value(at, end, depth + 1)
            if key in found:
                raise FormatError("duplicate-keys", self.base + value_at)
            found[key] = value
        return found


def _plain(tag: int, body: bytes) -> Value:
    if tag == ord(";"):
        return body.decode("utf-8", "replace")
    if tag == ord("#") and _INTEGER.fullmatch(body):
        return int(body)
    if tag == ord("^") and b"_" not in body:
        return float(body)
    if tag == ord("!") and body in (b"true", b"false"):
        return body == b"true"
    if tag == ord("~") and not body:
        return None
    raise ValueError(tag)
