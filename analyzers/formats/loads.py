"""Which class loads a string: from the string's place to the instruction that names it, to the method around it.

No code is walked. The instruction is searched for by its bytes, the method's head by the form that the format gives
it, and its class by the one list that names that head: what the list does not confirm is not told.
"""

import re
import struct
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from itertools import compress, islice
from typing import NamedTuple

from analyzers.formats.dex import DexPart, DexTables, written_places
from analyzers.formats.scan import Marks

MAX_SPAN = 1 << 15  # bytes between a method's head and an instruction of it
MAX_HITS = 20_000
MAX_PROBES = 400_000  # heads that are tried in one file, and searches for the list that names one
MAX_SEARCHES = 4_000
MAX_TRIES = 200_000  # places in the class lists that look like a head that is looked for
MAX_LIST = 1 << 16
_HEADER = 0x70
_HEAD = 16  # bytes before the instructions of a method
_WORD = 4
_LOAD, _LOAD_WIDE = b"\x1a", b"\x1b"
_CODE_ITEMS = 0x2001
_MAP_ROW = struct.Struct("<HHII")
_MAX_MAP = 64  # rows; the format has some twenty kinds of items
_HEAD_FORM = struct.Struct("<HHHHII")


def find_loaders(data: bytes, places: Iterable[int], tables: DexTables) -> dict[int, tuple[str, ...]]:
    """For places inside strings, the paths of the classes whose code loads them. A file of several parts tells none."""
    if len(tables.parts) != 1 or len(data) < _HEADER:
        return {}
    (part,) = tables.parts
    wanted = _indexes(data, part, places)
    hits = list(islice(_instructions(data, wanted), MAX_HITS)) if wanted else []
    if not hits:
        return {}
    found: dict[int, set[str]] = {}
    for (_, index), path in zip(hits, _Finder(data, part).classes_around([at for at, _ in hits]), strict=True):
        if path is not None:
            found.setdefault(index, set()).add(path)
    return {place: tuple(sorted(found[index])) for index, rows in wanted.items() if index in found for place in rows}


def _indexes(data: bytes, part: DexPart, places: Iterable[int]) -> dict[int, list[int]]:
    """The numbers of the strings in which the places lie. Build tools write strings in the order of their numbers."""
    found: dict[int, list[int]] = {}
    lost: list[int] = []
    for place in places:
        number = bisect_right(part.offsets, place) - 1
        start = part.offsets[number] if number >= 0 else place + 1
        if start <= place and data.find(b"\0", start + 1, place) < 0:
            found.setdefault(number, []).append(place)
        else:
            lost.append(place)
    order = sorted(range(len(part.offsets)), key=part.offsets.__getitem__) if lost else []
    for place in lost:
        at = bisect_right(order, place, key=part.offsets.__getitem__) - 1
        if at >= 0:
            found.setdefault(order[at], []).append(place)
    return found


def _instructions(data: bytes, wanted: Mapping[int, object]) -> Iterator[tuple[int, int]]:
    """Place and string number of whatever looks like an instruction that loads one of them."""
    first, last = _code_span(data)
    for code, form in ((_LOAD, "<H"), (_LOAD_WIDE, "<I")):
        width = struct.calcsize(form)
        numbers = {index: struct.pack(form, index) for index in wanted if index < 1 << 8 * width}
        # one set of bytes for each place: few instructions fit it, and the number itself is asked for after
        rule = b"".join(b"[" + b"".join(map(re.escape, sorted(_bytes_at(n, numbers)))) + b"]" for n in range(width))
        pattern = re.compile(code + b"(?=." + rule + b")", re.DOTALL) if numbers else None
        for match in pattern.finditer(data, first, last) if pattern else ():
            at = match.start()
            (index,) = struct.unpack_from(form, data, at + 2)
            if at % 2 == 0 and at >= _HEADER and index in numbers:
                yield at, index


def _bytes_at(place: int, numbers: Mapping[int, bytes]) -> set[bytes]:
    return {written[place : place + 1] for written in numbers.values()}


