"""Packages whose compiled XML, resource table, libraries or pictures try to hang, flood or fool their reader."""

import struct
from collections.abc import Callable, Mapping
from functools import partial

from tests.builders.archive import Entry
from tests.builders.arsc import write_resource_table
from tests.builders.axml import Element, Reference, Value, write_axml
from tests.builders.hostile import HostileInput
from tests.builders.hostile_apk import (
    DEVIATES,
    MANIFEST,
    NO_MANIFEST,
    READ,
    UNREAD_CODE,
    a_row,
    the_entries,
    with_entries,
    with_manifest,
    without,
)
from tests.builders.hostile_dex import nested_manifest
from tests.builders.string_pool import write_string_pool

_FULL = 0xFFFFFFFF
_PARTLY = ("partly_read", "partly-read")
_ACTIVITY = Element("activity", {"android:name": "fr.fictif.hostile.Accueil"})


def _manifest() -> bytes:
    return next(entry.data for entry in the_entries() if entry.name == MANIFEST)


def _patched(place: int, value: int, width: str = "<I") -> bytes:
    raw = bytearray(_manifest())
    struct.pack_into(width, raw, place, value)
    return with_manifest(bytes(raw))


def _tree(*children: Element, **attributes: Value) -> bytes:
    stated = {"android:versionCode": 1, "android:versionName": "1"}
    application = Element("application", {"android:label": "FICTIF"}, (_ACTIVITY,))
    return write_axml(
        Element("manifest", {"package": "fr.fictif.hostile", **stated, **attributes}, (*children, application))
    )


def _inserted(chunk: bytes, times: int = 1) -> bytes:
    """Chunks nobody knows between the pool and the rest."""
    raw = _manifest()
    (pool,) = struct.unpack_from("<I", raw, 12)
    body = raw[8 : 8 + pool] + chunk * times + raw[8 + pool :]
    return with_manifest(raw[:4] + struct.pack("<I", 8 + len(body)) + body)


def _wide(depth: int) -> bytes:
    inner = Element("meta-data")
    for _ in range(depth):
        inner = Element("meta-data", {}, (inner,))
    return _tree(inner)


