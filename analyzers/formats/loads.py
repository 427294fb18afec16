"""Which class loads a string: from the string's place to the instruction that names it, to the method around it.

No code is walked. The instruction is searched for by its bytes, the method's head by the form that the format gives
it, and its class by the one list that names that head: what the list does not confirm is not told.
"""

import re
import struct
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping

from analyzers.formats.dex import MAX_MEMBERS, DexTables, read_leb

MAX_SPAN = 1 << 15  # bytes between a method's head and an instruction of it
MAX_HITS = 20_000
MAX_PROBES = 400_000  # heads that are tried in one file, and searches for the list that names one
MAX_SEARCHES = 4_000
MAX_TRIES = 64  # places in the class lists that look like one head
MAX_LIST = 1 << 16
_HEADER = 0x70
_HEAD = 16  # bytes before the instructions of a method
_LOW = 1 << 16
_LOAD, _LOAD_WIDE = b"\x1a", b"\x1b"


def find_loaders(data: bytes, places: Iterable[int], tables: DexTables) -> dict[int, tuple[str, ...]]:
    """For places inside strings, the paths of the classes whose code loads them. A file of several parts tells none."""
    wanted = _indexes(data, places) if len(tables.parts) == 1 else {}
    if not wanted:
        return {}
    (part,) = tables.parts
    ordered = sorted((body, kind) for kind, body in zip(*part.rows, strict=True) if body)
    finder = _Finder(data, [body for body, _ in ordered], [part.paths[kind] for _, kind in ordered])
    found: dict[int, set[str]] = {}
    for count, (at, index) in enumerate(_instructions(data, wanted)):
        if count >= MAX_HITS:
            break
        path = finder.class_around(at)
        if path is not None:
            found.setdefault(index, set()).add(path)
    return {place: tuple(sorted(found[index])) for index, rows in wanted.items() if index in found for place in rows}


def _indexes(data: bytes, places: Iterable[int]) -> dict[int, list[int]]:
    """The numbers of the strings in which the places lie."""
    if len(data) < _HEADER:
        return {}
    count, offset = struct.unpack_from("<II", data, 0x38)
    if count == 0 or offset + 4 * count > len(data):
        return {}
    starts = array("I", data[offset : offset + 4 * count])
    rows, order = starts.tolist(), None
    if rows != sorted(rows):  # build tools write them in order
        order = sorted(range(count), key=rows.__getitem__)
        rows = [rows[number] for number in order]
    found: dict[int, list[int]] = {}
    for place in places:
        at = bisect_right(rows, place) - 1
        if at >= 0:
            found.setdefault(order[at] if order else at, []).append(place)
    return found


def _instructions(data: bytes, wanted: Mapping[int, object]) -> Iterator[tuple[int, int]]:
    """Place and string number of whatever looks like an instruction that loads one of them."""
    high: dict[int, list[int]] = {}
    for index in wanted:
        high.setdefault(index >> 8, []).append(index & 0xFF)
    low = b"|".join(
        b"[" + b"".join(re.escape(bytes([byte])) for byte in bytes_) + b"]" + re.escape(bytes([top]))
        for top, bytes_ in sorted(high.items())
        if top < 1 << 8
    )
    rules = [_LOAD + b"(?=.(?:" + low + b"))"] if low else []
    rules += [_LOAD_WIDE + b"(?=.(?:" + b"|".join(re.escape(struct.pack("<I", index)) for index in wanted) + b"))"]
    for rule in rules:
        for match in re.finditer(rule, data, re.DOTALL):
            at = match.start()
            if at % 2 == 0 and at >= _HEADER:
                width = "<H" if match[0] == _LOAD else "<I"
                yield at, struct.unpack_from(width, data, at + 2)[0]


class _Finder:
    """The class in whose code a byte lies."""

    def __init__(self, data: bytes, bodies: list[int], paths: list[str]) -> None:
        self.data, self.bodies, self.paths = data, bodies, paths
        self.heads: dict[int, frozenset[int]] = {}
        self.classes: dict[int, str | None] = {}
        self.probes = self.searches = 0
        self.last = (0, 0, "")  # first byte, byte after the last, class: of the method found before

    def class_around(self, at: int) -> str | None:
        """The class whose method holds this instruction, or None where no list confirms one."""
        first, end, path = self.last
        if first <= at < end:
            return path
        for head in range((at - _HEAD) & ~3, max(_HEADER, at - MAX_SPAN) - 1, -4):
            self.probes += 1
            if self.probes > MAX_PROBES:
                return None
            end = self._end(head)
            if end > at:
                found = self._class_of(head)
                if found is not None:
                    self.last = (head + _HEAD, end, found)
                    return found
        return None

    def _end(self, head: int) -> int:
        """Where the instructions end if a method's head stands here; 0 where none can."""
        registers, inside, _, _, debug, units = struct.unpack_from("<HHHHII", self.data, head)
        if inside > registers or debug >= len(self.data) or units == 0:
            return 0
        end: int = head + _HEAD + 2 * units
        return end if end <= len(self.data) else 0

    def _class_of(self, head: int) -> str | None:
        if head not in self.classes:
            self.classes[head] = self._search(head)
        return self.classes[head]

    def _search(self, head: int) -> str | None:
        self.searches += 1
        if not self.bodies or self.searches > MAX_SEARCHES:
            return None
        written = _leb(head)
        at, stop = self.bodies[0], self.bodies[-1] + MAX_LIST
        for _ in range(MAX_TRIES):
            at = self.data.find(written, at, stop)
            if at < 0:
                return None
            number = bisect_right(self.bodies, at) - 1
            if number >= 0 and head in self._heads_of(self.bodies[number]):
                return self.paths[number]
            at += 1
        return None

    def _heads_of(self, body: int) -> frozenset[int]:
        if body not in self.heads:
            self.heads[body] = frozenset(method_heads(self.data, body))
        return self.heads[body]


def method_heads(data: bytes, body: int) -> Iterator[int]:
    """Where the heads of one class's methods stand, as its list of members says."""
    try:
        counts, at = [], body
        for _ in range(4):
            number, at = read_leb(data, at)
            counts.append(number)
        if sum(counts) > MAX_MEMBERS:
            return
        for _ in range(2 * (counts[0] + counts[1])):
            _, at = read_leb(data, at)
        for _ in range(counts[2] + counts[3]):
            for _ in range(3):
                number, at = read_leb(data, at)
            if number:
                yield number
    except IndexError:
        return


def _leb(number: int) -> bytes:
    out = bytearray()
    while number > 0x7F:  # noqa: PLR2004 - seven bits a byte
        out.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*out, number])
