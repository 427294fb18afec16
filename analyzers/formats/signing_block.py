"""The APK Signing Block before the central directory: its pairs, and the digest of everything around it."""

import hashlib
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from analyzers.formats.algorithms import Content
from analyzers.formats.archive import Archive
from analyzers.formats.endrecord import Buffer
from analyzers.formats.errors import FormatError

V2, V3, V31 = 0x7109871A, 0xF05368C0, 0x1B93AD61
NAMES = {
    V2: "v2", V3: "v3", V31: "v3.1", 0x42726577: "padding", 0x2146444E: "store-metadata", 0x504B4453: "dependencies",
    0x6DFF800D: "source-stamp", 0x2B09189E: "source-stamp-v1", 0x71777777: "channel",
}  # fmt: skip
STAMPS = (0x6DFF800D, 0x2B09189E)

MAX_PAIRS = 100_000  # beyond it nothing is decided: a pair out of sight could count
_PAIR = struct.Struct("<QI")
_MAGIC = b"APK Sig Block 42"
_FOOTER = 24
_SMALLEST = 32
_CHUNK, _PAGE = 1 << 20, 4096
_SALT = bytes(8)
_DIRECTORY_FIELD = 16  # where the end record states the place of the directory


@dataclass(frozen=True, slots=True)
class SigningBlock:
    """The block's place and its pairs in order. `start` is the end of the signed entries."""

    start: int
    pairs: tuple[tuple[int, bytes], ...]
    is_whole: bool = True  # whether every pair was looked at

    def value(self, number: int) -> bytes | None:
        """The first pair of that number."""
        return next((value for found, value in self.pairs if found == number), None)


def find_signing_block(archive: Archive) -> SigningBlock | None:
    """The block, or None where the platform finds none: then older schemes decide."""
    data, end = archive.data, archive.end
    if end.shift or end.directory + end.directory_size != end.offset or end.directory < _SMALLEST:
        return None
    footer = bytes(data[end.directory - _FOOTER : end.directory])
    if footer[8:] != _MAGIC:
        return None
    (size,) = struct.unpack_from("<Q", footer)
    start = end.directory - size - 8
    if size < _FOOTER or start < 0 or struct.unpack_from("<Q", data, start)[0] != size:
        return None
    body = bytes(data[start + 8 : end.directory - _FOOTER])
    pairs = tuple(islice(_pairs(body), MAX_PAIRS + 1))
    return SigningBlock(start, pairs[:MAX_PAIRS], len(pairs) <= MAX_PAIRS)


def _pairs(body: bytes) -> Iterator[tuple[int, bytes]]:
    """The pairs in order, up to the first that is broken: the platform looks no further than to what it wants."""
    at = 0
    while at + _PAIR.size <= len(body):
        size, number = _PAIR.unpack_from(body, at)
        if size < 4 or at + 8 + size > len(body):  # noqa: PLR2004 - the number itself takes four
            return
        yield number, body[at + 12 : at + 8 + size]
        at += 8 + size


def prefixed(data: bytes, at: int) -> tuple[bytes, int]:
    """A slice behind its 32-bit length, and where it ends."""
    if at + 4 > len(data):
        raise FormatError("broken-signing-block", at)
    (size,) = struct.unpack_from("<I", data, at)
    if at + 4 + size > len(data):
        raise FormatError("broken-signing-block", at)
    return data[at + 4 : at + 4 + size], at + 4 + size


def prefixed_all(data: bytes) -> list[bytes]:
    """Slices one after the other until the end."""
    found: list[bytes] = []
    at = 0
    while at < len(data):
        piece, at = prefixed(data, at)
        found.append(piece)
    return found


class ContentDigests:
    """Digests of the package without its signing block, each computed once."""

    def __init__(self, archive: Archive, block: SigningBlock) -> None:
        end = archive.end
        record = bytearray(archive.data[end.offset :])
        struct.pack_into("<I", record, _DIRECTORY_FIELD, block.start)
        self._sections: tuple[tuple[Buffer, int, int], ...] = (
            (archive.data, 0, block.start),
            (archive.data, end.directory, end.offset),
            (bytes(record), 0, len(record)),
        )
        self._known: dict[Content, bytes] = {}

    def get(self, content: Content) -> bytes:
        """The digest of one kind."""
        if content not in self._known:
            if content is Content.VERITY:
                self._known[content] = self._verity()
            else:
                self._known[content] = self._chunked("sha512" if content is Content.SHA512 else "sha256")
        return self._known[content]

    def _chunked(self, name: str) -> bytes:
        digests: list[bytes] = []
        for data, start, end in self._sections:
            with memoryview(data) as whole:
                for at in range(start, end, _CHUNK):
                    with whole[at : min(at + _CHUNK, end)] as piece:
                        one = hashlib.new(name, b"\xa5" + struct.pack("<I", len(piece)))
                        one.update(piece)
                        digests.append(one.digest())
        return hashlib.new(name, b"\x5a" + struct.pack("<I", len(digests)) + b"".join(digests)).digest()

    def _verity(self) -> bytes:
        total = sum(end - start for _, start, end in self._sections)
        level, held = bytearray(), b""
        for data, start, end in self._sections:
            for at in range(start, end, _CHUNK):
                held += bytes(data[at : min(at + _CHUNK, end)])
                whole = len(held) // _PAGE * _PAGE
                level += _pages(held[:whole])
                held = held[whole:]
        level += _pages(held)
        while len(level) > _PAGE:
            level = bytearray(_pages(bytes(level)))
        return _pages(bytes(level)) + struct.pack("<Q", total)


def _pages(data: bytes) -> bytes:
    """The salted digests of all pages, the last one filled up with zeros."""
    return b"".join(
        hashlib.sha256(_SALT + data[at : at + _PAGE].ljust(_PAGE, b"\0")).digest() for at in range(0, len(data), _PAGE)
    )
