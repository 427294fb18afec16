"""The ZIP container as Android reads it: the central directory decides, every deviation gets a name."""

import struct
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from analyzers.formats.endrecord import Buffer, EndRecord, find_end_record
from analyzers.formats.errors import FormatError
from analyzers.formats.inflate import inflate, inflate_head
from analyzers.formats.names import name_deviation, shown_name

MAX_ENTRIES = 100_000
MAX_TOTAL = 16 << 30  # bytes all entries together may claim to hold
MAX_RATIO = 50  # a real package stays far below, and only large entries are judged by it
RATIO_FLOOR = 64 << 20
MANY_ENTRIES = 50_000  # far beyond any real app, and named as such
_PEEK = 4096
KEPT = 16 << 20  # unpacked bytes that are kept for a second reader
MAX_DEVIATIONS = 200  # more are counted, not listed

STORED, DEFLATED = 0, 8
FLAG_ENCRYPTED, FLAG_DESCRIPTOR = 0x1, 0x8
_CENTRAL = struct.Struct("<4sHHHHHHIIIHHHHHII")
_LOCAL = struct.Struct("<4sHHHHHIIIHH")
_LOCAL_MAGIC, _CENTRAL_MAGIC = b"PK\x03\x04", b"PK\x01\x02"
_FILE_KINDS = frozenset({0o000000, 0o040000, 0o100000})  # unset, folder, ordinary file


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

    @property
    def implausible(self) -> bool:
        """Whether unpacking is refused: the claimed size is out of proportion to the packed bytes."""
        return self.size > RATIO_FLOOR and self.size > MAX_RATIO * max(self.packed, 1)


@dataclass(frozen=True, slots=True)
class Archive:
    """A read-only view: entries in directory order, deviations in the order they were found."""

    data: Buffer
    end: EndRecord
    entries: tuple[Entry, ...]
    deviations: tuple[Deviation, ...]
    deviation_count: int
    by_name: dict[bytes, tuple[Entry, ...]] = field(repr=False)
    kept: dict[int, bytes] = field(default_factory=dict, repr=False, compare=False)  # unpacked once, by index

    def find(self, name: str) -> Entry | None:
        """The entry Android would open under this name: the first of that name."""
        found = self.by_name.get(name.encode())
        return found[0] if found else None

    def chunks(self, entry: Entry, ceiling: int, *, step: int = 1 << 18) -> Iterator[bytes]:
        """The unpacked bytes of `entry`, in pieces, never more than `ceiling` of them."""
        if entry.data < 0:
            raise FormatError("entry-without-data", entry.header)
        if entry.implausible:
            raise FormatError("unsafe-ratio", entry.header)
        yield from _unpack(self.data, entry, min(ceiling, max(entry.size, entry.packed)), step)

    def read(self, entry: Entry, ceiling: int) -> bytes:
        """All unpacked bytes of `entry`; refuses by name when there would be more than `ceiling`."""
        if entry.size > ceiling:
            raise FormatError("entry-too-large", entry.header)
        if entry.method != DEFLATED or entry.data < 0 or entry.implausible:
            return b"".join(self.chunks(entry, ceiling))
        if (known := self.kept.get(entry.index)) is not None:
            return known
        with memoryview(self.data) as whole, whole[entry.data : entry.data + entry.packed] as packed:
            found = inflate(packed, min(ceiling, max(entry.size, entry.packed)))
        # Signatures of the first scheme digest what code and manifest were read from: small packages are unpacked once.
        if len(found) <= KEPT and len(found) + sum(map(len, self.kept.values())) <= KEPT:
            self.kept[entry.index] = found
        return found

    def span(self, entry: Entry, ceiling: int) -> tuple[Buffer, int, int]:
        """Where the unpacked bytes of `entry` lie: in the file itself when they are stored, else in a copy."""
        if entry.method == STORED and entry.data >= 0 and entry.packed <= ceiling and not entry.implausible:
            return self.data, entry.data, entry.data + entry.packed
        found = self.read(entry, ceiling)
        return found, 0, len(found)

    def head(self, entry: Entry, length: int) -> bytes:
        """The first bytes of `entry`, for telling what it is; empty when they cannot be had."""
        if entry.data < 0:
            return b""
        if entry.method == DEFLATED:
            with memoryview(self.data) as whole, whole[entry.data : entry.data + min(entry.packed, _PEEK)] as packed:
                return inflate_head(packed, min(length, max(entry.size, entry.packed)))
        found = bytearray()
        try:
            for piece in _unpack(self.data, entry, max(length, entry.size), _PEEK):
                found += piece
                if len(found) >= length:
                    break
        except FormatError:
            pass
        return bytes(found[:length])


