"""The text files of a JAR signature: sections, attributes, and the exact bytes each section covers."""

from dataclasses import dataclass

from analyzers.formats.errors import FormatError

MAX_SECTIONS = 200_000
MAX_ATTRIBUTES = 2_000_000


@dataclass(frozen=True, slots=True)
class Section:
    """One block of attributes and its place; the size takes in the empty line that ends it."""

    start: int
    size: int
    attributes: tuple[tuple[str, str], ...]

    def get(self, name: str) -> str | None:
        """The first attribute of that name, whatever its case."""
        wanted, length = name.lower(), len(name)
        for key, value in self.attributes:
            if len(key) == length and key.lower() == wanted:
                return value
        return None

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
            found.append(Section(start, end - start, tuple(map(_attribute, rows))))
            rows = []
        if len(found) > MAX_SECTIONS or budget < 0:
            raise FormatError("too-many-sections", at)
    if rows:
        found.append(Section(start, len(data) - start, tuple(map(_attribute, rows))))
    return found


def _lines(data: bytes) -> list[tuple[int, bytes, int]]:
    """Lines with their start and the place after their ending, which may be CR LF, LF or CR."""
    found: list[tuple[int, bytes, int]] = []
    at = 0
    for piece in data.splitlines(keepends=True):
        found.append((at, piece.rstrip(b"\r\n") if piece[-1:] in b"\r\n" else piece, at + len(piece)))
        at += len(piece)
    return found


def _attribute(line: bytes) -> tuple[str, str]:
    name, found, value = line.decode("utf-8", "replace").partition(": ")
    return (name, value) if found else (line.decode("utf-8", "replace"), "")
