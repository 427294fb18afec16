"""Typed netstrings, the container of flow files: every length is checked before a byte is believed."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from analyzers.formats.endrecord import Buffer
from analyzers.formats.errors import FormatError

MAX_DEPTH = 32
MAX_ITEMS = 500_000  # values inside one top-level frame
MAX_KEPT = 64 << 10  # longer byte strings are measured, not copied
_MAX_DIGITS = 12

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
    return _Parser(data).value(frame, 0)


class _Parser:
    def __init__(self, data: Buffer) -> None:
        self.data, self.items = data, 0

    def value(self, frame: Frame, depth: int) -> Value:
        self.items += 1
        if self.items > MAX_ITEMS:
            raise FormatError("too-many-items", frame.offset)
        if depth > MAX_DEPTH:
            raise FormatError("too-deep", frame.offset)
        if frame.tag == ord("}"):
            return self._object(frame, depth)
        if frame.tag == ord("]"):
            return [self.value(inner, depth + 1) for inner in self._inner(frame)]
        return self._scalar(frame)

    def _inner(self, frame: Frame) -> Iterator[Frame]:
        at = frame.start
        while at < frame.end:
            inner = _frame(self.data, at, frame.end)
            yield inner
            at = inner.end + 1

    def _object(self, frame: Frame, depth: int) -> dict[str, Value]:
        found: dict[str, Value] = {}
        key: str | None = None
        for inner in self._inner(frame):
            value = self.value(inner, depth + 1)
            if key is None:
                if isinstance(value, bytes):
                    value = value.decode("utf-8", "replace")
                if not isinstance(value, str):
                    raise FormatError("broken-key", inner.offset)
                key = value
            else:
                if key in found:
                    raise FormatError("duplicate-keys", inner.offset)
                found[key] = value
                key = None
        if key is not None:
            raise FormatError("key-without-value", frame.offset)
        return found

    def _scalar(self, frame: Frame) -> Value:
        size = frame.end - frame.start
        if frame.tag == ord(",") and size > MAX_KEPT:
            return Blob(size, frame.start)
        if size > MAX_KEPT:
            raise FormatError("oversized-value", frame.offset)
        body = bytes(self.data[frame.start : frame.end])
        if frame.tag == ord(","):
            return body
        try:
            return _plain(frame.tag, body)
        except ValueError as error:
            raise FormatError("broken-value", frame.offset) from error


def _plain(tag: int, body: bytes) -> Value:
    if tag == ord(";"):
        return body.decode("utf-8", "replace")
    if tag == ord("#"):
        return int(body)
    if tag == ord("^"):
        return float(body)
    if tag == ord("!") and body in (b"true", b"false"):
        return body == b"true"
    if tag == ord("~") and not body:
        return None
    raise ValueError(tag)
