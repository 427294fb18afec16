"""Which foreign classes some classes call: their methods are read for the instructions that invoke another's method.

Only the classes that are asked for are looked at, within a budget: an app's own code is a small part of its package.
What looks like such an instruction is believed once the method was walked to it, instruction by instruction.
"""

import re
import struct
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import compress, count

from analyzers.formats.dex import DexTables, method_places, read_leb

MAX_METHODS = 6_000  # of one file
MAX_UNITS = 1 << 16  # of one method
MAX_HELD = 1 << 17  # units of the methods that are looked at together
MAX_ROWS = 2_000
MAX_NAME = 200
_HEADER, _HEAD, _METHOD, _NUMBER = 0x70, 16, 8, struct.Struct("<I")
_INVOKES = frozenset({*range(0x6E, 0x73), *range(0x74, 0x79)})
_MARKED = bytes(code in _INVOKES for code in range(256))
_CALL_LENGTH = 6

# First bytes of the instructions that take more than one unit, by how many they take.
_LONGER = {
    2: (
        0x02, 0x05, 0x08, 0x13, 0x15, 0x16, 0x19, 0x1A, 0x1C, 0x1F, 0x20, 0x22, 0x23, 0x29, 0xFE, 0xFF,
        *range(0x2D, 0x3E), *range(0x44, 0x6E), *range(0x90, 0xB0), *range(0xD0, 0xE3),
    ),
    3: (
        0x03, 0x06, 0x09, 0x14, 0x17, 0x1B, 0x24, 0x25, 0x26, 0x2A, 0x2B, 0x2C, 0xFC, 0xFD,
        *range(0x6E, 0x73), *range(0x74, 0x79),
    ),
    4: (0xFA, 0xFB),
    5: (0x18,),
}  # fmt: skip
_WIDTHS = bytes(next((width for width, codes in _LONGER.items() if code in codes), 1) for code in range(256))
# Whole instructions one after the other, as far as they go; what begins like a table among them ends the walk.
_ONE_EACH = [b"\\x00[^\\x01-\\x03]"] + [
    b"[" + b"".join(b"\\x%02x" % code for code in range(1, 256) if _WIDTHS[code] == width) + b"].{%d}" % (2 * width - 1)
    for width in range(1, 6)
]
_WALK = re.compile(b"(?:" + b"|".join(_ONE_EACH) + b")*+", re.DOTALL)

# Calls that ask or set something, or end it: they do not say that what is called does its work.
_QUIET = re.compile(
    r"(?:set|is|has|get(?!Instance|Default|Client|Shared)|disable|stop|close|shutdown|optOut|deactivate|revoke"
    r"|unregister|remove|clear|delete|pause|access\$|component[0-9]|copy)(?![a-z]).*"
    r"|equals|hashCode|toString|valueOf|values|name|ordinal|compareTo",
    re.DOTALL,
)
_FAILURES = ("Exception", "Error")


def _packed(code: bytes, at: int) -> int:
    return 4 + 2 * int.from_bytes(code[at + 2 : at + 4], "little")


def _sparse(code: bytes, at: int) -> int:
    return 2 + 4 * int.from_bytes(code[at + 2 : at + 4], "little")


def _filled(code: bytes, at: int) -> int:
    width, count = (int.from_bytes(code[at + first : at + last], "little") for first, last in ((2, 4), (4, 8)))
    return 4 + (width * count + 1) // 2


# Tables that lie among the instructions, and how many units each takes.
_PAYLOADS = {0x0100: _packed, 0x0200: _sparse, 0x0300: _filled}


@dataclass(frozen=True, slots=True)
class Call:
    """A method of a foreign class, who calls it, and where the instruction lies."""

    target: str
    method: str
    caller: str
    at: int
    length: int = _CALL_LENGTH

    @property
    def is_loud(self) -> bool:
        """Whether the call makes the other do something, rather than ask, set or end it."""
        return not _QUIET.fullmatch(self.method) and not (self.method == "<init>" and self.target.endswith(_FAILURES))


@dataclass(slots=True)
class Calls:
    """One call for each foreign class, a loud one where there is one."""

    rows: dict[str, Call] = field(default_factory=dict)
    complete: bool = True


_Method = tuple[str, int, int]  # whose it is, where its instructions begin, the byte after the last


def find_calls(
    data: bytes, tables: DexTables, own: tuple[str, ...], ordinary: tuple[str, ...], asked: tuple[str, ...] = ()
) -> Calls:
    """Go through the methods of the classes whose path begins with one of `own`. Never raises on data.

    Calls of classes whose path begins with one of `ordinary` are passed over, except those of `asked`.
    """
    found = Calls(complete=len(tables.parts) == 1)
    if not own or not found.complete:
        return found
    (part,) = tables.parts
    bodies = [
        (part.paths[kind], body) for kind, body in zip(*part.rows, strict=True)
        if body and part.paths[kind].startswith(own)
    ]  # fmt: skip
    if not bodies:
        return found
    reader = _Reader(data, part.paths, ((*own, *ordinary), asked), found)
    for methods in _batches(data, bodies, found):
        reader.look(methods)
        if len(found.rows) >= MAX_ROWS:
            found.complete = False
            break
    return found