def _code_span(data: bytes) -> tuple[int, int]:
    """Where the code lies, as the file's own map says: the platform refuses code elsewhere. All of it without a map."""
    (at,) = struct.unpack_from("<I", data, 0x34)
    if at + 4 > len(data):
        return 0, len(data)
    (count,) = struct.unpack_from("<I", data, at)
    if count > _MAX_MAP or at + 4 + count * _MAP_ROW.size > len(data):
        return 0, len(data)
    rows = [_MAP_ROW.unpack_from(data, at + 4 + n * _MAP_ROW.size) for n in range(count)]
    places = [place for _, _, _, place in rows]
    if places != sorted(places):
        return 0, len(data)
    ends = [*places[1:], len(data)]
    return next(((row[3], end) for row, end in zip(rows, ends, strict=False) if row[0] == _CODE_ITEMS), (0, len(data)))


class _Method(NamedTuple):
    """Where a method may stand: its head, its first instruction, the byte after the last."""

    head: int
    first: int
    end: int


_NONE = _Method(0, 0, 0)


class _Finder:
    """The classes in whose code bytes lie."""

    def __init__(self, data: bytes, part: DexPart) -> None:
        self.data, self.part = data, part
        self.bodies, self.kinds = list(filter(None, part.rows[1])), list(compress(*part.rows))
        if self.bodies != sorted(self.bodies):  # build tools write them in order
            pairs = sorted(zip(self.bodies, self.kinds, strict=True))
            self.bodies, self.kinds = [body for body, _ in pairs], [kind for _, kind in pairs]
        self.lists: dict[int, list[bytes]] = {}
        self.classes: dict[int, str | None] = {}
        self.probes = self.tries = 0

    def classes_around(self, places: list[int]) -> list[str | None]:
        """For each instruction, the class whose method holds it, or None where no list confirms one.

        The nearest heads of all are looked up at once; what they do not tell is looked for one by one.
        """
        if not self.bodies:
            return [None] * len(places)
        nearest: list[_Method] = []
        last = _NONE
        for at in places:
            last = last if last.first <= at < last.end else next(self._methods(at), _NONE)
            nearest.append(last)
        self._look_up({method.head for method in nearest} - {0})
        last = _NONE
        found: list[str | None] = []
        for at, method in zip(places, nearest, strict=True):
            if self.classes.get(method.head) is not None:
                last = method
            elif not last.first <= at < last.end:
                last = self._search(self._methods(at))
            found.append(self.classes.get(last.head))
        return found

    def _search(self, methods: Iterator["_Method"]) -> "_Method":
        """The first of some methods that a list names."""
        for method in methods:
            if method.head not in self.classes and len(self.classes) < MAX_SEARCHES:
                self._look_up({method.head})
            if self.classes.get(method.head) is not None:
                return method
        return _NONE

    def _methods(self, at: int) -> Iterator["_Method"]:
        """Methods that may stand here and reach over this place, the one with the nearest head first."""
        size = len(self.data)
        words = memoryview(self.data)[: size // _WORD * _WORD].cast("I")
        word, farthest = (at - _HEAD) // _WORD, -(-max(_HEADER, at - MAX_SPAN) // _WORD)
        farthest = max(farthest, word - MAX_PROBES + self.probes)
        while word >= farthest:
            units = words[word + 3]
            if units <= size and at < _WORD * word + _HEAD + 2 * units <= size:
                registers, inside, _, _, debug, _ = _HEAD_FORM.unpack_from(self.data, _WORD * word)
                if inside <= registers and debug < size:
                    first = _WORD * word + _HEAD
                    yield _Method(_WORD * word, first, first + 2 * units)
            word -= 1
            self.probes += 1

    def _look_up(self, heads: set[int]) -> None:
        """Find the class whose list names each head; of two that do, the first counts."""
        self.classes.update(dict.fromkeys(heads))
        left = {_leb(head): head for head in heads} if self.tries <= MAX_TRIES else {}
        for mark, at in Marks(left).find(self.data, self.bodies[0], self.bodies[-1] + MAX_LIST):
            self.tries += 1
            number = bisect_right(self.bodies, at) - 1
            if mark in left and mark in self._list_of(number):
                self.classes[left.pop(mark)] = self.part.paths[self.kinds[number]]
            if not left or self.tries > MAX_TRIES:
                return

    def _list_of(self, number: int) -> list[bytes]:
        """The places of one class's methods, as its list of members writes them."""
        if number not in self.lists:
            self.lists[number] = written_places(self.data, self.bodies[number]) or []
        return self.lists[number]


def _leb(number: int) -> bytes:
    out = bytearray()
    while number > 0x7F:  # noqa: PLR2004 - seven bits a byte
        out.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*out, number])
