"""Code that is only written otherwise: every byte changed by the same one, or in base64. Told by its first bytes."""

from analyzers.formats.archive import Archive
from analyzers.formats.directory import Entry

_MAGICS = (b"dex\n03", b"dex\n04", b"PK\x03\x04\x0a\0", b"PK\x03\x04\x14\0", b"\x7fELF\x01\x01", b"\x7fELF\x02\x01")
_HEAD, _MORE = 4, 6
_BASE64 = {b"ZGV4", b"UEsD", b"f0VM"}  # the same first bytes in base64


def _steps(head: bytes) -> int:
    """How each byte differs from the next: the same whatever one byte all of them are changed by."""
    number = int.from_bytes(head, "big")
    return (number ^ number >> 8) & 0xFFFFFF


_STEPS = frozenset(_steps(magic[:_HEAD]) for magic in _MAGICS)


def find_veil(archive: Archive, entry: Entry, head: bytes) -> str | None:
    """Why an entry that begins with these four bytes is code under a veil, or None."""
    if head in _BASE64:
        return "code-in-base64"
    if len(head) < _HEAD or _steps(head) not in _STEPS:
        return None
    more = archive.head(entry, _MORE)
    return "enciphered-code" if any(_is_moved(more, magic) for magic in _MAGICS) else None


def _is_moved(data: bytes, magic: bytes) -> bool:
    """Whether one byte other than zero, which changes nothing, leads from the one to the other."""
    if len(data) != len(magic) or data == magic:
        return False
    return len({one ^ other for one, other in zip(data, magic, strict=True)}) == 1
