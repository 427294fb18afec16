"""The end record of a ZIP file: where the directory lies, and whether more than one answer exists."""

import mmap
import struct
from dataclasses import dataclass

from analyzers.formats.errors import FormatError

Buffer = bytes | mmap.mmap

MAX_COMMENT = 0xFFFF


LARGE = 32 << 20  # what a smaller file takes is given back with the process: mapping it again takes longer


def let_go(data: Buffer) -> None:
    """Give back the memory of a large mapped file after a pass over all of it: what is needed again is mapped again."""
    if len(data) > LARGE and isinstance(data, mmap.mmap) and hasattr(mmap, "MADV_DONTNEED"):
        data.madvise(mmap.MADV_DONTNEED)


_END = struct.Struct("<4sHHHHIIH")
_MAGIC = b"PK\x05\x06"
_CENTRAL_MAGIC = b"PK\x01\x02"
_ZIP64_LOCATOR = b"PK\x06\x07"
_ZIP64_LOCATOR_SIZE = 20
_FULL16, _FULL32 = 0xFFFF, 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class EndRecord:
    """The one reading of the end record. `shift` is what must be added to every stated place (0 in honest files)."""

    offset: int
    directory: int
    directory_size: int
    count: int
    comment_length: int
    shift: int = 0


Note = tuple[str, int]  # deviation code, place


def find_end_record(data: Buffer) -> tuple[EndRecord, list[Note]]:
    """The end record and what is odd around it. Refuses when there is none, or when two different ones are credible."""
    size = len(data)
    if size == 0:
        raise FormatError("empty-file")
    places = _magic_places(data, max(0, size - MAX_COMMENT - _END.size - (1 << 16)), size)
    credible = [record for at in places if (record := _read(data, at)) is not None]
    if not credible:
        raise FormatError("no-end-record", size)
    # A file that ends exactly where the comment ends is what Android and its verifier ask for.
    exact = [record for record in credible if record.offset + _END.size + record.comment_length == size]
    readings = {(record.directory, record.count) for record in exact or credible}
    if len(readings) > 1 and not _nested(exact or credible):
        raise FormatError("ambiguous-archive", (exact or credible)[0].offset)
    chosen = (exact or credible)[-1]
    return chosen, list(_notes(data, chosen, len(places), size))


def _magic_places(data: Buffer, start: int, size: int) -> list[int]:
    tail = bytes(data[start:])  # of a mapped file, a copy is searched ten times faster
    places: list[int] = []
    at = tail.find(_MAGIC)
    while 0 <= at <= size - start - _END.size and len(places) < MAX_COMMENT:
        places.append(start + at)
        at = tail.find(_MAGIC, at + 1)
    return places


def _read(data: Buffer, at: int) -> EndRecord | None:
    """The record at `at` if its directory can be where it says (or where its own size puts it)."""
    _, disk, start_disk, here, total, size, offset, comment = _END.unpack_from(data, at)
    if at >= _ZIP64_LOCATOR_SIZE and bytes(data[at - _ZIP64_LOCATOR_SIZE : at - 16]) == _ZIP64_LOCATOR:
        raise FormatError("zip64-archive", at)
    if _FULL16 in (disk, start_disk) or disk or start_disk or here != total or _FULL32 in (size, offset):
        return None
    if size > at or (total == 0) != (size == 0):
        return None
    if total == 0:
        return EndRecord(at, at, 0, 0, comment)
    for place in (offset, at - size):
        if place + size <= at and bytes(data[place : place + 4]) == _CENTRAL_MAGIC:
            return EndRecord(at, place, size, total, comment, place - offset)
    return None


def _nested(records: list[EndRecord]) -> bool:
    """Whether all readings but the last belong to archives stored whole before the last one's directory."""
    last = records[-1]
    return last.count > 0 and all(record.offset < last.directory for record in records[:-1])


def _notes(data: Buffer, record: EndRecord, places: int, size: int) -> list[Note]:
    notes: list[Note] = []
    reach = record.offset + _END.size + record.comment_length
    if reach < size:
        notes.append(("trailing-bytes", reach))
    elif reach > size:
        notes.append(("truncated-comment", record.offset))
    if places > 1 and data.find(_MAGIC, record.directory) != data.rfind(_MAGIC):
        notes.append(("extra-end-record", record.offset))
    if record.shift:
        notes.append(("prefix-bytes", 0))
    if record.directory + record.directory_size != record.offset:
        notes.append(("gap-before-end-record", record.directory + record.directory_size))
    return notes
