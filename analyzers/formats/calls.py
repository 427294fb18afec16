"""Which foreign classes some classes call: their methods are read for the instructions that invoke another's method.

Only the classes that are asked for are looked at, within a budget: an app's own code is a small part of its package.
What looks like such an instruction is believed once the method was walked to it, instruction by instruction.
"""

import re
import struct
from array import array
from dataclasses import dataclass, field, replace
from itertools import compress, count

from analyzers.formats.dex import DexTables, method_places, read_leb

MAX_METHODS = 6_000  # of one file
MAX_UNITS = 1 << 16  # of one method
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
    reader = _Reader(data, part.paths, ((*own, *ordinary), asked), found)
    for path, body in bodies:
        for head in filter(None, method_places(data, body) or ()):
            reader.method(path, head)
            if reader.left < 0 or len(found.rows) >= MAX_ROWS:
                found.complete = False
                return found
    return found


class _Reader:
    def __init__(
        self, data: bytes, paths: list[str], passed: tuple[tuple[str, ...], tuple[str, ...]], found: Calls
    ) -> None:
        self.data, self.paths, self.found = data, paths, found
        self.passed, self.kept = passed
        self.left = MAX_METHODS
        methods, self.at_methods = struct.unpack_from("<II", data, 0x58)
        table = data[self.at_methods : self.at_methods + _METHOD * methods]
        self.kinds = array("H", table[: len(table) // _METHOD * _METHOD])[::4]  # by row of the method table: its type
        self.strings, self.at_strings = struct.unpack_from("<II", data, 0x38)
        self.known: dict[int, Call] = {}  # by row of the method table: what a call of it would say
        self.dull: set[int] = set()  # rows of the method table that have nothing more to say, and never will
        self.asked: dict[int, bool] = {}  # by type: whether the class is one that is asked for
        self.loud: dict[str, bool] = {}  # by foreign class: whether the call already known is a loud one

    def method(self, path: str, head: int) -> None:
        """Look at one method for calls of classes that have no loud one yet."""
        self.left -= 1
        if head < _HEADER or head + _HEAD > len(self.data):
            return
        (size,) = _NUMBER.unpack_from(self.data, head + 12)
        first = head + _HEAD
        if size > MAX_UNITS or first + 2 * size > len(self.data):
            self.found.complete = False
            return
        code = self.data[first : first + 2 * size]
        marks = code[:-4:2].translate(_MARKED)
        operands = list(compress(array("H", code[2:-2]), marks))
        # Most methods call nothing that is not known already: all their operands are put aside at once.
        told = {number for number in set(operands) - self.dull if self._tells(number)}
        for unit, number in zip(compress(count(), marks), operands, strict=False) if told else ():
            if number in told and self._tells(number) and _begins(code, unit):
                call = self.known[number]
                self.found.rows[call.target] = replace(call, caller=path, at=first + 2 * unit)
                self.loud[call.target] = call.is_loud

    def _tells(self, number: int) -> bool:
        """Whether a call of this row of the method table is of a class that has none yet, or no loud one."""
        if number not in self.known and (named := self._named(number)):
            self.known[number] = Call(*named, "", 0)
        call = self.known.get(number)
        loud = self.loud.get(call.target) if call else True
        if loud is None or (not loud and call and call.is_loud):
            return True
        self.dull.add(number)
        return False

    def _named(self, number: int) -> tuple[str, str] | None:
        """Class and method of a row of the method table, where the class is one that is asked for."""
        if number >= len(self.kinds):
            return None
        kind = self.kinds[number]
        if kind not in self.asked:
            path = self.paths[kind] if kind < len(self.paths) else ""
            self.asked[kind] = bool(path) and (path.startswith(self.kept) or not path.startswith(self.passed))
        if not self.asked[kind]:
            return None
        (name,) = _NUMBER.unpack_from(self.data, self.at_methods + _METHOD * number + 4)
        word = self._word(name)
        return (self.paths[kind], word) if word else None

    def _word(self, number: int) -> str:
        try:
            (at,) = _NUMBER.unpack_from(self.data, self.at_strings + 4 * number)
            _, start = read_leb(self.data, at)
        except (struct.error, IndexError):
            return ""
        end = self.data.find(b"\0", start, start + MAX_NAME)
        return self.data[start:end].decode("utf-8", "replace") if number < self.strings and end > 0 else ""


def _begins(code: bytes, unit: int) -> bool:
    """Whether an instruction begins at this unit, walking from the first; tables on the way are passed over."""
    place, at = 2 * unit, 0
    while at < place:
        walked = _WALK.match(code, at, place)
        at = walked.end() if walked else at
        table = _PAYLOADS.get(int.from_bytes(code[at : at + 2], "little")) if at < place else None
        if table is None:
            break
        at += 2 * table(code, at)
    return at == place
