"""The string pool shared by binary XML and resource tables: strings on demand, never past the chunk."""

import struct
from array import array

from analyzers.formats.errors import FormatError

_HEAD = struct.Struct("<HHIIIIII")
_U16 = struct.Struct("<H")
_UTF8_FLAG = 0x100
_LONG8, _LONG16 = 0x80, 0x8000
MAX_TEXT = 1 << 16  # characters of one string that are kept; the rest is cut and marked


class StringPool:
    """Strings of one pool chunk at `start`. Indices outside the pool give None, never an error."""

    __slots__ = ("_cache", "_data", "_end", "_offsets", "_utf8", "_wide_head", "count", "size")

    def __init__(self, data: bytes, start: int, limit: int) -> None:
        if start + _HEAD.size > limit:
            raise FormatError("truncated-string-pool", start)
        _, head, size, count, _, flags, strings, _ = _HEAD.unpack_from(data, start)
        if head < _HEAD.size or size < head or start + size > limit:
            raise FormatError("broken-string-pool", start)
        if count > (size - head) // 4:
            raise FormatError("lying-string-count", start)
        self._offsets = array("I", data[start + head : start + head + 4 * count])
        self._data, self._end = data, start + size
        self._utf8 = bool(flags & _UTF8_FLAG)
        self._wide_head = start + strings
        self._cache: dict[int, str] = {}
        self.count, self.size = count, size

    def __getitem__(self, index: int) -> str | None:
        """The string at `index`, decoded leniently: people read it, no meaning hangs on it."""
        if not 0 <= index < self.count:
            return None
        known = self._cache.get(index)
        if known is None:
            at = self._wide_head + self._offsets[index]
            known = self._cache[index] = (self._read8(at) if self._utf8 else self._read16(at)) or ""
        return known

    def many(self, indices: list[int]) -> list[str | None]:
        """The strings at these places. Short plain ones, as names are, are cut out of the pool all together."""
        return self._plain(indices) or [self[index] for index in indices]

    def _plain(self, indices: list[int]) -> list[str | None] | None:
        """The same, where each is ASCII and has a length of one byte or unit; None where one is not."""
        if not indices or min(indices) < 0 or max(indices) >= self.count:
            return None
        data, head, offsets, width = self._data, self._wide_head, self._offsets, 1 if self._utf8 else 2
        starts = [head + offsets[index] for index in indices]
        if max(starts) + 2 >= self._end:
            return None
        first, second = bytes([data[at] for at in starts]), bytes([data[at + 1] for at in starts])
        # in bytes: how many letters, how many bytes; in units: how many of them, the upper half of that being zero
        sizes = second if self._utf8 else first
        if not first.isascii() or not second.isascii() or (width > 1 and any(second)):
            return None
        if max([at + width * size for at, size in zip(starts, sizes, strict=True)]) + 2 > self._end:
            return None
        raws = [data[at + 2 : at + 2 + width * size] for at, size in zip(starts, sizes, strict=True)]
        joined = b"\n\0"[:width].join(raws)
        letters = joined[::width]
        if not letters.isascii() or (width > 1 and any(joined[1::2])):
            return None
        found: list[str | None] = [*letters.decode("ascii").split("\n")]
        return found if len(found) == len(indices) else None

    def _read8(self, at: int) -> str:
        data, end = self._data, self._end
        if at + 2 >= end:
            return ""
        at += 2 if data[at] & _LONG8 else 1
        if at + 1 >= end:
            return ""
        length = data[at]
        at += 1
        if length & _LONG8:
            length = (length & 0x7F) << 8 | data[at]
            at += 1
        return _clean(_utf8(data[at : min(at + min(length, MAX_TEXT * 4), end)]))

    def _read16(self, at: int) -> str:
        data, end = self._data, self._end
        if at + 2 > end:
            return ""
        (length,) = _U16.unpack_from(data, at)
        at += 2
        if length & _LONG16 and at + 2 <= end:
            length = (length & 0x7FFF) << 16 | _U16.unpack_from(data, at)[0]
            at += 2
        return _clean(data[at : min(at + 2 * min(length, MAX_TEXT), end)].decode("utf-16-le", "replace"))


def _utf8(raw: bytes) -> str:
    """UTF-8, or the platform's older form of it: letters beyond 16 bits as two halves, and zero as two bytes."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        halves = raw.replace(b"\xc0\x80", b"\0")
    try:
        return (
            halves.decode("utf-8", "surrogatepass").encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        )
    except UnicodeDecodeError:
        return halves.decode("utf-8", "replace")


def _clean(text: str) -> str:
    return text if len(text) <= MAX_TEXT else text[:MAX_TEXT] + "…"