def _unpack(data: Buffer, entry: Entry, ceiling: int, step: int) -> Iterator[bytes]:
    start, stop = entry.data, entry.data + entry.packed
    if entry.method == STORED:
        if entry.packed > ceiling:
            stop = start + ceiling
        yield from (bytes(data[at : min(at + step, stop)]) for at in range(start, stop, step))
        return
    if entry.method != DEFLATED and not _inflates(data, entry):
        # Android takes an unknown method as "stored": the bytes lie there as they are.
        yield from _unpack(data, replace(entry, method=STORED), ceiling, step)
        return
    given = 0
    for piece in _inflated(data, start, stop, step):
        given += len(piece)
        if given > ceiling:
            raise FormatError("entry-larger-than-stated", entry.data)
        yield piece


def _inflated(data: Buffer, start: int, stop: int, step: int) -> Iterator[bytes]:
    """Deflated bytes, unpacked in pieces of at most `step`."""
    machine = zlib.decompressobj(-zlib.MAX_WBITS)
    pending, at = b"", start
    while not machine.eof:
        if not pending:
            pending = bytes(data[at : min(at + step, stop)])
            at += len(pending)
            if not pending:
                raise FormatError("truncated-entry", start)
        try:
            piece = machine.decompress(pending, step)
        except zlib.error as error:
            raise FormatError("broken-compression", start) from error
        pending = machine.unconsumed_tail
        if piece:
            yield piece


def _inflates(data: Buffer, entry: Entry) -> bool:
    """Whether bytes under an unknown method are deflated all the same. Stored XML, by its first byte, looks so too."""
    if entry.packed == entry.size:
        return False  # they lie there in full, and that is how the platform takes them
    machine = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        machine.decompress(bytes(data[entry.data : entry.data + min(entry.packed, 4096)]), 4096)
    except zlib.error:
        return False
    return not machine.unused_data


def open_archive(data: Buffer) -> Archive:
    """Read the directory of `data`. Refuses by name what has no single reading; everything odd is a deviation."""
    end, found = find_end_record(data)
    notes = [Deviation(code, None, offset) for code, offset in found]
    entries, stopped = _central_entries(data, end)
    if stopped != end.directory + end.directory_size:
        notes.append(Deviation("unlisted-directory-rows", None, stopped))
    if sum(entry.size for entry in entries) > MAX_TOTAL:
        raise FormatError("unsafe-ratio", end.directory)
    placed: list[Entry] = []
    for entry in entries:
        where, odd = _local_header(data, end, entry)
        entry.data = where
        placed.append(entry)
        notes.extend(odd)
        notes.extend(Deviation(code, entry.name, entry.header) for code in _entry_deviations(entry))
    if len(placed) >= MANY_ENTRIES:
        notes.append(Deviation("many-entries", None, end.directory))
    if placed and not end.shift and (first := min(entry.header for entry in placed)):
        # A DEX in front makes one file that is an app to some platforms and a package to others.
        notes.append(Deviation("code-prefix" if bytes(data[:4]) == b"dex\n" else "leading-bytes", None, first))
    notes.extend(_duplicates(placed))
    notes.extend(_overlaps(placed))
    groups: dict[bytes, list[Entry]] = {}
    for entry in placed:
        groups.setdefault(entry.raw_name, []).append(entry)
    by_name = {name: tuple(group) for name, group in groups.items()}
    return Archive(data, end, tuple(placed), tuple(notes[:MAX_DEVIATIONS]), len(notes), by_name)


