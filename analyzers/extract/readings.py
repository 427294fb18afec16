"""What one part of a message shows by itself, whoever it goes to. The same parts come again: each is read once."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from analyzers.extract.consents import Signal, is_of_consent, read_signal
from analyzers.extract.known import KnownValues
from analyzers.extract.patterns import Positions, find_patterns, is_half_a_position, is_telling, may_show
from analyzers.extract.scattered import KnownDays, Pieces, piece_of_a_day
from analyzers.extract.vocabulary import kinds_named, may_speak, spoken_of
from analyzers.formats.bodies import Leaf, Skip, is_plain, unfold
from analyzers.formats.parts import Part
from analyzers.knowledge.protocols import Adapter

MAX_READINGS, LONGEST_READING = 2_048, 2_048  # parts remembered, and how long they may be
MAX_VALUES, LONGEST_VALUE = 8_192, 128  # the same of values
AT_ONCE = 64  # values that are looked over together
SHORTEST_TOKEN = 12
_HOLDERS = (dict, list)
_LONG_NUMBER = 10**10  # shorter ones show nothing by themselves: no phone without its zeros, no RPPS, no NIR
_NAMED_ID = re.compile(
    r"(^|[_.-])(u?uid|guid|fid|id|token|visitor|sid|cid)$|[a-z](Id|ID|Uid|Token)$|^id", re.IGNORECASE
)
_TOKEN = re.compile(rb"(?=[^0-9]*[0-9])[A-Za-z0-9_.:~-]{12,128}")
_UNREAD: Any = (None,)  # what stands for an answer that nobody has given yet


Shown = tuple[str, bytes, str, str | None, tuple[str, ...]]  # property, value, match, digest, layers around it


class Hit(NamedTuple):
    """One thing that one value shows."""

    leaf: Leaf
    kind: str  # a property
    value: bytes
    match: str
    hash: str | None = None
    inside: tuple[str, ...] = ()  # layers found around the value inside its leaf
    adapter: str | None = None


class Reading(NamedTuple):
    """What one part shows: `hits` whoever it goes to; `tokens` could be identifiers that another server gave."""

    is_understood: bool
    hits: tuple[Hit, ...]
    tokens: tuple[Leaf, ...]
    signals: tuple[Signal, ...] = ()  # what is said of consent


class Readings:
    """Readings of parts, with these known values."""

    def __init__(self, known: KnownValues, days: KnownDays | None = None) -> None:
        self.known = known if len(known) else None
        self.days = days if days is not None and days.days else None
        self._parts: dict[tuple[str | None, Part], Reading] = {}
        self._lessons: dict[Part, tuple[bytes, ...]] = {}
        self._values: dict[tuple[str, bytes], tuple[Shown, ...]] = {}
        self._looks = (may_show, may_speak, *((known.may_hold,) if self.known is not None else ()))
        self._quiet: dict[str, bool] = {}
        self._dull: dict[tuple[str, str], None] = {}
        self._dull_names: dict[str, None] = {}
        self._paths: dict[tuple[str, ...], tuple[Shown, ...]] = {}

    def read(self, part: Part, adapter: Adapter | None = None) -> Reading:
        """What a sent part shows, by itself and as the protocol says that its request speaks."""
        key = (adapter.id if adapter else None, part)
        found = self._parts.get(key)
        if found is None:
            found = self._read(part, adapter)
            if part.place == "host":  # words of a name concern whoever owns it; only a value that was typed tells
                found = Reading(found.is_understood, tuple(hit for hit in found.hits if hit.match == "known"), ())
            if len(part.data) <= LONGEST_READING:
                _remember(self._parts, key, found, MAX_READINGS)
        return found

    def learn(self, part: Part) -> tuple[bytes, ...]:
        """Identifiers that a received part gives."""
        found = self._lessons.get(part)
        if found is None:
            found = tuple(_lessons(part))
            if len(part.data) <= LONGEST_READING:
                _remember(self._lessons, part, found, MAX_READINGS)
        return found

    def _read(self, part: Part, adapter: Adapter | None) -> Reading:
        unfolded = unfold(part, lambda path: self._skip(adapter, part.place, path))
        leaves = unfolded.leaves
        self._look_over([leaf for leaf in leaves if (_name_of(leaf, part), leaf.data) not in self._values], part)
        positions, pieces = Positions(), Pieces(self.days) if self.days is not None else None
        places = adapter.places.rows if adapter is not None else {}
        hits: list[Hit] = []
        tokens: list[Leaf] = []
        signals: list[Signal] = []
        for leaf in leaves:
            path, data, _ = leaf
            name = path[-1] if path else part.name
            last, steps = path[-1] if path else part.place, len(path) + 1
            if adapter is not None and data and ((steps, last) in places or (steps, "*") in places):
                kind = adapter.property_at((part.place, *path))
                hits += [Hit(leaf, kind, data, "adapter", adapter=adapter.id)] if kind is not None else ()
            if is_of_consent(name) and (signal := read_signal(name, data)) is not None:
                signals.append(signal)
            shown = self._values.get((name, data))
            if shown is None:
                shown = self._value(name, data)
            if shown:
                hits += [Hit(leaf, *row) for row in shown]
            told = self._paths.get(path, _UNREAD) if self.known is not None else ()
            if told and (told := self._path(path)):
                hits += [Hit(leaf, *row) for row in told]
            if is_half_a_position(name) or pieces is not None:
                hits += [Hit(leaf, *row) for row in _together(path, data, positions, pieces)]
            if len(data) >= SHORTEST_TOKEN and _TOKEN.fullmatch(data):
                tokens.append(leaf)
        return Reading(unfolded.is_understood, tuple(hits), tuple(tokens), tuple(signals))

    def _look_over(self, fresh: list[Leaf], part: Part) -> None:
        """Look at many values at once: where nothing can be in any of them, it is in none."""
        for first in range(0, len(fresh), AT_ONCE):
            leaves = fresh[first : first + AT_ONCE]
            joined = b"\n".join([leaf.data for leaf in leaves])
            may = [look for look in self._looks if look(joined)]
            for leaf in leaves:
                name, data = _name_of(leaf, part), leaf.data
                if len(data) <= LONGEST_VALUE and not _means(name) and not any(look(data) for look in may):
                    _remember(self._values, (name, data), (), MAX_VALUES)
                    self._note_dull(name, data)

    def _skip(self, adapter: Adapter | None, place: str, path: tuple[str, ...]) -> Skip | None:
        """What may be left out of an object: what is dull, under no name that tells, no property by the protocol."""
        if self.known is not None and self._path(path):
            return None
        names = adapter.places.names_under((place, *path)) if adapter is not None else frozenset()
        if not names:
            return self._is_dull if names is not None else None
        return lambda name, value: name not in names and self._is_dull(name, value)

    def _is_dull(self, name: str, value: object) -> bool:
        """Whether a member was looked at before and showed nothing, or is a number too short to show anything."""
        if type(value) is str:
            return (name, value) in self._dull
        if type(value) is not int or not 0 <= value < _LONG_NUMBER or name not in self._dull_names:
            return False
        return self.known is None or not self.known.has_number(value)

    def _value(self, name: str, data: bytes) -> tuple[Shown, ...]:
        """What a value shows under its name."""
        found = (
            *self._known(data),
            *(self._pattern(kind, value) for kind, value in find_patterns(name, data)),
            *((kind, data, "vocabulary", None, ()) for kind in spoken_of(name, data)),
        )
        if len(data) <= LONGEST_VALUE:
            _remember(self._values, (name, data), found, MAX_VALUES)
            if not found:
                self._note_dull(name, data)
        return found

    def _note_dull(self, name: str, data: bytes) -> None:
        """Remember a member that shows nothing by itself, wherever it stands and whoever gets it."""
        is_quiet = self._quiet.get(name)
        if is_quiet is None:
            is_quiet = not _tells_with_others(name) and not (self.known is not None and self._path((name,)))
            _remember(self._quiet, name, is_quiet, MAX_VALUES)
        if not is_quiet or (len(data) >= SHORTEST_TOKEN and _TOKEN.fullmatch(data)):
            return
        if is_of_consent(name) and read_signal(name, data) is not None:
            return
        text = data.decode("utf-8", "replace")
        if is_plain(text):
            _remember(self._dull, (name, text), None, MAX_VALUES)
        if name not in self._dull_names and not kinds_named(name):
            _remember(self._dull_names, name, None, MAX_VALUES)

    def _path(self, path: tuple[str, ...]) -> tuple[Shown, ...]:
        """Known values in the names of values: they tell, too."""
        found = self._paths.get(path)
        if found is None:
            told = (row for name in path for row in self._known(name.encode("utf-8", "replace")))
            found = tuple(dict.fromkeys(told))
            if sum(map(len, path)) <= LONGEST_VALUE:
                _remember(self._paths, path, found, MAX_VALUES)
        return found

    def _pattern(self, kind: str, value: bytes) -> Shown:
        """A value that shows what it is; an address that reaches a known mailbox is that of the known person."""
        same = self.known.same_mailbox(value) if self.known is not None and kind == "emailAddress" else None
        if same is None or same.form.lower() == value.lower():
            return kind, value, "pattern", None, ()
        return kind, same.value, "known", None, ("tagged",)

    def _known(self, data: bytes) -> Iterator[Shown]:
        if self.known is not None:
            for disguise, inside in self.known.find(data):
                yield disguise.category, disguise.value, "known", disguise.hash, (*inside, *disguise.encoding)


def _together(path: tuple[str, ...], data: bytes, positions: Positions, pieces: Pieces | None) -> Iterator[Shown]:
    """What several values of one object tell together: a position, a day."""
    if path and is_half_a_position(path[-1]) and (pair := positions.take(path, data)) is not None:
        yield *pair, "pattern", None, ()
    if pieces is not None and (day := pieces.take(path, data)) is not None:
        yield "dateOfBirth", day.encode(), "known", None, ("pieces",)


@lru_cache(maxsize=4096)
def _means(name: str) -> bool:
    """Whether what a value shows depends on its name."""
    return is_telling(name) or bool(kinds_named(name))


@lru_cache(maxsize=4096)
def _tells_with_others(name: str) -> bool:
    """Whether a value of this name may be a piece of something that others complete."""
    return is_half_a_position(name) or piece_of_a_day(name) is not None


def _remember(memory: dict[Any, Any], key: Any, found: Any, most: int) -> None:
    """Keep an answer; a memory that is full begins anew, so that no file can make it grow."""
    if len(memory) >= most:
        memory.clear()
    memory[key] = found


def _lessons(part: Part) -> Iterator[bytes]:
    """Identifiers under a name that says so, and in cookies whatever their name."""
    is_cookie = part.place == "cookie"
    for leaf in unfold(part, None if is_cookie else lambda _: _teaches_nothing).leaves:
        if (is_cookie or _is_named_id(leaf.path[-1] if leaf.path else part.name)) and _TOKEN.fullmatch(leaf.data):
            yield leaf.data


def _teaches_nothing(name: str, value: object) -> bool:
    """Whether a member is no identifier, by its name, and nothing lies in it."""
    return not _is_named_id(name) and (is_plain(value) if type(value) is str else type(value) not in _HOLDERS)


@lru_cache(maxsize=4096)
def _is_named_id(name: str) -> bool:
    return _NAMED_ID.search(name) is not None


def _name_of(leaf: Leaf, part: Part) -> str:
    """The name that a message gives to a value."""
    return leaf.path[-1] if leaf.path else part.name
