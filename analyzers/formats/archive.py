"""The ZIP container as Android reads it: the central directory decides, every deviation gets a name."""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from analyzers.formats.directory import (
    DEFLATED,
    STORED,
    Deviation,
    Entry,
    find_duplicates,
    find_overlaps,
    is_filling,
    read_directory,
)
from analyzers.formats.endrecord import Buffer, EndRecord, find_end_record
from analyzers.formats.errors import FormatError
from analyzers.formats.inflate import inflate, inflate_head

MAX_TOTAL = 16 << 30  # bytes all entries together may claim to hold
MANY_ENTRIES = 50_000  # far beyond any real app, and named as such
_PEEK = 4096
KEPT = 16 << 20  # unpacked bytes that are kept for a second reader
MAX_DEVIATIONS = 200  # more are counted, not listed


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
    digests: dict[int, bytes] = field(default_factory=dict, repr=False, compare=False)  # SHA-256 of unpacked bytes
    room: list[int] = field(default_factory=lambda: [KEPT], repr=False, compare=False)  # bytes that may yet be kept

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
        if entry.method == STORED and entry.data >= 0 and not entry.implausible:
            return bytes(self.data[entry.data : entry.data + min(entry.packed, ceiling)])
        if entry.method != DEFLATED or entry.data < 0 or entry.implausible:
            return b"".join(self.chunks(entry, ceiling))
        if (known := self.kept.get(entry.index)) is not None:
            return known
        with memoryview(self.data) as whole, whole[entry.data : entry.data + entry.packed] as packed:
            found = inflate(packed, min(ceiling, max(entry.size, entry.packed)))
        # Signatures of the first scheme digest what code and manifest were read from: small packages are unpacked once.
        if self.room[0] >= len(found):
            self.room[0] -= len(found)
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
        if entry.method == STORED:
            return bytes(self.data[entry.data : entry.data + min(length, entry.packed)])
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
    entries, stopped, odd = read_directory(data, end)
    if stopped != end.directory + end.directory_size:
        notes.append(Deviation("unlisted-directory-rows", None, stopped))
    if sum(entry.size for entry in entries) > MAX_TOTAL:
        raise FormatError("unsafe-ratio", end.directory)
    notes.extend(odd)
    if len(entries) >= MANY_ENTRIES:
        notes.append(Deviation("many-entries", None, end.directory))
    first = min((entry.header for entry in entries), default=0)
    if first and not end.shift and not is_filling(data, first):
        # A DEX in front makes one file that is an app to some platforms and a package to others.
        notes.append(Deviation("code-prefix" if bytes(data[:4]) == b"dex\n" else "leading-bytes", None, first))
    by_name: dict[bytes, tuple[Entry, ...]] = {entry.raw_name: (entry,) for entry in entries}
    if len(by_name) < len(entries):
        by_name = _group(entries)
    notes.extend(find_duplicates(entries, len(by_name)))
    notes.extend(find_overlaps(entries))
    return Archive(data, end, tuple(entries), tuple(notes[:MAX_DEVIATIONS]), len(notes), by_name)


def _group(entries: list[Entry]) -> dict[bytes, tuple[Entry, ...]]:
    groups: dict[bytes, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(entry.raw_name, []).append(entry)
    return {name: tuple(group) for name, group in groups.items()}