def _central_entries(data: Buffer, end: EndRecord) -> tuple[list[Entry], int]:
    """The rows the end record counts, and where they stop: more may follow, which some tools would read."""
    found: list[Entry] = []
    at, stop = end.directory, end.directory + end.directory_size
    for index in range(end.count):
        if index >= MAX_ENTRIES:
            raise FormatError("too-many-entries", at)
        if at + _CENTRAL.size > stop:
            raise FormatError("truncated-directory", at)
        row = _CENTRAL.unpack_from(data, at)
        name_length, extra, comment = row[10], row[11], row[12]
        if row[0] != _CENTRAL_MAGIC or at + _CENTRAL.size + name_length > stop:
            raise FormatError("broken-directory", at)
        raw = bytes(data[at + _CENTRAL.size : at + _CENTRAL.size + name_length])
        header = row[16] + end.shift
        name = shown_name(raw)
        found.append(Entry(index, raw, name, row[4], row[3], row[7], row[8], row[9], header, row[15] >> 16))
        at += _CENTRAL.size + name_length + extra + comment
    return found, at


def _local_header(data: Buffer, end: EndRecord, entry: Entry) -> tuple[int, list[Deviation]]:
    at = entry.header
    if at + _LOCAL.size > end.directory or bytes(data[at : at + 4]) != _LOCAL_MAGIC:
        return -1, [Deviation("local-header-missing", entry.name, at)]
    _, _, flags, method, _, _, crc, packed, size, name_length, extra = _LOCAL.unpack_from(data, at)
    start = at + _LOCAL.size + name_length + extra
    if start + entry.packed > end.directory:
        return -1, [Deviation("entry-outside-file", entry.name, at)]
    name = bytes(data[at + _LOCAL.size : at + _LOCAL.size + name_length])
    odd = [Deviation("local-name-differs", entry.name, at)] if name != entry.raw_name else []
    if method != entry.method:
        odd.append(Deviation("local-method-differs", entry.name, at))
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
    if entry.mode & 0o170000 not in _FILE_KINDS:
        yield "special-file"
    if code := name_deviation(entry.raw_name):
        yield code


def _duplicates(entries: list[Entry]) -> Iterator[Deviation]:
    seen = Counter(entry.raw_name for entry in entries)
    for entry in entries:
        if seen[entry.raw_name] > 1:
            yield Deviation("duplicate-name", entry.name, entry.header)
    folders = {entry.raw_name.rstrip(b"/") for entry in entries if entry.raw_name.endswith(b"/")}
    folders |= {parent for entry in entries for parent in _code_parents(entry.raw_name)}
    for entry in entries:
        if entry.raw_name in folders:
            yield Deviation("shadowed-name", entry.name, entry.header)


def _code_parents(name: bytes) -> Iterator[bytes]:
    """Folders named like a file the platform opens (`classes.dex/x` hides `classes.dex` from some tools)."""
    head, slash, _ = name.partition(b"/")
    if slash and (head.endswith(b".dex") or head in {b"AndroidManifest.xml", b"resources.arsc"}):
        yield head


def _overlaps(entries: list[Entry]) -> Iterator[Deviation]:
    rows = sorted((entry for entry in entries if entry.data >= 0), key=lambda entry: (entry.header, entry.index))
    reached = -1
    for entry in rows:
        if entry.header < reached:
            yield Deviation("overlapping-entries", entry.name, entry.header)
        reached = max(reached, entry.data + entry.packed)