def _documents() -> list[HostileInput]:
    pool, head = 8, 8 + 8
    rows: dict[str, tuple[Callable[[], bytes], tuple[str, str]]] = {
        "x01-depth-150": (lambda: with_manifest(_wide(150)), READ),
        "x01-depth-300": (lambda: with_manifest(_wide(300)), NO_MANIFEST),
        "x01-depth-10000": (lambda: with_manifest(nested_manifest(10_000)), NO_MANIFEST),
        "x01-broad-20000": (lambda: with_manifest(_tree(*(Element("a") for _ in range(20_000)))), READ),
        "x01-broad-250000": (lambda: with_manifest(_flat(250_000)), NO_MANIFEST),
        "x02-pool-count-max": (partial(_patched, head, _FULL), NO_MANIFEST),
        "x02-pool-count-zero": (partial(_patched, head, 0), NO_MANIFEST),
        "x02-pool-count-one-less": (partial(_patched, head, 1), NO_MANIFEST),
        "x02-pool-flags-wide": (partial(_patched, head + 8, 0), NO_MANIFEST),
        "x02-pool-flags-all": (partial(_patched, head + 8, _FULL), READ),
        "x02-pool-strings-outside": (partial(_patched, head + 12, _FULL), NO_MANIFEST),
        "x02-pool-strings-at-start": (partial(_patched, head + 12, 0), NO_MANIFEST),
        "x02-pool-styles-outside": (partial(_patched, head + 16, _FULL), READ),
        "x02-pool-style-count-max": (partial(_patched, head + 4, _FULL), READ),
        "x02-pool-size-max": (partial(_patched, pool + 4, _FULL), NO_MANIFEST),
        "x02-pool-size-zero": (partial(_patched, pool + 4, 0), NO_MANIFEST),
        "x02-pool-head-max": (partial(_patched, pool + 2, 0xFFFF, "<H"), NO_MANIFEST),
        "x02-pool-offset-outside": (partial(_patched, pool + 28, _FULL), READ),
        "x02-no-pool": (lambda: with_manifest(_without_pool()), NO_MANIFEST),
        "x03-root-type": (partial(_patched, 0, 0, "<H"), READ),
        "x03-root-head-zero": (partial(_patched, 2, 0, "<H"), READ),
        "x03-root-head-max": (partial(_patched, 2, 0xFFFF, "<H"), READ),
        "x03-root-head-28": (partial(_patched, 2, 28, "<H"), NO_MANIFEST),
        "x03-root-size-max": (partial(_patched, 4, _FULL), READ),
        "x03-root-size-zero": (partial(_patched, 4, 0), NO_MANIFEST),
        "x03-root-size-short": (partial(_patched, 4, 100), NO_MANIFEST),
        "x03-unknown-chunk": (partial(_inserted, struct.pack("<HHI", 0x7777, 8, 8)), READ),
        "x03-unknown-chunks-10000": (partial(_inserted, struct.pack("<HHI", 0x7777, 8, 8), 10_000), DEVIATES),
        "x03-empty-chunk": (partial(_inserted, struct.pack("<HHI", 0x7777, 8, 0)), NO_MANIFEST),
        "x03-endless-chunk": (partial(_inserted, struct.pack("<HHI", 0x7777, 8, _FULL)), NO_MANIFEST),
        "x03-second-pool": (partial(_inserted, write_string_pool(["fr.fictif.autre"])), READ),
        "x03-closing-first": (partial(_inserted, struct.pack("<HHIIIII", 0x103, 16, 24, 1, _FULL, _FULL, 0)), READ),
        "x05-entities-many": (lambda: with_manifest(_laughs()), NO_MANIFEST),
        "x05-entity-outside": (lambda: with_manifest(b'<!DOCTYPE m SYSTEM "http://fictif.example/m">'), NO_MANIFEST),
        "x05-other-alphabet": (lambda: with_manifest("<manifest/>".encode("utf-16")), NO_MANIFEST),
        "x05-zeros": (lambda: with_manifest(bytes(4096)), NO_MANIFEST),
        "x05-text-network": (lambda: with_entries(Entry("res/xml/network.xml", _laughs())), READ),
    }
    named = {
        "x03-root-type": "xml-root-type", "x03-root-head-zero": "xml-root-size", "x03-root-size-max": "xml-root-size",
        "x03-unknown-chunk": "unknown-xml-chunk", "x03-unknown-chunks-10000": "unknown-xml-chunk",
    }  # fmt: skip
    return [a_row(*key.split("-", 1), make, *end, named=named.get(key, "")) for key, (make, end) in rows.items()]


def _flat(count: int) -> bytes:
    pool = write_string_pool(["manifest"])
    start = struct.pack("<HHIII", 0x102, 16, 36, 1, _FULL) + struct.pack("<IIHHHHHH", _FULL, 0, 20, 20, 0, 0, 0, 0)
    end = struct.pack("<HHIIIII", 0x103, 16, 24, 1, _FULL, _FULL, 0)
    inner = pool + start + (start + end) * count + end
    return struct.pack("<HHI", 3, 8, 8 + len(inner)) + inner


def _without_pool() -> bytes:
    raw = _manifest()
    (pool,) = struct.unpack_from("<I", raw, 12)
    return raw[:4] + struct.pack("<I", len(raw) - pool) + raw[8 + pool :]


def _laughs() -> bytes:
    rows = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    return f'<?xml version="1.0"?><!DOCTYPE m [<!ENTITY a0 "FICTIF">{rows}]><manifest>&a9;</manifest>'.encode()


