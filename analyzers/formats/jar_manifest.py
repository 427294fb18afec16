"""The text files of a JAR signature: sections, attributes, and the exact bytes each section covers."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from analyzers.formats.errors import FormatError

MAX_SECTIONS = 200_000
MAX_ATTRIBUTES = 2_000_000
# A section as signing tools write it: a name and a digest or two. Lines go on after a line break and a space.
_TEXT = r"([^\r\n]*+(?:\r\n [^\r\n]*+)*+)"
_KEY = r"([A-Za-z0-9-]{1,64}+): "
_PLAIN = re.compile(f"Name: {_TEXT}\r\n{_KEY}{_TEXT}\r\n(?:{_KEY}{_TEXT}\r\n)?+\r\n")
_NO_DIGESTS = frozenset({"name", "digest-algorithms"})  # attributes that say something of others
_LINE_GOES_ON = "\r\n "
_MARKS_ONE, _MARKS_ANOTHER = 14, 4  # bytes of a plain section beside its keys and values


class Section(NamedTuple):
    """One block of attributes and its place; the size takes in the empty line that ends it."""

    start: int
    size: int
    attributes: Mapping[str, str]  # by name in lower case; of two of one name the first counts

    def get(self, name: str) -> str | None:
        """The first attribute of that name, whatever its case."""
        return self.attributes.get(name.lower())

    @property
    def name(self) -> str | None:
        """The entry this section speaks of."""
        return self.attributes.get("name")


class Columns(NamedTuple):
    """A file whose sections, after the main one, have a name and one and the same attribute each; no name twice."""

    main: Section
    key: str  # of the attribute, in lower case
    values: Mapping[str, str]  # by the name of the section


def read_columns(data: bytes) -> Columns | None:
    """The same as `read_sections` tells of such a file, all at once; None where only that can tell."""
    at = data.find(b"\r\n\r\n") + 4
    main = _read_any(data[:at]) if data.isascii() else []
    if len(main) != 1 or main[0].size != at or b"\r\n\r\n " in data:
        return None
    text = data[at:].decode("ascii")
    lines = text.split("\r\n")
    if not text.count("\r") == text.count("\n") == len(lines) - 1 < MAX_SECTIONS:
        return None  # a line that ends otherwise
    if _LINE_GOES_ON in text:
        lines = text.replace(_LINE_GOES_ON, "").split("\r\n")
    if len(lines) % 3 != 1 or len(lines) == 1 or any(lines[2::3]) or lines[-1]:
        return None
    key = lines[1].partition(": ")[0]
    names, values = _after("Name", lines[0:-1:3]), _after(key, lines[1::3])
    found = dict(zip(names, values, strict=True)) if names and values else {}
    low = key.lower()
    return Columns(main[0], low, found) if len(found) == len(lines) // 3 and low not in _NO_DIGESTS else None


def _after(key: str, lines: list[str]) -> list[str]:
    """What each of the lines says of this attribute; nothing at all where one speaks of another."""
    start = f"\n{key}: "  # no line holds its first character
    found = "\n".join(["", *lines]).split(start)
    return found[1:] if len(found) == len(lines) + 1 and not found[0] else []


def read_sections(data: bytes) -> list[Section]:
    """All sections in order; the first is the main one."""
    return _read_plain(data) or _read_any(data)


def _read_plain(data: bytes) -> list[Section] | None:
    """The sections of a file that has nothing but plain ones after the main one, else None."""
    at = data.find(b"\r\n\r\n") + 4
    found = _read_any(data[:at]) if data.isascii() else []
    text = data.decode("ascii") if len(found) == 1 and found[0].size == at else ""
    rows, goes_on = _PLAIN.findall(text, at), _LINE_GOES_ON in text
    if not 0 < len(rows) < MAX_SECTIONS:
        return None
    lowered: dict[str, str] = {}
    for name, key, value, other, another in rows:
        low = lowered.get(key) or lowered.setdefault(key, key.lower())
        size = len(name) + len(key) + len(value) + _MARKS_ONE
        # of two of one name the first counts: it is written last
        if other:
            size += len(other) + len(another) + _MARKS_ANOTHER
            attributes = {other.lower(): another, low: value, "name": name}
        else:
            attributes = {low: value, "name": name}
        if goes_on:
            attributes = {key: text.replace(_LINE_GOES_ON, "") for key, text in attributes.items()}
        found.append(Section(at, size, attributes))
        at += size
    return found if at == len(data) else None


def _read_any(data: bytes) -> list[Section]:
    """The sections of any file, line by line."""
    found: list[Section] = []
    rows: list[bytes] = []
    start, budget = 0, MAX_ATTRIBUTES
    for at, line, end in _lines(data):
        if line:
            if not rows:
                start = at
            if line[:1] == b" " and rows:
                rows[-1] += line[1:]
            else:
                rows.append(line)
                budget -= 1
        elif rows:
            found.append(Section(start, end - start, _attributes(rows)))
            rows = []
        if len(found) > MAX_SECTIONS or budget < 0:
            raise FormatError("too-many-sections", at)
    if rows:
        found.append(Section(start, len(data) - start, _attributes(rows)))
    return found


def _lines(data: bytes) -> Iterator[tuple[int, bytes, int]]:
    """Lines with their start and the place after their ending, which may be CR LF, LF or CR."""
    at = 0
    for piece in data.splitlines(keepends=True):
        end = at + len(piece)
        yield at, piece.rstrip(b"\r\n"), end
        at = end


def _attributes(rows: list[bytes]) -> dict[str, str]:
    found: dict[str, str] = {}
    for row in rows:
        name, _, value = row.decode("utf-8", "replace").partition(": ")
        found.setdefault(name.lower(), value)
    return found
