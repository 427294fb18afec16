"""Code files, manifests and tables that try to hang, flood or fool their reader."""

import hashlib
import struct
import zlib

from tests.builders.dex import ClassSource, write_dex
from tests.builders.string_pool import write_string_pool

_NONE = 0xFFFFFFFF
GOOD_DEX = write_dex([ClassSource("fr.fictif.hostile.Accueil", extends="android.app.Activity")])


def reseal(raw: bytes) -> bytes:
    """Correct sums over whatever the file now says, so that only the lie itself can be noticed."""
    digest = hashlib.sha1(raw[32:]).digest()  # noqa: S324 the format's own sum
    return raw[:8] + struct.pack("<I", zlib.adler32(digest + raw[32:])) + digest + raw[32:]


def with_field(raw: bytes, offset: int, value: int) -> bytes:
    """One header field replaced."""
    return reseal(raw[:offset] + struct.pack("<I", value) + raw[offset + 4 :])


def endless_string_dex() -> bytes:
    """177 bytes whose only string never ends: some parsers read it for ever."""
    items = [(0x0000, 1, 0), (0x0001, 1, 0x70), (0x2002, 1, 172)]
    listed = struct.pack("<I", 3) + b"".join(struct.pack("<HHII", kind, 0, count, at) for kind, count, at in items)
    body = struct.pack("<I", 172) + b"\0" * 16 + listed  # string table at 112, map at 132
    head = struct.pack("<6I", 177, 0x70, 0x12345678, 0, 0, 132) + struct.pack("<2I", 1, 0x70) + b"\0" * 40
    head += struct.pack("<2I", 177 - 116, 116)
    return reseal((b"dex\n035\0" + b"\0" * 24 + head + body + b"\x05AAAA").ljust(177, b"A"))


def lying_dexes() -> dict[str, bytes]:
    """Headers that promise more than the file holds, one lie at a time."""
    lies = {"strings": 0x38, "types": 0x40, "classes": 0x60}
    found = {f"{name}-count-max": with_field(GOOD_DEX, at, _NONE) for name, at in lies.items()}
    found |= {f"{name}-outside": with_field(GOOD_DEX, at + 4, len(GOOD_DEX) - 2) for name, at in lies.items()}
    found["magic"] = b"DEX\n035\0" + GOOD_DEX[8:]
    found["truncated"] = GOOD_DEX[: len(GOOD_DEX) * 3 // 5]
    found["byte-order"] = with_field(GOOD_DEX, 0x28, 0x78563412)
    return found


def nested_manifest(depth: int = 200_000) -> bytes:
    """A manifest whose elements never close."""
    pool = write_string_pool(["manifest"])
    start = struct.pack("<HHIII", 0x102, 16, 36, 1, _NONE) + struct.pack("<IIHHHHHH", _NONE, 0, 20, 20, 0, 0, 0, 0)
    inner = pool + start * depth
    return struct.pack("<HHI", 3, 8, 8 + len(inner)) + inner


def lying_pool_manifest() -> bytes:
    """A manifest whose string pool counts four thousand million strings."""
    pool = bytearray(write_string_pool(["manifest"]))
    struct.pack_into("<I", pool, 8, _NONE)
    return struct.pack("<HHI", 3, 8, 8 + len(pool)) + bytes(pool)


def empty_chunk_manifest() -> bytes:
    """A manifest with a chunk of no size: a careless reader stays on it for ever."""
    inner = write_string_pool(["manifest"]) + struct.pack("<HHI", 0x102, 16, 0)
    return struct.pack("<HHI", 3, 8, 8 + len(inner)) + inner
