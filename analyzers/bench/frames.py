"""A recording as it lies on the disk while it goes on: one sealed frame for each line, added at the end.

No plain byte is written. A frame opens only at its own place, whole and unchanged; the last one says that it is the
last. What was killed in mid-write lacks its last frame and nothing else.
"""

import os
import secrets
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MAGIC = b"SCEAU-FRAMES-1\n"
LONGEST = 16 << 20
KEY = 32
_PREFIX, _SIZE, _TAG = 7, 4, 16
HEAD = len(MAGIC) + _PREFIX


class FrameWriter:
    """Adds frames to an open file. After the first fault only the closing frame is tried."""

    def __init__(self, descriptor: int, key: bytes) -> None:
        self.descriptor = descriptor
        self.size, self.count, self.is_faulty = 0, 0, False
        self._cipher, self._prefix = AESGCM(key), secrets.token_bytes(_PREFIX)
        self._put(MAGIC + self._prefix)

    def add(self, line: bytes) -> bool:
        """Write one frame; whether it is there whole."""
        if self.is_faulty or not self._put(self._seal(line, is_last=False)):
            return False
        self.count += 1
        return True

    def end(self, line: bytes) -> bool:
        """Write the last frame, which finds its place after whatever is there whole."""
        return self.size >= HEAD and self._put(self._seal(line, is_last=True))

    @staticmethod
    def measure(line: bytes) -> int:
        """How many bytes the frame of a line takes."""
        return _SIZE + len(line) + _TAG

    def _seal(self, line: bytes, *, is_last: bool) -> bytes:
        # A frame that could not be written was the last ordinary one: no place is ever sealed twice in the same way.
        sealed = self._cipher.encrypt(_place(self._prefix, self.count, is_last=is_last), line, None)
        return len(sealed).to_bytes(_SIZE, "big") + sealed

    def _put(self, data: bytes) -> bool:
        try:
            if os.write(self.descriptor, data) == len(data):
                self.size += len(data)
                return True
        except OSError:
            pass
        self.is_faulty = True
        with suppress(OSError):
            os.ftruncate(self.descriptor, self.size)
        return False


class FrameReader:
    """The plain bytes of a recording as a stream, up to the first frame that is missing, cut or changed."""

    def __init__(self, key: bytes, source: BinaryIO) -> None:
        self._lines, self._held = open_frames(key, source), bytearray()

    def read(self, size: int = -1, /) -> bytes:
        """Return so many bytes, fewer only at the end."""
        while size < 0 or len(self._held) < size:
            line = next(self._lines, None)
            if line is None:
                break
            self._held += line
        size = len(self._held) if size < 0 else size
        piece = bytes(self._held[:size])
        del self._held[:size]
        return piece


def open_frames(key: bytes, source: BinaryIO) -> Iterator[bytes]:
    """Open a recording line by line. What comes after a fault is never given: its place cannot be known."""
    head = source.read(HEAD)
    if len(head) < HEAD or not head.startswith(MAGIC):
        return
    cipher, prefix, number = AESGCM(key), head[len(MAGIC) :], 0
    while len(told := source.read(_SIZE)) == _SIZE:
        size = int.from_bytes(told, "big")
        sealed = source.read(size) if _TAG <= size <= LONGEST else b""
        if not sealed or len(sealed) < size:
            return
        for is_last in (False, True):
            with suppress(InvalidTag):
                yield cipher.decrypt(_place(prefix, number, is_last=is_last), sealed, None)
                break
        else:
            return
        if is_last:
            return
        number += 1


def has_frames(path: Path) -> bool:
    """Whether anything at all was recorded."""
    return path.is_file() and path.stat().st_size > HEAD


def _place(prefix: bytes, number: int, *, is_last: bool) -> bytes:
    return prefix + number.to_bytes(4, "big") + bytes([is_last])