def _values() -> list[HostileInput]:
    permissions = [Element("uses-permission", {"android:name": f"fr.fictif.P{n}"}) for n in range(10_000)]
    same = [Element("uses-permission", {"android:name": "android.permission.CAMERA"})] * 1_000
    texts = {
        "control": "\x00\x01\x1b[31m\x7f",
        "cdata": "]]><![CDATA[",
        "entity": "&lt;&#0;&a9;",
        "script": "<script>alert(1)</script>",
        "image": "<img src=x onerror=alert(1)>",
        "formula": '=HYPERLINK("http://fictif.example")',
        "right-to-left": "\u202eFICTIF",
        "surrogates": "\N{SLIGHTLY SMILING FACE}" * 100,
        "longest": "F" * 32_000,
        "template": "{{ 7 * 7 }}${7*7}",
        "braces": "{0.__class__}",
        "percent": "%s%n%x",
    }
    made: dict[str, Callable[[], bytes]] = {
        f"version-{name}": partial(_tree, **{"android:versionName": text}) for name, text in texts.items()
    }
    made |= {
        "permissions-10000": partial(_tree, *permissions),
        "permission-1000-times": partial(_tree, *same),
        "version-code-negative": partial(_tree, **{"android:versionCode": -1}),
        "version-reference-to-nothing": partial(_tree, **{"android:versionName": Reference(0x7F0F0000)}),
        "version-number-as-text": partial(_tree, **{"android:versionCode": "douze"}),
        "package-path": partial(_tree, package="../../fictif"),
        "package-empty": partial(_tree, package=""),
        "attributes-none": lambda: write_axml(Element("manifest")),
        "two-applications": partial(_tree, Element("application", {"android:label": "AUTRE"})),
        "application-deep": partial(_tree, Element("a", {}, (Element("application"),))),
        "root-other": lambda: write_axml(Element("resources")),
    }
    ends = {"root-other": NO_MANIFEST}
    return [
        a_row("x04", name, lambda make=make: with_manifest(make()), *ends.get(name, READ))
        for name, make in made.items()
    ]


def _table(references: Mapping[int, int]) -> bytes:
    """A table in which resources refer to each other; the label of the app is the first."""
    names = {f"t{number}": {"": "FICTIF"} for number in range(len(references))}
    raw = bytearray(write_resource_table("fr.fictif.hostile", names, {}).data)
    at = raw.index(struct.pack("<HHIIBBH", 0x201, 84, 84 + 20 * len(names), 1, 0, 0, 0)[:4])
    start = at + 84 + 4 * len(names)
    for number, target in references.items():
        struct.pack_into("<HBBI", raw, start + 16 * number + 8, 8, 0, 1, target)
    return bytes(raw)


def _labelled(table: bytes) -> bytes:
    application = Element("application", {"android:label": Reference(0x7F010000)}, (_ACTIVITY,))
    root = Element(
        "manifest", {"package": "fr.fictif.hostile", "android:versionName": Reference(0x7F010000)}, (application,)
    )
    return without(MANIFEST, Entry(MANIFEST, write_axml(root)), Entry("resources.arsc", table, stored=True))


