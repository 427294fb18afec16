"""The resource table: a resource id to its values, per locale. Sparse and compact tables included."""

import struct
from array import array
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property, lru_cache

from analyzers.formats.axml import TYPE_DYNAMIC_REFERENCE, TYPE_REFERENCE, TYPE_STRING
from analyzers.formats.errors import FormatError
from analyzers.formats.pool import StringPool

MAX_REFERENCES = 16
MAX_TYPES = 65_536
MAX_SAMPLE = 2_000
MAX_SENTENCES = 200_000
MAX_STEPS = 5_000  # references followed for one label

# How the sentences of widespread support libraries begin.
_LIBRARY_WORDS = (
    "abc_", "common_google_play", "common_open_on_phone", "common_signin", "mtrl_", "material_", "m3_", "m3c_",
    "exo_", "androidx_", "bottom_sheet_", "bottomsheet_", "call_notification_", "com_facebook_", "search_menu_title",
    "status_bar_notification_", "character_counter_", "password_toggle_", "path_password_", "fcm_fallback_", "mr_",
    "v7_preference_", "expand_button_title", "summary_collapsed_", "tooltip_", "default_error_message",
    "default_popup_window_title", "dropdown_menu", "range_start", "range_end", "tab", "template_percent",
)  # fmt: skip

_BEGINNINGS = frozenset([word[:2] for word in _LIBRARY_WORDS])  # sooner asked than all of them

_TABLE, _POOL, _PACKAGE, _TYPE = 0x0002, 0x0001, 0x0200, 0x0201
_CHUNK = struct.Struct("<HHI")
_TYPE_HEAD = struct.Struct("<HHIBBHII")
_U16, _U32, _PAIR = struct.Struct("<H"), struct.Struct("<I"), struct.Struct("<HH")
_SPARSE, _OFFSET16 = 0x01, 0x02
_COMPLEX, _COMPACT = 0x01, 0x08
_NO_ENTRY, _NO_ENTRY16 = 0xFFFFFFFF, 0xFFFF
_APP_PACKAGE = 0x7F
_WITH_LOCALE, _WITH_VARIANT = 12, 52  # how long a configuration must be to state them


@dataclass(frozen=True, slots=True)
class Config:
    """For which phones a value is meant."""

    locale: str  # BCP 47, "" for every language
    level: int = 0  # the platform level from which on it holds
    is_general: bool = True  # whether nothing else is asked of the phone: no width, no night, no density

    @property
    def is_plain(self) -> bool:
        """Whether it says nothing but the locale."""
        return self.is_general and not self.level

    @property
    def rank(self) -> tuple[bool, int]:
        """Smallest for what a phone of today takes, when nothing else is known of it."""
        return not self.is_general, -self.level


@dataclass(frozen=True, slots=True)
class Value:
    """One simple value of a resource in one configuration."""

    type: int
    data: int
    config: "Config"


@dataclass(frozen=True, slots=True)
class _Chunk:
    at: int
    end: int
    flags: int
    count: int
    entries: int
    head: int
    config: Config


