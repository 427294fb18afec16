"""Classes that screens name: layouts, navigation, preferences. Libraries leave them where their code was taken out."""

import re
from collections.abc import Iterator
from typing import Any

from analyzers.extract.own import ORDINARY
from analyzers.extract.values import printable
from analyzers.formats.archive import Archive
from analyzers.formats.errors import FormatError

Fact = dict[str, Any]

MAX_FILE = 1 << 20
MAX_FILES = 10_000
MAX_ROWS = 2_000
_MAGIC = b"\x03\x00"
_SHORTEST = 8
_POOL, _UTF8 = b"\x01\x00", 0x100
_LONG = 0x80  # a length of two bytes
_DRAWN = re.compile(r"res/(?:anim|animator|color|drawable|font|interpolator|mipmap|raw|transition)[^/]*/.*")
_NAME = re.compile(rb"[a-z][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*){2,}(?:\$[A-Za-z0-9_$]+)?(?=\0)")
_LAST_WORD = re.compile(rb"\.[A-Za-z_][A-Za-z0-9_$]*+\0")  # sooner found than a name, and most files have none
_WIDE = re.compile(rb"(?:[A-Za-z0-9_.$]\0){%d,}(?=\0\0)" % _SHORTEST)
_PASSED = tuple(root.replace("/", ".") for root in ORDINARY)
_CUT = 2  # bytes of a length before a string that may look like letters of it


def classes_in_layouts(archive: Archive) -> tuple[list[Fact], list[Fact]]:
    """Each class that a screen names, with the first place; and what could not be read."""
    found: dict[str, Fact] = {}
    unread: list[Fact] = []
    entries = [e for e in archive.entries if e.name.startswith("res/") and e.name.endswith(".xml")]
    entries = [entry for entry in entries if not _DRAWN.fullmatch(entry.name)]
    for entry in entries[:MAX_FILES]:
        try:
            data = archive.read(entry, MAX_FILE)
        except FormatError as refusal:
            unread.append({"entry": entry.name, "why": refusal.code})
            continue
        for at, name in names_in(data) if data[:2] == _MAGIC else ():
            if name not in found and len(found) < MAX_ROWS and not name.startswith(_PASSED):
                place = {"entry": printable(entry.name), "offset": at, "length": len(name)}
                found[name] = {"name": printable(name), "at": place}
    if len(entries) > MAX_FILES:
        unread.append({"entry": entries[MAX_FILES].name, "why": "too-many-layouts"})
    return [found[name] for name in sorted(found)], unread


def names_in(data: bytes) -> Iterator[tuple[int, str]]:
    """Place and text of each string of three words or more that may name a class, as its own length confirms.

    Binary XML opens with all its strings; where it does not, all of it is looked at in both ways of writing.
    """
    end, flags = (int.from_bytes(data[at : at + 4], "little") for at in (12, 24))
    is_pool = data[8:10] == _POOL
    last = min(8 + end, len(data)) if is_pool else len(data)
    if not is_pool or flags & _UTF8:
        yield from _narrow(data, last)
    if not is_pool or not flags & _UTF8:
        yield from _wide(data, last)


def _narrow(data: bytes, last: int) -> Iterator[tuple[int, str]]:
    for match in _NAME.finditer(data, 0, last) if _LAST_WORD.search(data, 0, last) else ():
        for first in range(match.start(), min(match.start() + _CUT + 1, match.end())):
            length = match.end() - first
            if first and (data[first - 1] == length or length >= _LONG) and _NAME.match(data, first):
                yield first, data[first : match.end()].decode("ascii")
                break


def _wide(data: bytes, last: int) -> Iterator[tuple[int, str]]:
    for match in _WIDE.finditer(data, 0, last):
        for first in (match.start(), match.start() + 2):
            length = (match.end() - first) // 2
            if first > 1 and int.from_bytes(data[first - 2 : first], "little") == length:
                word = data[first : match.end() : 2]
                if _NAME.match(word + b"\0"):
                    yield first, word.decode("ascii")
                break