def _tables() -> list[HostileInput]:
    good = write_resource_table("fr.fictif.hostile", {"app_name": {"": "FICTIF", "en": "FICTIF"}}, {}).data
    first = 0x7F010000

    def patched(place: int, value: int, width: str = "<I") -> Callable[[], bytes]:
        raw = bytearray(good)
        struct.pack_into(width, raw, place, value)
        return lambda: _labelled(bytes(raw))

    kind = good.index(struct.pack("<HH", 0x201, 84))
    package = good.index(struct.pack("<HH", 0x200, 288))
    made: dict[str, tuple[Callable[[], bytes], tuple[str, str]]] = {
        "itself": (lambda: _labelled(_table({0: first})), READ),
        "two": (lambda: _labelled(_table({0: first + 1, 1: first})), READ),
        "three": (lambda: _labelled(_table({0: first + 1, 1: first + 2, 2: first})), READ),
        "chain-1000": (lambda: _labelled(_table({n: first + n + 1 for n in range(1_000)})), READ),
        "nowhere": (lambda: _labelled(_table({0: 0x7F7F7F7F})), READ),
        "entry-count-max": (patched(kind + 12, _FULL), _PARTLY),
        "entry-start-max": (patched(kind + 16, _FULL), _PARTLY),
        "type-size-max": (patched(kind + 4, _FULL), _PARTLY),
        "type-size-zero": (patched(kind + 4, 0), _PARTLY),
        "type-head-zero": (patched(kind + 2, 0, "<H"), _PARTLY),
        "type-number-zero": (patched(kind + 8, 0, "<B"), READ),
        "type-number-max": (patched(kind + 8, 255, "<B"), READ),
        "entry-offset-outside": (patched(kind + 84, 0x7FFFFFFF), READ),
        "sparse": (patched(kind + 9, 1, "<B"), READ),
        "short-offsets": (patched(kind + 9, 2, "<B"), READ),
        "package-head-zero": (patched(package + 2, 0, "<H"), _PARTLY),
        "package-size-max": (patched(package + 4, _FULL), _PARTLY),
        "package-number-max": (patched(package + 8, _FULL), READ),
        "pool-count-max": (patched(12 + 8, _FULL), _PARTLY),
        "packages-max": (patched(8, _FULL), READ),
        "root-size-max": (patched(4, _FULL), READ),
        "cut": (lambda: _labelled(good[: len(good) // 2]), _PARTLY),
        "empty": (lambda: _labelled(b""), _PARTLY),
        "text": (lambda: _labelled(b"FICTIF" * 100), _PARTLY),
        "zeros": (lambda: _labelled(bytes(4096)), _PARTLY),
        "types-65536": (lambda: _labelled(_many_types(65_536)), READ),
    }
    return [a_row("r01", name, make, *end) for name, (make, end) in made.items()]


def _many_types(count: int) -> bytes:
    body = struct.pack("<HHIBBHII", 0x201, 20, 20, 1, 0, 0, 0, 20) * count
    head = (
        struct.pack("<HHII", 0x200, 288, 288 + len(body), 0x7F) + bytes(256) + struct.pack("<IIIII", 288, 0, 288, 0, 0)
    )
    inner = write_string_pool([]) + head + body
    return struct.pack("<HHII", 2, 12, 12 + len(inner), 1) + inner


def _files() -> list[HostileInput]:
    library = next(entry.data for entry in the_entries() if entry.name.endswith(".so"))
    libraries = {
        "sections-outside": library[:0x28] + struct.pack("<Q", 1 << 60) + library[0x30:],
        "sections-65535": library[:0x3C] + struct.pack("<H", 0xFFFF) + library[0x3E:],
        "header-alone": library[:64],
        "cut": library[:20],
        "script": b"#!/bin/sh\n",
        "empty": b"",
    }
    pictures = {
        "picture-of-2500-megapixels": b"\x89PNG\r\n\x1a\n"
        + struct.pack(">I4sIIBBBBB", 13, b"IHDR", 50_000, 50_000, 8, 6, 0, 0, 0),
        "drawing-with-script": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        "drawing-of-a-file": b'<svg xmlns:x="http://www.w3.org/1999/xlink"><image x:href="file:///etc/passwd"/></svg>',
    }
    found = [
        a_row("n01", f"library-{name}", partial(_replaced, "lib/arm64-v8a/libfictif.so", raw), *READ)
        for name, raw in libraries.items()
    ]
    archive = _replaced("lib/arm64-v8a/libfictif.so", b"PK\3\4" + bytes(60))
    found.append(a_row("n01", "library-archive", lambda: archive, *UNREAD_CODE, named="nested-archive"))
    return found + [
        a_row("i01", name, lambda raw=raw: with_entries(Entry("res/icon.png", raw)), *READ)
        for name, raw in pictures.items()
    ]


def _replaced(name: str, raw: bytes) -> bytes:
    return without(name, Entry(name, raw, stored=True))


COMPILED: tuple[HostileInput, ...] = (*_documents(), *_values(), *_tables(), *_files())