class ResourceTable:
    """A parsed table of contents; entries are read when asked for."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._pool: StringPool | None = None
        self._types: dict[tuple[int, int], list[_Chunk]] = defaultdict(list)
        self._names: dict[int, tuple[StringPool, StringPool]] = {}
        self._count = 0
        self._steps = 0
        if len(data) < _CHUNK.size:
            raise FormatError("truncated-resources", len(data))
        kind, head, size = _CHUNK.unpack_from(data, 0)
        if kind != _TABLE or head < _CHUNK.size:
            raise FormatError("not-a-resource-table", 0)
        for at, end, inner in self._chunks(head, min(size, len(data))):
            if inner == _POOL and self._pool is None:
                self._pool = StringPool(data, at, end)
            elif inner == _PACKAGE:
                self._package(at, end)

    def _chunks(self, at: int, end: int) -> list[tuple[int, int, int]]:
        found: list[tuple[int, int, int]] = []
        while at + _CHUNK.size <= end:
            kind, head, size = _CHUNK.unpack_from(self._data, at)
            if size < _CHUNK.size or head > size or at + size > end:
                raise FormatError("broken-resource-chunk", at)
            found.append((at, at + size, kind))
            at += size
        return found

    def _package(self, at: int, end: int) -> None:
        (head,) = _U16.unpack_from(self._data, at + 2)
        if at + 12 > end or head < 12 + 256:
            raise FormatError("broken-resource-package", at)
        package = self._data[at + 8]
        pools: list[StringPool] = []
        for start, stop, kind in self._chunks(at + head, end):
            if kind == _POOL:
                pools.append(StringPool(self._data, start, stop))
            elif kind == _TYPE:
                self._type(package, start, stop)
        if len(pools) > 1:
            self._names[package] = (pools[0], pools[1])

    def _type(self, package: int, at: int, end: int) -> None:
        self._count += 1
        if self._count > MAX_TYPES:
            raise FormatError("too-many-resource-types", at)
        if at + _TYPE_HEAD.size > end:
            raise FormatError("broken-resource-type", at)
        _, head, _, kind, flags, _, count, entries = _TYPE_HEAD.unpack_from(self._data, at)
        width = 2 if flags & _OFFSET16 and not flags & _SPARSE else 4
        if head < _TYPE_HEAD.size or at + head + width * count > end or at + entries > end:
            raise FormatError("lying-entry-count", at)
        config = self._data[at + 20 : min(at + head, end)]
        self._types[package, kind].append(_Chunk(at, end, flags, count, at + entries, head, _config(config)))

    @property
    def locales(self) -> tuple[str, ...]:
        """Every locale for which the app's own package has some text, sorted; "" is the default."""
        found = {chunk.config.locale for key, rows in self._types.items() if self._is_string(key) for chunk in rows}
        return tuple(sorted(found))

    def translations(self) -> tuple[int, dict[str, int]]:
        """How many of the app's own sentences were looked at, and how many of them each locale has.

        Sentences that libraries bring are left out by their names: a support library in eighty languages does not
        make an app speak them. Of very many sentences an even sample is taken.
        """
        key = next((key for key in self._types if key[0] == _APP_PACKAGE and self._is_string(key)), None)
        if key is None:
            return 0, {}
        rows = [n for n, name in self._sentences if name[:2] not in _BEGINNINGS or not name.startswith(_LIBRARY_WORDS)]
        own = rows[:: max(1, len(rows) // MAX_SAMPLE)]
        counts: dict[str, int] = {}
        for chunk in self._types[key]:
            if chunk.config.is_plain:
                found = self._count_present(chunk, own)
                counts[chunk.config.locale] = counts.get(chunk.config.locale, 0) + found
        return len(own), counts

    @cached_property
    def _sentences(self) -> list[tuple[int, str]]:
        """Number and name of each of the app's own string resources that has a value for everybody."""
        key = next((key for key in self._types if key[0] == _APP_PACKAGE and self._is_string(key)), None)
        if key is None:
            return []
        keys = self._names[key[0]][1]
        plain = [chunk for chunk in self._types[key] if chunk.config == _EVERYWHERE]
        found: list[tuple[int, str]] = []
        left = MAX_SENTENCES
        for chunk in plain:
            rows = self._key_numbers(chunk, min(chunk.count, 0x10000, left))
            left -= min(chunk.count, 0x10000, left)
            names = keys.many([key for _, key in rows])
            found += [(number, name) for (number, _), name in zip(rows, names, strict=True) if name is not None]
        return found

    def _key_numbers(self, chunk: _Chunk, count: int) -> list[tuple[int, int]]:
        """The first entries of a chunk that are there, each with the number of its name: a whole column at once."""
        start = chunk.at + chunk.head
        if chunk.flags & _SPARSE or chunk.entries % 4:
            found = [(number, self._key_number(chunk, number)) for number in range(count)]
            return [(number, key) for number, key in found if key is not None]
        form, none, width = ("H", _NO_ENTRY16, 4) if chunk.flags & _OFFSET16 else ("I", _NO_ENTRY, 1)
        offsets = array(form, self._data[start : start + count * (2 if form == "H" else 4)]).tolist()
        words = array("I", self._data[chunk.entries : chunk.entries + (chunk.end - chunk.entries) // 4 * 4])
        limit = chunk.end - chunk.entries - 8
        if width == 1 and any(offset % 4 for offset in offsets):
            found = [(number, self._key_number(chunk, number)) for number in range(count)]
            return [(number, key) for number, key in found if key is not None]
        places = [(n, width * at >> 2) for n, at in enumerate(offsets) if at != none and width * at <= limit]
        compact = _COMPACT << 16
        return [(n, words[at] & 0xFFFF if words[at] & compact else words[at + 1]) for n, at in places]

    def _count_present(self, chunk: _Chunk, numbers: list[int]) -> int:
        """How many of these entries a chunk has."""
        if chunk.flags & _SPARSE:
            return sum(self._place(chunk, number) is not None for number in numbers)
        form, none = ("H", _NO_ENTRY16) if chunk.flags & _OFFSET16 else ("I", _NO_ENTRY)
        start, count = chunk.at + chunk.head, chunk.count
        offsets = array(form, self._data[start : start + count * (2 if form == "H" else 4)])
        inside = numbers if not numbers or numbers[-1] < count else [number for number in numbers if number < count]
        return len(inside) - list(map(offsets.__getitem__, inside)).count(none)

    def string_names(self) -> list[str]:
        """Names of the app's own string resources, as far as the pool of keys tells; values are not looked at."""
        return [name for _, name in self._sentences]

    def _is_string(self, key: tuple[int, int]) -> bool:
        names = self._names.get(key[0])
        return names is not None and names[0][key[1] - 1] == "string"

    def values(self, resource: int) -> list[Value]:
        """The values of one resource in every configuration, one reference step."""
        chunks = self._types.get((resource >> 24 or _APP_PACKAGE, resource >> 16 & 0xFF), [])
        read = (self._entry(chunk, resource & 0xFFFF) for chunk in chunks)
        return [value for value in read if value is not None]

    def _place(self, chunk: _Chunk, index: int) -> int | None:
        table = chunk.at + chunk.head
        if chunk.flags & _SPARSE:
            rows = range(chunk.count)
            at = bisect_left(rows, index, key=lambda row: _U16.unpack_from(self._data, table + 4 * row)[0])
            if at == chunk.count:
                return None
            found, quarter = _PAIR.unpack_from(self._data, table + 4 * at)
            return chunk.entries + 4 * quarter if found == index else None
        if index >= chunk.count:
            return None
        if chunk.flags & _OFFSET16:
            (offset,) = _U16.unpack_from(self._data, table + 2 * index)
            return None if offset == _NO_ENTRY16 else chunk.entries + 4 * offset
        (offset,) = _U32.unpack_from(self._data, table + 4 * index)
        return None if offset == _NO_ENTRY else chunk.entries + offset

    def _entry(self, chunk: _Chunk, index: int) -> Value | None:
        at = self._place(chunk, index)
        if at is None or at + 8 > chunk.end:
            return None
        size, flags = _PAIR.unpack_from(self._data, at)
        if flags & _COMPACT:
            return Value(flags >> 8, _U32.unpack_from(self._data, at + 4)[0], chunk.config)
        if flags & _COMPLEX or at + size + 8 > chunk.end:
            return None
        kind, data = self._data[at + size + 3], _U32.unpack_from(self._data, at + size + 4)[0]
        return Value(kind, data, chunk.config)

    def texts(self, resource: int) -> dict[str, str]:
        """The resource as text per locale, references followed. Cycles end: they give nothing."""
        found: dict[str, str] = {}
        self._steps = MAX_STEPS
        self._follow(resource, None, found, (resource,))
        return found

    def _follow(self, resource: int, locale: str | None, found: dict[str, str], seen: tuple[int, ...]) -> None:
        self._steps -= 1
        if len(seen) > MAX_REFERENCES or self._steps < 0:
            return
        for value in sorted(self.values(resource), key=lambda v: v.config.rank):
            wanted = value.config.locale if locale is None else locale
            if value.type in (TYPE_REFERENCE, TYPE_DYNAMIC_REFERENCE):
                if value.data not in seen:
                    self._follow(value.data, wanted or None, found, (*seen, value.data))
            elif wanted not in found:
                text = self._pool[value.data] if self._pool and value.type == TYPE_STRING else str(value.data)
                if text is not None:
                    found[wanted] = text

    def default(self, resource: int) -> Value | None:
        """The value on a phone of today, whatever its language; None when there is none, or a cycle."""
        seen: set[int] = set()
        while resource not in seen and len(seen) < MAX_REFERENCES:
            seen.add(resource)
            rows = sorted(self.values(resource), key=lambda v: (v.config.locale != "", v.config.rank))
            if not rows:
                return None
            if rows[0].type not in (TYPE_REFERENCE, TYPE_DYNAMIC_REFERENCE):
                return rows[0]
            resource = rows[0].data
        return None

    def text(self, value: Value) -> str | None:
        """The text of a string value."""
        return self._pool[value.data] if self._pool and value.type == TYPE_STRING else None

    def named(self, kind: str, name: str) -> int | None:
        """The id of a resource by type and name, for instance `string/app_name`."""
        for (package, number), chunks in self._types.items():
            names = self._names.get(package)
            if names is None or names[0][number - 1] != kind:
                continue
            for chunk in chunks:
                for index in range(min(chunk.count, 0x10000)):
                    if self._key(chunk, index, names[1]) == name:
                        return package << 24 | number << 16 | index
        return None

    def _key(self, chunk: _Chunk, index: int, keys: StringPool) -> str | None:
        number = self._key_number(chunk, index)
        return None if number is None else keys[number]

    def _key_number(self, chunk: _Chunk, index: int) -> int | None:
        """Where the name of an entry stands among the keys; None where there is no such entry."""
        at = self._place(chunk, index)
        if at is None or at + 8 > chunk.end:
            return None
        size, flags = _PAIR.unpack_from(self._data, at)
        found: int = size if flags & _COMPACT else _U32.unpack_from(self._data, at + 4)[0]
        return found


@lru_cache(maxsize=1024)  # the same few in every type of a table
def _config(raw: bytes) -> Config:
    """A configuration; older tools write fewer bytes, and what is not written asks for nothing."""
    if len(raw) < _WITH_LOCALE:
        return _EVERYWHERE
    raw = raw.ljust(_WITH_VARIANT, b"\0")
    language, region = _letters(raw[8:10], "a"), _letters(raw[10:12], "0")
    script, variant = (raw[at:end].rstrip(b"\0").decode("ascii", "replace") for at, end in ((36, 40), (40, 48)))
    tag = "-".join(part for part in (language, script, region, variant) if part)
    return Config(tag, _U16.unpack_from(raw, 24)[0], not any(raw[4:8] + raw[12:24] + raw[28:36] + raw[48:52]))


_EVERYWHERE = Config("")


def _letters(pair: bytes, base: str) -> str:
    """Two ASCII letters, or three packed into fifteen bits."""
    if pair == b"\0\0":
        return ""
    if pair[0] & 0x80:
        packed = (pair[0] & 0x7F) << 8 | pair[1]
        return "".join(chr(ord(base) + (packed >> shift & 0x1F)) for shift in (0, 5, 10))
    return pair.decode("ascii", "replace")
