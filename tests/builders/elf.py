"""A native library that holds no code: a well-formed shared object with one section of readable text."""

import struct

ARM64, X86_64 = 183, 62
_NAMES = b"\0.rodata\0.shstrtab\0"


def _section(*fields: int) -> bytes:
    return struct.pack("<IIQQQQIIQQ", *fields)


def write_elf(text: bytes, machine: int = ARM64) -> bytes:
    """The library for one processor; `text` is what a reader of strings will find."""
    names_at = 64 + len(text)
    sections_at = names_at + len(_NAMES)
    sections_at += -sections_at % 8
    head = b"\x7fELF\x02\x01\x01" + b"\0" * 9
    head += struct.pack("<HHIQQQIHHHHHH", 3, machine, 1, 0, 0, sections_at, 0, 64, 0, 0, 64, 3, 2)
    body = (text + _NAMES).ljust(sections_at - 64, b"\0")
    rows = _section(*[0] * 10) + _section(1, 1, 2, 64, 64, len(text), 0, 0, 1, 0)
    return head + body + rows + _section(9, 3, 0, 0, names_at, len(_NAMES), 0, 0, 1, 0)
