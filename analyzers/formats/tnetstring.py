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
_TEXT, _NUMBER, _FRACTION, _SWITCH, _NOTHING = ord(";"), ord("#"), ord("^"), ord("!"), ord("~")
_HOLDERS, _TEXTS = frozenset({_LIST, _OBJECT}), frozenset({_BYTES, _TEXT})
_SWITCHES = {b"true": True, b"false": False}
_SIZES = {b"%d" % size: size for size in range(1_000)}  # as they are written, without a zero before them
_UNSURE = 1 << 62  # beyond every end: a length that has to be looked at with care
_SHORT_KEY, _MAX_KEYS = 64, 1_024
_LONGEST_HELD, _MAX_HELD = 4 << 10, 256

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
        return _Parser(bytes(data[frame.offset : frame.end + 1]), frame.offset).value(0, frame.length)
    return _Parser(data, 0).value(frame.offset, frame.end + 1)


class _Parser:
    """One walk over one frame; `base` is where its first byte lies in the file.

    Both loops are spelled out: a call for each value would cost more than the value.
    """

    def __init__(self, data: Buffer, base: int) -> None:
        self.data, self.base, self.left = data, base, MAX_ITEMS

    def value(self, at: int, end: int) -> Value:
        """The value at a place."""
        return self._list(at, end, 0)[0]

    def _list(self, at: int, end: int, depth: int) -> list[Value]:
        data, left = self.data, self.left
        found: list[Value] = []
        while at < end:
            left -= 1
            if left < 0:
                raise FormatError("too-many-items", self.base + at)
            start = data.find(b":", at, at + _MAX_DIGITS + 1) + 1
            stop = start + _SIZES.get(data[at : start - 1], _UNSURE)
            if stop >= end:
                start, stop = self._span(at, end)
            tag = data[stop]
            at = stop + 1
            if tag in _TEXTS and stop - start <= MAX_KEPT:
                raw = data[start:stop]
                found.append(raw if tag == _BYTES else raw.decode("utf-8", "replace"))
            elif tag in _HOLDERS:
                self.left = left
                found.append(self._inner(start, stop, depth))
                left = self.left
            else:
                found.append(self._scalar(start, stop, tag))
        self.left = left
        return found

    def _object(self, at: int, end: int, depth: int) -> dict[str, Value]:  # noqa: C901 - spelled out, see above
        data, left = self.data, self.left
        found: dict[str, Value] = {}
        begun = at
        while at < end:
            left -= 2
            if left < 0:
                raise FormatError("too-many-items", self.base + at)
            start = data.find(b":", at, at + _MAX_DIGITS + 1) + 1
            stop = start + _SIZES.get(data[at : start - 1], _UNSURE)
            if stop >= end:
                start, stop = self._span(at, end)
            if data[stop] not in _TEXTS or stop - start > MAX_KEPT:
                self._refuse_key(at, end, depth)
            raw = data[start:stop]
            key = _KEYS.get(raw) or _key(raw)
            at = stop + 1
            if at >= end:
                raise FormatError("key-without-value", self.base + begun)
            start = data.find(b":", at, at + _MAX_DIGITS + 1) + 1
            stop = start + _SIZES.get(data[at : start - 1], _UNSURE)
            if stop >= end:
                start, stop = self._span(at, end)
            tag = data[stop]
            at = stop + 1
            value: Value
            if tag in _TEXTS and stop - start <= MAX_KEPT:
                raw = data[start:stop]
                value = raw if tag == _BYTES else raw.decode() if raw.isascii() else raw.decode("utf-8", "replace")
            elif tag == _NOTHING and start == stop:
                value = None
            elif tag in _HOLDERS:
                self.left = left
                value = self._inner(start, stop, depth)
                left = self.left
            else:
                value = self._scalar(start, stop, tag)
            if key in found:
                raise FormatError("duplicate-keys", self.base + start)
            found[key] = value
        self.left = left
        return found

    def _refuse_key(self, at: int, end: int, depth: int) -> None:
        """What is no key is refused as such, unless it is damaged by itself."""
        start, stop = self._span(at, end)
        if self.data[stop] in _HOLDERS:
            self._inner(start, stop, depth)
        else:
            self._scalar(start, stop, self.data[stop])
        raise FormatError("broken-key", self.base + at)

    def _inner(self, start: int, stop: int, depth: int) -> "list[Value] | dict[str, Value]":
        """A list or object. The same connections and headers come again with each flow: they are read once."""
        if depth > MAX_DEPTH:
            raise FormatError("too-deep", self.base + start)
        walk = self._object if self.data[stop] == _OBJECT else self._list
        if depth >= len(_HELD) or stop - start > _LONGEST_HELD:
            return walk(start, stop, depth + 1)
        held, raw = _HELD[depth], bytes(self.data[start : stop + 1])
        found = held.get(raw)
        if found is None:
            if len(held) >= _MAX_HELD:
                held.clear()
            found = held[raw] = walk(start, stop, depth + 1)
        return found

    def _scalar(self, start: int, stop: int, tag: int) -> Value:
        if tag == _BYTES:
            return Blob(stop - start, self.base + start)
        if stop - start > MAX_KEPT:
            raise FormatError("oversized-value", self.base + start)
        try:
            return _plain(tag, self.data[start:stop])
        except ValueError as error:
            raise FormatError("broken-value", self.base + start) from error

    def _span(self, at: int, end: int) -> tuple[int, int]:
        """Where the payload at a place begins and ends, the careful way."""
        colon = self.data.find(b":", at, min(at + _MAX_DIGITS + 1, end))
        digits = self.data[at:colon] if colon > at else b""
        if not digits.isdigit() or (len(digits) > 1 and digits.startswith(b"0")):
            raise FormatError("broken-length", self.base + at)
        stop = colon + 1 + int(digits)
        if stop >= end:
            raise FormatError("truncated", self.base + at)
        return colon + 1, stop


def _key(raw: bytes) -> str:
    """A key as text; the short ones are those that come again in every flow."""
    key = raw.decode("utf-8", "replace")
    if len(raw) <= _SHORT_KEY:
        if len(_KEYS) >= _MAX_KEYS:
            _KEYS.clear()
        _KEYS[raw] = key
    return key


def _plain(tag: int, body: bytes) -> Value:
    if tag == _TEXT:
        return body.decode("utf-8", "replace")
    if tag == _NOTHING and not body:
        return None
    if tag == _NUMBER and body[:1] != b"-" and body.isdigit():
        return int(body)
    if tag == _SWITCH and body in _SWITCHES:
        return _SWITCHES[body]
    if tag == _NUMBER and _INTEGER.fullmatch(body):
        return int(body)
    if tag == _FRACTION and b"_" not in body:
        return float(body)
    raise ValueError(tag)


_KEYS: dict[bytes, str] = {}
_HELD: "tuple[dict[bytes, list[Value] | dict[str, Value]], ...]" = ({}, {}, {})  # by depth: nobody changes them
