"""Assemblies of .NET and Unity's compiled metadata for tests: names and strings, no code."""

import struct
from collections.abc import Mapping, Sequence

from lz4.block import compress

_BASE, _RAW = 0x2000, 0x200


def _padded(raw: bytes) -> bytes:
    return raw + b"\0" * (-len(raw) % 4)


def _blob(text: str) -> bytes:
    raw = text.encode("utf-16-le") + b"\0"
    if len(raw) < 0x80:
        return bytes([len(raw)]) + raw
    return (0x8000 | len(raw)).to_bytes(2, "big") + raw


def write_assembly(
    name: str, types: Mapping[str, Sequence[str]], strings: Sequence[str] = (), *, pe64: bool = False
) -> bytes:
    """An assembly that defines types by namespace and loads strings; it has the one section that it needs."""
    heap = bytearray(b"\0")
    places: dict[str, int] = {"": 0}
    for word in (name, *types, *(simple for names in types.values() for simple in names)):
        if word not in places:
            places[word] = len(heap)
            heap += word.encode() + b"\0"
    rows = [(places[space], places[simple]) for space, names in types.items() for simple in names]
    tables = struct.pack("<IBBBBQQ", 0, 2, 0, 0, 1, 0b111, 0) + struct.pack("<III", 1, 1, len(rows))
    tables += struct.pack("<HHHHH", 0, places[name], 0, 0, 0)  # the module
    tables += struct.pack("<HHH", 0, 0, 0)  # a type of another assembly
    tables += b"".join(struct.pack("<IHHHHH", 0, simple, space, 0, 1, 1) for space, simple in rows)
    user = b"\0" + b"".join(_blob(text) for text in strings)
    parts = {"#~": _padded(tables), "#Strings": _padded(bytes(heap)), "#US": _padded(user)}
    version = _padded(b"v4.0.30319\0")
    heads, at = b"", 16 + len(version) + 4 + sum(8 + len(_padded(key.encode() + b"\0")) for key in parts)
    for key, body in parts.items():
        heads += struct.pack("<II", at, len(body)) + _padded(key.encode() + b"\0")
        at += len(body)
    root = b"BSJB" + struct.pack("<HHII", 1, 1, 0, len(version)) + version + struct.pack("<HH", 0, len(parts)) + heads
    root += b"".join(parts.values())
    cli = struct.pack("<IHHII", 72, 2, 5, _BASE + 72, len(root)).ljust(72, b"\0")
    body = cli + root
    directories = struct.pack("<II", 0, 0) * 14 + struct.pack("<II", _BASE, 72) + struct.pack("<II", 0, 0)
    option = struct.pack("<H", 0x20B if pe64 else 0x10B).ljust(112 if pe64 else 96, b"\0") + directories
    head = b"MZ".ljust(0x3C, b"\0") + struct.pack("<I", 0x40)
    head += b"PE\0\0" + struct.pack("<HHIIIHH", 0x14C, 1, 0, 0, 0, len(option), 0x2000) + option
    head += b".text\0\0\0" + struct.pack("<IIII", len(body), _BASE, len(body), _RAW).ljust(32, b"\0")
    return head.ljust(_RAW, b"\0") + body


def pack_assembly(data: bytes, number: int = 0) -> bytes:
    """As build tools pack one assembly."""
    return b"XALZ" + struct.pack("<II", number, len(data)) + bytes(compress(data, store_size=False))


def write_store(members: Sequence[bytes], version: int = 1) -> bytes:
    """A store of assemblies: version 1, or 2 and 3 as they lie in a library."""
    new = version != 1
    index = b"\0" * (12 * len(members)) if new else b"\0" * (2 * 20 * len(members))
    form, first = ("<IIIIIII", 1) if new else ("<IIIIII", 0)
    at = 20 + len(index) + struct.calcsize(form) * len(members)
    rows = b""
    for body in members:
        rows += struct.pack(form, *([0] * first), at, len(body), 0, 0, 0, 0)
        at += len(body)
    if new:
        head = struct.pack("<4sIIII", b"XABA", 0x80010000 | version, len(members), len(members), len(index))
        return head + index + rows + b"".join(members)
    head = struct.pack("<4sIIII", b"XABA", 1, len(members), len(members), 0)
    return head + rows + index + b"".join(members)


def write_metadata(names: Sequence[str], literals: Sequence[str], version: int = 29) -> bytes:
    """Unity's compiled metadata with nothing but these, in the form of the version."""
    head, lone = 256, version > 31
    texts, rows = b"", b""
    for text in literals:
        raw = text.encode()
        rows += struct.pack("<i", len(texts)) if lone else struct.pack("<Ii", len(raw), len(texts))
        texts += raw
    words = b"\0".join(name.encode() for name in names) + b"\0"
    spans = [(head, len(rows), len(literals)), (head + len(rows), len(texts), 0)]
    spans.append((head + len(rows) + len(texts), len(words), 0))
    told = 3 if version >= 38 else 2
    front = struct.pack("<Ii", 0xFAB11BAF, version) + b"".join(struct.pack(f"<{told}i", *span[:told]) for span in spans)
    return front.ljust(head, b"\0") + rows + texts + words
