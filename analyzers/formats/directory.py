"""The central directory of a ZIP file and the local headers it points at, row by row; every deviation gets a name.

An honest package has thousands of rows that say the same thing twice. Those are compared as bytes and passed over; only
a row that is odd in any way is looked at word by word.
"""

import re
import struct
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from analyzers.formats.endrecord import Buffer, EndRecord
from analyzers.formats.errors import FormatError
from analyzers.formats.names import are_plain, name_deviation, shown_name

MAX_ENTRIES = 100_000
MAX_RATIO = 50  # a real package stays far below, and only large entries are judged by it
RATIO_FLOOR = 64 << 20

STORED, DEFLATED = 0, 8
FLAG_ENCRYPTED, FLAG_DESCRIPTOR = 0x1, 0x8
_CENTRAL = struct.Struct("<4s4xHH4xIIIHHH4xII")
_LOCAL = struct.Struct("<4sHHHHHIIIHH")
_LOCAL_MAGIC, _CENTRAL_MAGIC = b"PK\x03\x04", b"PK\x01\x02"
_SOME = 16  # names looked at together
_HIDING = re.compile(rb"(?:AndroidManifest\.xml|resources\.arsc|[^/]*\.dex)/")
_DISPUTES = frozenset({"local-name-differs", "local-size-differs", "local-flags-differ"})
_FILE_KINDS = frozenset({0o00, 0o04, 0o10})  # unset, folder, ordinary file


@dataclass(frozen=True, slots=True)
class Deviation:
    """One way in which this archive is not what an honest builder writes."""

    code: str
    entry: str | None = None
    offset: int | None = None


@dataclass(
    slots=True, eq=False
)  # not frozen: a hundred thousand of them are made, and freezing costs more than reading
class Entry:
    """One member, as the central directory states it. `raw_name` is its name in bytes; `name` is for people."""

    index: int
    raw_name: bytes
    name: str
    method: int
    flags: int
    crc: int
    packed: int
    size: int
    header: int  # place of the local header in the file
    mode: int
    data: int = -1  # place of the packed bytes; -1 when the local header could not be read
    is_disputed: bool = False  # whether the local header says otherwise: the platform does not open such an entry

    @property
    def implausible(self) -> bool:
        """Whether unpacking is refused: the claimed size is out of proportion to the packed bytes."""
        return self.size > RATIO_FLOOR and self.size > MAX_RATIO * max(self.packed, 1)


def read_directory(data: Buffer, end: EndRecord) -> tuple[list[Entry], int, list[Deviation]]:
    """The rows the end record counts, where they stop (more may follow, which some tools would read), what is odd."""
    rows = bytes(data[end.directory : end.directory + end.directory_size])
    entries: list[Entry] = []
    closer: list[Entry] = []  # to be looked at word by word
    at, limit, head, local_head = 0, end.directory, _CENTRAL.size, _LOCAL.size
    for index in range(end.count):
        if index >= MAX_ENTRIES:
            raise FormatError("too-many-entries", end.directory + at)
        if at + head > len(rows):
            raise FormatError("truncated-directory", end.directory + at)
        magic, flags, method, crc, packed, size, length, extra, comment, mode, header = _CENTRAL.unpack_from(rows, at)
        stops = at + head + length
        if magic != _CENTRAL_MAGIC or stops > len(rows):
            raise FormatError("broken-directory", end.directory + at)
        raw, header = rows[at + head : stops], header + end.shift
        entry = Entry(index, raw, "", method, flags, crc, packed, size, header, mode >> 16)
        entries.append(entry)
        begins = header + local_head + length
        local = data[header:begins] if header >= 0 else b""
        # from the version to the length of the name, both headers have the same fields in the same order
        stated, said = local[4:28], rows[at + 6 : at + 30]
        agrees = stated == said or _agrees(stated, said, flags)
        if agrees and local[:4] == _LOCAL_MAGIC and local[30:] == raw:
            begins += local[28] | local[29] << 8
            if begins + packed <= limit:
                entry.data = begins
        if entry.data < 0 or _is_odd(flags, method, packed, size, mode):
            closer.append(entry)
        at = stops + extra + comment
    if odd := _name(entries):
        chosen = odd.union(entry.index for entry in closer)
        closer = [entry for entry in entries if entry.index in chosen]
    return entries, end.directory + at, [row for entry in closer for row in _look_closer(data, end, entry)]


def _agrees(local: bytes, central: bytes, flags: int) -> bool:
    """Whether two headers say the same of an entry; one that its own end describes may leave the sizes open.

    The version that unpacking needs and the date may differ: nobody goes by them.
    """
    if local == central:
        return True
    same = local[2:6] == central[2:6] and local[22:] == central[22:]
    return same and (bool(flags & FLAG_DESCRIPTOR) or local[10:22] == central[10:22])


def _is_odd(flags: int, method: int, packed: int, size: int, mode: int) -> bool:
    """Whether the row by itself may deserve a name; a false alarm costs a closer look."""
    strange = packed != size if method == STORED else method != DEFLATED
    return strange or bool(flags & FLAG_ENCRYPTED) or size > RATIO_FLOOR or mode >> 28 not in _FILE_KINDS