def _batches(data: bytes, bodies: list[tuple[str, int]], found: Calls) -> Iterator[list[_Method]]:
    """The methods of some classes, a few at a time: as many as are held at once."""
    batch: list[_Method] = []
    held = 0
    left = MAX_METHODS
    for path, body in bodies:
        for head in filter(None, method_places(data, body) or ()):
            if left < 0:
                break
            left -= 1
            if head < _HEADER or head + _HEAD > len(data):
                continue
            size, first = int.from_bytes(data[head + 12 : head + 16], "little"), head + _HEAD
            if size > MAX_UNITS or first + 2 * size > len(data):
                found.complete = False
                continue
            batch.append((path, first, first + 2 * size))
            held += size
            if held >= MAX_HELD:
                yield batch
                batch, held = [], 0
        if left < 0:
            found.complete = False
            break
    yield batch


class _Reader:
    def __init__(
        self, data: bytes, paths: list[str], passed: tuple[tuple[str, ...], tuple[str, ...]], found: Calls
    ) -> None:
        self.data, self.paths, self.found = data, paths, found
        self.passed, self.kept = passed
        methods, self.at_methods = struct.unpack_from("<II", data, 0x58)
        table = data[self.at_methods : self.at_methods + _METHOD * methods]
        self.kinds = array("H", table[: len(table) // _METHOD * _METHOD])[::4]  # by row of the method table: its type
        self.strings, self.at_strings = struct.unpack_from("<II", data, 0x38)
        self.known: dict[int, Call | None] = {}  # by row of the method table: what a call of it would say
        self.seen: set[int] = set()  # rows of the method table that were met
        self.wanted: set[int] = set()  # those among them whose class is asked for
        self.asked: dict[int, bool] = {}  # by type: whether the class is one that is asked for
        self.loud: dict[str, bool] = {}  # by foreign class: whether the call already known is a loud one

    def look(self, methods: list[_Method]) -> None:
        """Look at some methods for calls of classes that have no loud one yet.

        Hardly any call is of a class that is asked for: whatever looks like one is told apart all at once.
        """
        code = b"".join([self.data[first:last] for _, first, last in methods])
        marks, operands = code[::2].translate(_MARKED), array("H", code[2:])
        called = list(compress(operands, marks))
        rows = self._of_asked(set(called))
        units = compress(compress(count(), marks), map(rows.__contains__, called)) if rows else ()
        following = iter(methods)
        begin, end, at = 0, 0, 0
        for unit in units:
            place = 2 * unit
            while place >= end:  # on to the method in which it lies
                if len(self.found.rows) >= MAX_ROWS:
                    return
                caller, first, last = next(following)
                begin = at = end
                end += last - first
            call = self._told(row := operands[unit])
            if call is None:
                rows.remove(row)  # neither here
                self.wanted.remove(row)  # nor further on is it looked for
                continue
            at = _walk(code, at, place)
            if at == place and place + _CALL_LENGTH <= end:
                self.found.rows[call.target] = replace(call, caller=caller, at=first + place - begin)
                self.loud[call.target] = call.is_loud

    def _of_asked(self, rows: set[int]) -> set[int]:
        """Those rows of the method table whose class is one that is asked for."""
        new = [row for row in rows - self.seen if row < len(self.kinds)]
        self.seen |= rows
        for kind in set(map(self.kinds.__getitem__, new)).difference(self.asked):
            path = self.paths[kind] if kind < len(self.paths) else ""
            self.asked[kind] = bool(path) and (path.startswith(self.kept) or not path.startswith(self.passed))
        self.wanted.update(compress(new, map(self.asked.__getitem__, map(self.kinds.__getitem__, new))))
        return rows & self.wanted

    def _told(self, row: int) -> Call | None:
        """What a call of this row of the method table says, if its class has none yet, or no loud one."""
        target = self.paths[self.kinds[row]]
        loud = self.loud.get(target)
        if not loud and row not in self.known:
            (name,) = _NUMBER.unpack_from(self.data, self.at_methods + _METHOD * row + 4)
            word = self._word(name)
            self.known[row] = Call(target, word, "", 0) if word else None
        call = None if loud else self.known[row]
        return call if call and (loud is None or call.is_loud) else None

    def _word(self, number: int) -> str:
        try:
            (at,) = _NUMBER.unpack_from(self.data, self.at_strings + 4 * number)
            _, start = read_leb(self.data, at)
        except (struct.error, IndexError):
            return ""
        end = self.data.find(b"\0", start, start + MAX_NAME)
        return self.data[start:end].decode("utf-8", "replace") if number < self.strings and end > 0 else ""


def _walk(code: bytes, at: int, place: int) -> int:
    """Walk from where an instruction begins until one begins at this place or after; tables are passed over.

    It ends before the place where what comes next is none.
    """
    while at < place:
        walked = _WALK.match(code, at, place)
        at = walked.end() if walked else at
        table = _PAYLOADS.get(int.from_bytes(code[at : at + 2], "little")) if at < place else None
        if table is None:
            break
        at += 2 * table(code, at)
    return at
