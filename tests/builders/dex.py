"""Executable code as Android packs it: classes with their parents, the strings they hold and the classes they call."""

import hashlib
import struct
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

_OBJECT = "Ljava/lang/Object;"
_HEADER = 0x70
_NO_INDEX = 0xFFFFFFFF
_PUBLIC, _PUBLIC_STATIC, _CONSTRUCTOR = 0x1, 0x9, 0x10001


@dataclass(frozen=True, slots=True)
class ClassSource:
    """One class: every class gets a constructor and a static `run()` that loads its strings and makes its calls."""

    name: str
    extends: str = "java.lang.Object"
    implements: tuple[str, ...] = ()
    strings: tuple[str, ...] = ()
    calls: tuple[str, ...] = ()


def descriptor(name: str) -> str:
    """`com.example.App` as the format writes it: `Lcom/example/App;`."""
    return f"L{name.replace('.', '/')};"


def _uleb(number: int) -> bytes:
    out = bytearray()
    while True:
        number, low = number >> 7, number & 0x7F
        out.append(low | (0x80 if number else 0))
        if not number:
            return bytes(out)


def _modified_utf8(text: str) -> bytes:
    """Each UTF-16 unit by itself, and NUL as two bytes, so that a zero byte always ends the string."""
    raw = text.encode("utf-16-le", "surrogatepass")
    out = bytearray()
    for unit in struct.unpack(f"<{len(raw) // 2}H", raw):
        if 0 < unit < 0x80:
            out.append(unit)
        elif unit < 0x800:
            out += bytes([0xC0 | unit >> 6, 0x80 | unit & 63])
        else:
            out += bytes([0xE0 | unit >> 12, 0x80 | unit >> 6 & 63, 0x80 | unit & 63])
    return _uleb(len(raw) // 2) + bytes(out) + b"\0"


def _sorted(texts: Iterable[str]) -> list[str]:
    return sorted(set(texts), key=lambda text: text.encode("utf-16-be", "surrogatepass"))


def _parents_first(classes: Sequence[ClassSource]) -> list[ClassSource]:
    """A class must come after its parent when both are in the file."""
    known = {source.name: source for source in classes}
    done: dict[str, ClassSource] = {}

    def place(source: ClassSource) -> None:
        if source.name not in done:
            for parent in (source.extends, *source.implements):
                if parent in known and parent != source.name:
                    place(known[parent])
            done[source.name] = source

    for source in classes:
        place(source)
    return list(done.values())


class _Tables:
    """The sorted identifier tables and the index of everything in them."""

    def __init__(self, classes: Sequence[ClassSource]) -> None:
        own = {descriptor(source.name) for source in classes}
        parents = {descriptor(source.extends) for source in classes}
        called = {descriptor(name) for source in classes for name in source.calls}
        faces = {descriptor(name) for source in classes for name in source.implements}
        self.types = _sorted([*own, *parents, *called, *faces, "V", _OBJECT])
        self.strings = _sorted([*self.types, "<init>", "run", *(text for source in classes for text in source.strings)])
        self.string = {text: index for index, text in enumerate(self.strings)}
        self.type = {name: index for index, name in enumerate(self.types)}
        made = {(self.type[name], self.string["<init>"]) for name in own | parents}
        run = {(self.type[name], self.string["run"]) for name in own | called}
        self.methods = sorted(made | run)
        self.method = {pair: index for index, pair in enumerate(self.methods)}

    def constructor(self, name: str) -> int:
        return self.method[self.type[descriptor(name)], self.string["<init>"]]

    def runner(self, name: str) -> int:
        return self.method[self.type[descriptor(name)], self.string["run"]]


class _Data:
    """The data section, growing; it knows where in the file it stands."""

    def __init__(self, origin: int) -> None:
        self.origin, self.bytes, self.first_code = origin, bytearray(), 0

    @property
    def here(self) -> int:
        return self.origin + len(self.bytes)

    def put(self, raw: bytes, *, aligned: bool = False) -> int:
        if aligned:
            self.bytes += b"\0" * (-self.here % 4)
        place = self.here
        self.bytes += raw
        return place

    def code(self, registers: tuple[int, int, int], units: bytes) -> int:
        place = self.put(struct.pack("<HHHHII", *registers, 0, 0, len(units) // 2) + units, aligned=True)
        self.first_code = self.first_code or place
        return place


def _write_code(data: _Data, tables: _Tables, source: ClassSource) -> tuple[int, int]:
    parent = tables.constructor(source.extends)
    made = data.code((1, 1, 1), struct.pack("<BBHHBB", 0x70, 0x10, parent, 0, 0x0E, 0))
    units = b""
    for text in source.strings:  # const-string, or its wide form past 65,535 strings
        index = tables.string[text]
        units += struct.pack("<BBH", 0x1A, 0, index) if index < 1 << 16 else struct.pack("<BBI", 0x1B, 0, index)
    for name in source.calls:  # invoke-static
        units += struct.pack("<BBHH", 0x71, 0, tables.runner(name), 0)
    return made, data.code((1, 0, 0), units + b"\x0e\0")


def _write_class_data(data: _Data, tables: _Tables, source: ClassSource, code: tuple[int, int]) -> int:
    made, run = tables.constructor(source.name), tables.runner(source.name)
    methods = _uleb(made) + _uleb(_CONSTRUCTOR) + _uleb(code[0])
    methods += _uleb(run - made) + _uleb(_PUBLIC_STATIC) + _uleb(code[1])
    return data.put(_uleb(0) + _uleb(0) + _uleb(2) + _uleb(0) + methods)


def _write_map(data: _Data, items: Mapping[int, tuple[int, int]]) -> int:
    rows = [(kind, count, place) for kind, (count, place) in items.items() if count]
    data.bytes += b"\0" * (-data.here % 4)
    rows.append((0x1000, 1, data.here))
    rows.sort(key=lambda row: row[2])
    packed = b"".join(struct.pack("<HHII", kind, 0, count, place) for kind, count, place in rows)
    return data.put(struct.pack("<I", len(rows)) + packed)


def _write_interfaces(data: _Data, tables: _Tables, classes: Sequence[ClassSource]) -> dict[str, int]:
    places = {}
    for source in classes:
        if source.implements:
            numbers = [tables.type[descriptor(name)] for name in source.implements]
            places[source.name] = data.put(struct.pack(f"<I{len(numbers)}H", len(numbers), *numbers), aligned=True)
    return places


def _class_row(tables: _Tables, source: ClassSource, interfaces: int, body: int) -> bytes:
    own, parent = tables.type[descriptor(source.name)], tables.type[descriptor(source.extends)]
    return struct.pack("<8I", own, _PUBLIC, parent, interfaces, _NO_INDEX, 0, body, 0)


def write_dex(classes: Sequence[ClassSource]) -> bytes:
    """One `classes.dex`, version 035, with correct sums."""
    ordered = _parents_first(classes)
    tables = _Tables(ordered)
    strings, types, methods, count = len(tables.strings), len(tables.types), len(tables.methods), len(ordered)
    starts = [_HEADER]
    for rows, width in ((strings, 4), (types, 4), (1, 12), (methods, 8), (count, 32)):
        starts.append(starts[-1] + rows * width)
    at_strings, at_types, at_protos, at_methods, at_classes, at_data = starts

    data = _Data(at_data)
    faces = _write_interfaces(data, tables, ordered)
    codes = [_write_code(data, tables, source) for source in ordered]
    texts = [data.put(_modified_utf8(text)) for text in tables.strings]
    bodies = [_write_class_data(data, tables, source, code) for source, code in zip(ordered, codes, strict=True)]

    ids = struct.pack(f"<{strings}I", *texts)
    ids += b"".join(struct.pack("<I", tables.string[name]) for name in tables.types)
    ids += struct.pack("<III", tables.string["V"], tables.type["V"], 0)
    ids += b"".join(struct.pack("<HHI", owner, 0, name) for owner, name in tables.methods)
    for source, body in zip(ordered, bodies, strict=True):
        ids += _class_row(tables, source, faces.get(source.name, 0), body)

    items = {0x0: (1, 0), 0x1: (strings, at_strings), 0x2: (types, at_types), 0x3: (1, at_protos)}
    items |= {0x5: (methods, at_methods), 0x6: (count, at_classes), 0x2002: (strings, texts[0])}
    items |= {0x1001: (len(faces), min(faces.values(), default=0)), 0x2001: (2 * count, data.first_code)}
    at_map = _write_map(data, items | {0x2000: (count, min(bodies, default=0))})
    head = struct.pack("<6I", at_data + len(data.bytes), _HEADER, 0x12345678, 0, 0, at_map)
    head += struct.pack("<6I", strings, at_strings, types, at_types, 1, at_protos)
    head += struct.pack("<6I", 0, 0, methods, at_methods if methods else 0, count, at_classes if count else 0)
    return _seal(head + struct.pack("<2I", len(data.bytes), at_data) + ids + bytes(data.bytes))


def _seal(rest: bytes) -> bytes:
    """The magic, the checksum and the digest that open the file, over everything after them."""
    digest = hashlib.sha1(rest).digest()  # noqa: S324 the format itself uses SHA-1 here, as a checksum
    return b"dex\n035\0" + struct.pack("<I", zlib.adler32(digest + rest)) + digest + rest
