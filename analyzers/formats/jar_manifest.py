"""The text files of a JAR signature: sections, attributes, and the exact bytes each section covers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from analyzers.formats.errors import FormatError

MAX_SECTIONS = 200_000
MAX_ATTRIBUTES = 2_000_000


@dataclass(frozen=True, slots=True)
class Section:
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
        return self.get("Name")


def read_sections(data: bytes) -> list[Section]:
    """All sections in order; the first is the main one."""
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
