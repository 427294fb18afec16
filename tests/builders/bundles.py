"""Bundles of other runtimes for tests: Hermes bytecode without code, and a Dart library without Dart."""

import struct
from collections.abc import Sequence

from analyzers.formats.hermes import MAGIC
from tests.builders.elf import write_elf


def write_hermes(strings: Sequence[str], version: int = 94) -> bytes:
    """A bundle that holds nothing but its strings; long ones go through the table of long ones."""
    storage, small, large = b"", b"", b""
    for text in strings:
        wide = not text.isascii()
        raw = text.encode("utf-16-le" if wide else "ascii")
        length = len(text)
        if length >= 0xFF:
            small += struct.pack("<I", 0xFF << 24 | (len(large) // 8) << 1 | wide)
            large += struct.pack("<II", len(storage), length)
        else:
            small += struct.pack("<I", length << 24 | len(storage) << 1 | wide)
        storage += raw
    size = 128 + len(small) + len(large) + len(storage)
    counts = struct.pack("<8I", size, 0, 0, 0, 0, len(strings), len(large) // 8, len(storage))
    head = MAGIC + struct.pack("<I", version) + b"\0" * 20 + counts
    return head.ljust(128, b"\0") + small + large + storage


def write_dart(*strings: str, word: int = 4) -> bytes:
    """A compiled snapshot that holds nothing but its strings, each under its tags and its length of `word` bytes."""
    data = b"\0" * 16
    for text in strings:
        row = bytes.fromhex("32d205008bf3f236") + (2 * len(text)).to_bytes(word, "little") + text.encode("latin-1")
        data += row + b"\0" * (-len(row) % (2 * word))
    return write_elf(data + b"\0")
