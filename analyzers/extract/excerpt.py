"""A few bytes of an archive's member, to see what a finding points at. Runs only in the sandbox's child."""

from analyzers.formats.archive import open_archive
from analyzers.formats.endrecord import Buffer
from analyzers.formats.errors import FormatError

SPAN_MAX = 4096  # bytes shown at most
_INSIDE = "!/"  # between an archive inside and a member of it
DEPTH_MAX = 256 << 20  # deeper inside a member nothing is unpacked for a look


def read_excerpt(data: Buffer, member: str, start: int, stop: int) -> bytes:
    """Return the unpacked bytes `start` to `stop` of `member`; none where it cannot be unpacked that far."""
    stop = min(stop, start + SPAN_MAX)
    if start < 0 or stop > DEPTH_MAX:
        return b""
    kept, at = bytearray(), 0
    try:
        while _INSIDE in member:
            part, _, member = member.partition(_INSIDE)
            data = _member(data, part)
        archive = open_archive(data)
        entry = archive.find(member)
        if entry is None:
            return b""
        for piece in archive.chunks(entry, DEPTH_MAX):
            kept += piece[max(start - at, 0) : max(stop - at, 0)]
            at += len(piece)
            if at >= stop:
                break
    except FormatError:
        return bytes(kept)
    return bytes(kept)


def _member(data: Buffer, name: str) -> bytes:
    archive = open_archive(data)
    entry = archive.find(name)
    if entry is None:
        raise FormatError("no-such-entry")
    return archive.read(entry, DEPTH_MAX)
