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


def write_dart(*sources: str) -> bytes:
    """A compiled snapshot in which the addresses of its sources stayed."""
    return write_elf(b"\0".join(source.encode() for source in sources) + b"\0")
