"""Native libraries: who they say they are and what they call, from the dynamic section. No code is read."""

import struct
from dataclasses import dataclass, field

from analyzers.formats.endrecord import Buffer
from analyzers.formats.errors import FormatError

MAX_HEADERS = 512
MAX_NEEDED = 256
MAX_NAME = 512
_MAGIC = b"\x7fELF"
_LITTLE, _WIDE = 1, 2
_LOAD, _DYNAMIC, _NOTE, _STACK, _RELRO = 1, 2, 4, 0x6474E551, 0x6474E552
_NEEDED, _STRINGS, _SONAME = 1, 5, 14
_EXECUTABLE = 1
_GNU_BUILD_ID = 3

Headers = list[tuple[int, int, int, int, int]]  # kind, flags, place in the file, address, size


@dataclass(slots=True)
class Library:
    """What one shared object says of itself; None where it says nothing."""

    soname: str | None = None
    needed: list[str] = field(default_factory=list)
    build_id: str | None = None
    read_only_relocations: bool = False
    executable_stack: bool | None = None


def read_elf(data: Buffer, first: int, last: int) -> Library:
    """Read the shared object that lies between `first` and `last`."""
    head = bytes(data[first : min(first + 64, last)])
    if len(head) < 52 or head[:4] != _MAGIC or head[5] != _LITTLE:  # noqa: PLR2004 - the shorter of the two headers
        raise FormatError("not-a-library", first)
    wide = head[4] == _WIDE
    if wide and len(head) < 64:  # noqa: PLR2004 - the longer header
        raise FormatError("truncated-library", first)
    place = struct.unpack_from("<Q", head, 32)[0] if wide else struct.unpack_from("<I", head, 28)[0]
    width, count = struct.unpack_from("<HH", head, 54 if wide else 42)
    if count == 0:
        return Library()
    if count > MAX_HEADERS or width < (56 if wide else 32) or first + place + width * count > last:
        raise FormatError("lying-library-header", first)
    rows: Headers = []
    for number in range(count):
        at = first + place + width * number
        if wide:
            kind, flags, offset, address, _, size = struct.unpack_from("<IIQQQQ", data, at)
        else:
            kind, offset, address, _, size, _, flags = struct.unpack_from("<7I", data, at)
        rows.append((kind, flags, offset, address, size))
    return _read(data, (first, last), rows, wide=wide)


def _read(data: Buffer, span: tuple[int, int], rows: Headers, *, wide: bool) -> Library:
    found = Library()
    for kind, flags, offset, _, size in rows:
        if kind == _RELRO:
            found.read_only_relocations = True
        elif kind == _STACK:
            found.executable_stack = bool(flags & _EXECUTABLE)
        elif kind == _NOTE:
            found.build_id = found.build_id or _build_id(data, span, offset, size)
        elif kind == _DYNAMIC:
            _read_dynamic(data, span, rows, (offset, size), found, wide=wide)
    return found


def _build_id(data: Buffer, span: tuple[int, int], offset: int, size: int) -> str | None:
    at = span[0] + offset
    if at + 16 > span[1] or size < 16:  # noqa: PLR2004 - a note's head and its name
        return None
    name, length, kind = struct.unpack_from("<III", data, at)
    if kind != _GNU_BUILD_ID or name != 4 or length > 64 or at + 16 + length > span[1]:  # noqa: PLR2004 - "GNU" and a digest
        return None
    return bytes(data[at + 16 : at + 16 + length]).hex()


def _read_dynamic(
    data: Buffer, span: tuple[int, int], rows: Headers, place: tuple[int, int], found: Library, *, wide: bool
) -> None:
    offset, size = place
    width = 16 if wide else 8
    entries: list[tuple[int, int]] = []
    for number in range(min(size // width, 4096)):
        at = span[0] + offset + number * width
        if at + width > span[1]:
            break
        entries.append(struct.unpack_from("<QQ" if wide else "<II", data, at))
        if entries[-1][0] == 0:
            break
    table = next((value for tag, value in entries if tag == _STRINGS), None)
    strings = next(
        (o + table - a for k, _, o, a, s in rows if k == _LOAD and table is not None and a <= table < a + s), None
    )
    if strings is None:
        return
    for tag, value in entries:
        if tag == _SONAME:
            found.soname = _name(data, span, strings + value)
        elif tag == _NEEDED and len(found.needed) < MAX_NEEDED and (name := _name(data, span, strings + value)):
            found.needed.append(name)


def _name(data: Buffer, span: tuple[int, int], offset: int) -> str | None:
    at = span[0] + offset
    end = data.find(b"\0", at, min(at + MAX_NAME, span[1])) if at < span[1] else -1
    return bytes(data[at:end]).decode("utf-8", "replace") or None if end > at else None
