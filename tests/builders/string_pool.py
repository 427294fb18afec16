"""The string pool that opens every compiled Android resource file, written from plain strings."""

import struct
from collections.abc import Sequence

_UTF8_FLAG = 0x100
_HEADER = 28


def _length(count: int) -> bytes:
    """One byte below 128, else two with the top bit set, as the format counts."""
    if count >= 1 << 15:
        raise ValueError(f"a pooled string of {count} units does not fit")
    return bytes([count]) if count < 1 << 7 else bytes([0x80 | count >> 8, count & 0xFF])


def write_string_pool(strings: Sequence[str]) -> bytes:
    """The pool chunk, UTF-8, in the order given."""
    offsets: list[int] = []
    data = bytearray()
    for text in strings:
        offsets.append(len(data))
        raw = text.encode()
        data += _length(len(text.encode("utf-16-le")) // 2) + _length(len(raw)) + raw + b"\0"
    data += b"\0" * (-len(data) % 4)
    start = _HEADER + 4 * len(strings)
    head = struct.pack("<HHIIIIII", 1, _HEADER, start + len(data), len(strings), 0, _UTF8_FLAG, start, 0)
    return head + struct.pack(f"<{len(offsets)}I", *offsets) + bytes(data)