def _name(entries: list[Entry]) -> set[int]:
    """Give the entries the names that people read; the numbers of those among which one is out of the ordinary."""
    odd: set[int] = set()
    raws = [entry.raw_name for entry in entries]
    plain = are_plain(raws)
    names = b"\n".join(raws).decode("ascii").split("\n") if plain else map(shown_name, raws)
    for entry, name in zip(entries, names, strict=True) if raws else ():
        entry.name = name
    for at in range(0, 0 if plain else len(raws), _SOME):
        if not are_plain(raws[at : at + _SOME]):
            odd.update(range(at, min(at + _SOME, len(raws))))
    return odd


def _look_closer(data: Buffer, end: EndRecord, entry: Entry) -> Iterator[Deviation]:
    entry.data, odd = _local_header(data, end, entry)
    entry.is_disputed = entry.data < 0 or any(row.code in _DISPUTES for row in odd)
    yield from odd
    yield from (Deviation(code, entry.name, entry.header) for code in _entry_deviations(entry))


def _local_header(data: Buffer, end: EndRecord, entry: Entry) -> tuple[int, list[Deviation]]:
    at = entry.header
    if at < 0 or at + _LOCAL.size > end.directory or bytes(data[at : at + 4]) != _LOCAL_MAGIC:
        return -1, [Deviation("local-header-missing", entry.name, at)]
    _, _, flags, method, _, _, crc, packed, size, name_length, extra = _LOCAL.unpack_from(data, at)
    start = at + _LOCAL.size + name_length + extra
    if start + entry.packed > end.directory:
        return -1, [Deviation("entry-outside-file", entry.name, at)]
    name = bytes(data[at + _LOCAL.size : at + _LOCAL.size + name_length])
    odd = [Deviation("local-name-differs", entry.name, at)] if name != entry.raw_name else []
    if method != entry.method:
        odd.append(Deviation("local-method-differs", entry.name, at))
    if (flags ^ entry.flags) & FLAG_DESCRIPTOR:
        odd.append(Deviation("local-flags-differ", entry.name, at))
    if not flags & FLAG_DESCRIPTOR and (crc, packed, size) != (entry.crc, entry.packed, entry.size):
        odd.append(Deviation("local-size-differs", entry.name, at))
    return start, odd


def _entry_deviations(entry: Entry) -> Iterator[str]:
    if entry.flags & FLAG_ENCRYPTED:
        yield "encryption-bit"
    if entry.method not in (STORED, DEFLATED):
        yield "unknown-method"
    if entry.method == STORED and entry.packed != entry.size:
        yield "stored-size-differs"
    if entry.implausible:
        yield "unsafe-ratio"
    if entry.mode >> 12 not in _FILE_KINDS:
        yield "special-file"
    if code := name_deviation(entry.raw_name):
        yield code


def find_duplicates(entries: list[Entry], names: int) -> Iterator[Deviation]:
    """Names that come twice, of `names` different ones, and files that some tools take for folders."""
    raws = [entry.raw_name for entry in entries]
    if names < len(entries):
        seen = Counter(raws)
        for entry in entries:
            if seen[entry.raw_name] > 1:
                yield Deviation("duplicate-name", entry.name, entry.header)
    folders = {name.rstrip(b"/") for name in raws if name[-1:] == b"/"}
    # named like a file that the platform opens: `classes.dex/x` hides `classes.dex` from some tools
    folders |= {name.partition(b"/")[0] for name in raws if _HIDING.match(name)}
    for entry in entries if folders else ():
        if entry.raw_name in folders:
            yield Deviation("shadowed-name", entry.name, entry.header)


def find_overlaps(entries: list[Entry]) -> Iterator[Deviation]:
    """Entries that begin before the one in front of them has ended."""
    reached = -1
    for entry in entries:  # as honest builders write them, one after the other
        if entry.header < reached or entry.data < 0:
            break
        reached = entry.data + entry.packed
    else:
        return
    rows = sorted((entry for entry in entries if entry.data >= 0), key=lambda entry: (entry.header, entry.index))
    reached = -1
    for entry in rows:
        if entry.header < reached:
            yield Deviation("overlapping-entries", entry.name, entry.header)
        reached = max(reached, entry.data + entry.packed)


def is_filling(data: Buffer, last: int) -> bool:
    """Whether the bytes before `last` are the room that Android's own build tool leaves.

    Such room is one header after another, of entries that have neither name nor content, each with zeros behind it.
    """
    at = 0
    while at < last:
        if at + _LOCAL.size > last:
            return False
        magic, _, _, method, _, _, crc, packed, size, name_length, extra = _LOCAL.unpack_from(data, at)
        start = at + _LOCAL.size
        at = start + extra
        if magic != _LOCAL_MAGIC or method or crc or packed or size or name_length or at > last:
            return False
        if bytes(data[start:at]).strip(b"\0"):
            return False
    return True
