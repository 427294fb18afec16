"""Strict JSON at two speeds: at that of C where a value is beyond doubt, else slowly, saying what is wrong with it.

What strict JSON does not have is named instead of being guessed: a key that comes twice, a number that is none. Both
ways give the same values; the quick one only ever declines.
"""

import importlib
import json
import re
from collections.abc import Callable
from typing import Any

from analyzers.formats.errors import FormatError
from analyzers.formats.scan import FAST

try:
    _msgspec = importlib.import_module("msgspec")
    _decode: Callable[[bytes], Any] | None = _msgspec.json.decode
    _encode_into: Callable[[Any, bytearray], None] = _msgspec.json.Encoder().encode_into
    _DECLINED: tuple[type[Exception], ...] = (_msgspec.MsgspecError, UnicodeError, RecursionError)
    RAW: Any = _msgspec.Raw  # JSON that was left as it is
except ImportError:  # an option, never a requirement: the answer is the same, the time is not
    _decode, _DECLINED, RAW = None, (), None

_LONGEST = 2 << 20  # the library does not look whether memory was given: it is never asked for much
_SPELLED = re.compile(rb"\\u003[aA]")
_MAY_BE_SPELLED = FAST.BytesAhoCorasick([b"\\u003"]).find_matches_as_indexes if FAST else _SPELLED.search
_WRITTEN = bytearray()


class _Noting:
    """A decoder that notes what strict JSON does not have."""

    def __init__(self) -> None:
        self.fault: str | None = None
        self.decoder = json.JSONDecoder(object_pairs_hook=self._pairs, parse_constant=self._constant)

    def _pairs(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) != len(pairs):
            self.fault = "duplicate-keys"
        return found

    def _constant(self, _: str) -> None:
        self.fault = "not-a-number"


def ready_for(shape: Any) -> Callable[[bytes], Any] | None:
    """What reads JSON of one shape: members that it does not name are lost, and `decode_quickly` sees that."""
    read: Callable[[bytes], Any] | None = _msgspec.json.Decoder(shape).decode if _decode is not None else None
    return read


def decode_quickly(raw: bytes, read: Callable[[bytes], Any] | None = None) -> tuple[Any] | None:
    """The value in a tuple, since null is one too; None where only the slow way can tell.

    Nothing is declined that matters for speed. A member that was lost, as the first of two with one name, leaves fewer
    colons than there were.
    """
    if _decode is None or len(raw) > _LONGEST or (_MAY_BE_SPELLED(raw) and _SPELLED.search(raw)):
        return None
    try:
        value = (read or _decode)(raw)
    except _DECLINED:
        return None
    _encode_into(value, _WRITTEN)
    return (value,) if _WRITTEN.count(b":") == raw.count(b":") else None


def decode_prefix(text: str) -> tuple[Any, int, str | None]:
    """The value at the start of a text, where it ends, and what is wrong with it. Refuses by name what is none."""
    noting = _Noting()
    try:
        value, end = noting.decoder.raw_decode(text)
    except RecursionError as error:
        raise FormatError("too-deep") from error
    except ValueError as error:
        raise FormatError("broken-json") from error
    return value, end, noting.fault
