"""Packages whose container lies as a whole: prefixes, several ends, ZIP64, archives inside, bombs."""

import struct
from collections.abc import Callable
from functools import partial

from tests.builders.archive import DEFLATED, Entry, write_archive
from tests.builders.dex import ClassSource, write_dex
from tests.builders.hostile import HostileInput
from tests.builders.hostile_apk import (
    DEVIATES,
    MANIFEST,
    READ,
    UNREAD_CODE,
    a_good_apk,
    a_row,
    bomb,
    many_entries,
    the_entries,
    with_entries,
    without,
    zeros_stream,
)
from tests.builders.hostile_dex import GOOD_DEX

_END_SIZE = 22
_REFUSED_TWO = ("refused", "ambiguous-archive")
_OTHER, _NO_APK = ("refused", "unsupported-package"), ("refused", "not-an-apk")
_FULL16, _FULL32 = 0xFFFF, 0xFFFFFFFF


def _entry(name: str) -> Entry:
    return next(entry for entry in the_entries() if entry.name == name)


def _rewritten(name: str, **changed: int) -> bytes:
    """The good package with fields of one member's two headers replaced."""
    old = _entry(name)
    fields = {"method": old.method, "flags": old.flags, **changed}
    return without(name, Entry(name, old.data, method=fields["method"], flags=fields["flags"] or 0))


def _stored_unknown(name: str, method: int) -> bytes:
    """The trick of real malware: a method nobody knows, the bytes lying there as they are."""
    return without(name, Entry(name, _entry(name).data, stored=True, method=method))


def _methods() -> list[HostileInput]:
    rows = []
    for key, name in (("manifest", MANIFEST), ("code", "classes.dex")):
        for method in (0x1234, 9, 12, 14, 93, 95, 99, 0xFFFF):
            make = partial(_stored_unknown, name, method)
            rows.append(a_row("z11", f"{key}-method-{method}-stored", make, *READ, named="unknown-method"))
        make = partial(_rewritten, name, method=0x1234)
        rows.append(a_row("z11", f"{key}-method-4660-deflated", make, *READ, named="unknown-method"))
        for flags in (0x1, 0x41, 0x2001):
            make = partial(_rewritten, name, flags=flags)
            rows.append(a_row("z11", f"{key}-flags-{flags:x}", make, *READ, named="encryption-bit"))
    return rows


def _polyglots() -> list[HostileInput]:
    fronts = {
        "shell": b"#!/bin/sh\nexit 0\n",
        "pdf": b"%PDF-1.7\n",
        "jpeg": b"\xff\xd8\xff\xe0\0\x10JFIF\0",
        "gif": b"GIF89a",
        "windows": b"MZ\x90\0" + bytes(60),
        "elf": b"\x7fELF\2\1\1" + bytes(57),
        "tar": b"fictif".ljust(257, b"\0") + b"ustar\0" + bytes(249),
        "html": b"<!doctype html>",
        "zeros": bytes(4096),
        "one-byte": b"\0",
    }
    rows = [
        a_row(
            "z12", f"prefix-{name}", partial(lambda front: front + a_good_apk(), front), *DEVIATES, named="prefix-bytes"
        )
        for name, front in fronts.items()
    ]
    torn = without("classes.dex")[:-_END_SIZE]
    rows.append(a_row("z12", "prefix-another-package", lambda: torn + a_good_apk(), "refused", "unreadable-archive"))
    rows.append(a_row("z12", "janus", lambda: _moved(GOOD_DEX), *DEVIATES, named="code-prefix"))
    rows.append(a_row("z12", "janus-plain", lambda: GOOD_DEX + a_good_apk(), *DEVIATES, named="prefix-bytes"))
    rows.append(a_row("z12", "moved", lambda: _moved(bytes(64)), *DEVIATES, named="leading-bytes"))
    return rows


def _moved(front: bytes) -> bytes:
    """Bytes in front, with every stated place corrected."""
    raw = bytearray(front + a_good_apk())
    end = len(raw) - _END_SIZE
    count, size, directory = struct.unpack_from("<HII", raw, end + 10)
    struct.pack_into("<I", raw, end + 16, directory + len(front))
    at = directory + len(front)
    for _ in range(count):
        name, extra, comment = struct.unpack_from("<HHH", raw, at + 28)
        (place,) = struct.unpack_from("<I", raw, at + 42)
        struct.pack_into("<I", raw, at + 42, place + len(front))
        at += 46 + name + extra + comment
    assert at == directory + len(front) + size
    return bytes(raw)


def _two_ends() -> list[HostileInput]:
    other = without("classes.dex", Entry("classes.dex", write_dex([ClassSource("fr.fictif.hostile.Autre")])))
    end = b"PK\5\6" + b"\0" * 18
    rows = {
        "another-package-after": (lambda: a_good_apk() + other, DEVIATES, "prefix-bytes"),
        "empty-end-in-comment": (lambda: write_archive(the_entries(), end), _REFUSED_TWO, ""),
        "empty-end-after": (lambda: a_good_apk() + end, _NO_APK, ""),
        "own-end-after": (lambda: a_good_apk() + a_good_apk()[-_END_SIZE:], None, ""),
        "own-end-in-comment": (lambda: write_archive(the_entries(), a_good_apk()[-_END_SIZE:]), None, ""),
        "bytes-after": (lambda: a_good_apk() + bytes(100), DEVIATES, "trailing-bytes"),
        "long-after": (lambda: a_good_apk() + b"F" * 60_000, DEVIATES, "trailing-bytes"),
        "too-long-after": (lambda: a_good_apk() + b"F" * 200_000, ("refused", "truncated"), ""),
        "short-comment": (lambda: write_archive(the_entries(), b"FICTIF"), READ, ""),
        "longest-comment": (lambda: write_archive(the_entries(), b"F" * 65_535), READ, ""),
        "comment-of-ends": (lambda: write_archive(the_entries(), b"PK\5\6" * 15_000), None, ""),
        "gap-before-end": (
            lambda: a_good_apk()[:-_END_SIZE] + bytes(10) + a_good_apk()[-_END_SIZE:],
            READ,
            "gap-before-end-record",
        ),
    }
    return [
        a_row("z13", name, make, *(expected or DEVIATES), named=named) for name, (make, expected, named) in rows.items()
    ]


def _zip64() -> list[HostileInput]:
    def with_end(record: bytes, locator: bytes, **fields: int) -> bytes:
        raw = a_good_apk()
        end = bytearray(raw[-_END_SIZE:])
        for place, value in ((8, fields.get("count")), (10, fields.get("count"))):
            if value is not None:
                struct.pack_into("<H", end, place, value)
        if "place" in fields:
            struct.pack_into("<I", end, 16, fields["place"])
        return raw[:-_END_SIZE] + record + locator + bytes(end)

    count, size, place = struct.unpack_from("<HII", a_good_apk(), len(a_good_apk()) - 12)
    at = len(a_good_apk()) - _END_SIZE
    record = struct.pack("<4sQHHIIQQQQ", b"PK\6\6", 44, 45, 45, 0, 0, count, count, size, place)
    locators = {
        "agreeing": struct.pack("<4sIQI", b"PK\6\7", 0, at, 1),
        "elsewhere": struct.pack("<4sIQI", b"PK\6\7", 0, 1, 1),
        "outside": struct.pack("<4sIQI", b"PK\6\7", 0, 1 << 62, 1),
        "itself": struct.pack("<4sIQI", b"PK\6\7", 0, at + len(record), 1),
        "many-disks": struct.pack("<4sIQI", b"PK\6\7", 9, at, 9),
    }
    rows = [
        a_row("z14", f"locator-{name}", partial(with_end, record, locator), *_REFUSED_TWO)
        for name, locator in locators.items()
    ]
    truth = locators["agreeing"]
    extended = record[:4] + struct.pack("<Q", 60) + record[12:] + b"FICTIF".ljust(16)
    rows += [
        a_row("z14", "extended-record", partial(with_end, extended, truth), *_REFUSED_TWO),
        a_row("z14", "locator-alone", partial(with_end, b"", truth), *_REFUSED_TWO),
        a_row("z14", "full-count", partial(with_end, record, truth, count=_FULL16), *_REFUSED_TWO),
        a_row("z14", "full-place", partial(with_end, record, truth, place=_FULL32), *_REFUSED_TWO),
        a_row("z14", "full-count-no-record", partial(with_end, b"", b"", count=_FULL16), "refused", "truncated"),
        a_row("z14", "full-place-no-record", partial(with_end, b"", b"", place=_FULL32), "refused", "truncated"),
    ]
    return rows


def _inside(levels: int) -> bytes:
    """An archive in an archive in an archive."""
    raw = write_archive([Entry("fictif.txt", b"FICTIF")])
    for _ in range(levels - 1):
        raw = write_archive([Entry("inner.zip", raw)])
    return with_entries(Entry("assets/a.zip", raw))


def _nested() -> list[HostileInput]:
    hidden = write_archive([Entry("classes.dex", GOOD_DEX)])
    return [
        a_row("z08", "one-level", partial(_inside, 1), *READ, named="nested-archive"),
        a_row("z08", "two-levels", partial(_inside, 2), *UNREAD_CODE, named="nested-archive"),
        a_row("z08", "nine-levels", partial(_inside, 9), *UNREAD_CODE, named="nested-archive"),
        a_row("z08", "code-inside", lambda: with_entries(Entry("assets/a.bin", hidden)), *READ, named="nested-archive"),
        a_row("z08", "cut-inside", lambda: with_entries(Entry("assets/a.zip", hidden[:-30])), *UNREAD_CODE),
        a_row("z08", "bomb-inside", lambda: with_entries(Entry("assets/a.zip", bomb("a", 1024))), *READ),
        a_row("z08", "code-as-picture", lambda: with_entries(Entry("res/a.png", GOOD_DEX)), *READ, named="hidden-code"),
        a_row("z08", "compact-code", lambda: with_entries(Entry("assets/a", b"cdex001\0" + bytes(99))), *UNREAD_CODE),
        a_row(
            "z08", "optimised-code", lambda: with_entries(Entry("assets/a", b"dey\n036\0" + bytes(99))), *UNREAD_CODE
        ),
        a_row("z08", "compiled-code", lambda: with_entries(Entry("assets/a", b"oat\n001\0" + bytes(99))), *UNREAD_CODE),
        a_row("z08", "hundred-archives", lambda: with_entries(*(Entry(f"a{n}", hidden) for n in range(100))), *READ),
    ]


def _shared(count: int) -> bytes:
    raw = write_archive([Entry("a", zeros_stream(16), stored=True, method=DEFLATED, size=16 << 20)])
    directory, end = raw.index(b"PK\1\2"), raw.index(b"PK\5\6")
    rows = raw[directory:end] * count
    return raw[:directory] + rows + struct.pack("<4s4HIIH", b"PK\5\6", 0, 0, count, count, len(rows), directory, 0)


def _bombs() -> list[HostileInput]:
    ratio = ("refused", "unsafe-ratio")
    dropped = ("partly_read", "partly-read")
    return [
        a_row("z04", "asset", lambda: bomb("assets/a", 1024), *dropped, named="unsafe-ratio"),
        a_row("z04", "table", lambda: bomb("resources.arsc", 1024), *dropped, named="unsafe-ratio"),
        a_row("z04", "library", lambda: bomb("lib/arm64-v8a/liba.so", 1024), *dropped, named="unsafe-ratio"),
        a_row("z04", "asset-below-the-floor", lambda: bomb("assets/a", 60), *READ),
        a_row("z05", "asset-lying", lambda: bomb("assets/a", 1024, 10), *READ),
        a_row("z05", "library-lying", lambda: bomb("lib/arm64-v8a/liba.so", 1024, 10), *dropped),
        a_row("z05", "table-lying", lambda: bomb("resources.arsc", 1024, 10), *dropped),
        a_row("z06", "shared-2000", partial(_shared, 2_000), *ratio),
        a_row("z06", "shared-60000", partial(_shared, 60_000), *ratio),
        a_row("z07", "entries-60000", partial(many_entries, 60_000), *_NO_APK, heavy=True),
        a_row("z07", "entries-66000-counted-modulo", partial(many_entries, 66_000), *_NO_APK, heavy=True),
    ]


def _others() -> list[HostileInput]:
    def holding(*names: str) -> Callable[[], bytes]:
        return lambda: write_archive([Entry(name, b"FICTIF") for name in names])

    kinds = {
        "bundle": (holding("BundleConfig.pb", "base/manifest/AndroidManifest.xml"), ("refused", "app-bundle")),
        "java": (holding("META-INF/MANIFEST.MF", "fr/fictif/A.class"), _OTHER),
        "wheel": (holding("fictif-1.0.dist-info/METADATA", "fictif/__init__.py"), _NO_APK),
        "office": (holding("[Content_Types].xml", "word/document.xml"), _NO_APK),
        "open-document": (holding("mimetype", "content.xml"), _NO_APK),
        "book": (holding("mimetype", "META-INF/container.xml"), _NO_APK),
        "ios": (holding("Payload/Fictif.app/Info.plist"), ("refused", "not-an-apk")),
        "photographs": (holding("a.jpg", "b.jpg"), _NO_APK),
        "library": (holding("AndroidManifest.xml.txt", "classes.jar", "R.txt"), _NO_APK),
    }
    return [a_row("z18", name, make, *expected) for name, (make, expected) in kinds.items()]


def _codes() -> list[HostileInput]:
    def dexes(*names: str) -> Callable[[], bytes]:
        return lambda: without("classes.dex", *(Entry(name, GOOD_DEX) for name in names))

    many = tuple(f"classes{n if n > 1 else ''}.dex" for n in range(1, 501))
    too_many = tuple(f"classes{n if n > 1 else ''}.dex" for n in range(1, 601))
    return [
        a_row("z19", "code-500", dexes(*many), *READ),
        a_row("z19", "code-600", dexes(*too_many), *UNREAD_CODE),
        a_row("z19", "code-zero", dexes("classes.dex", "classes0.dex"), *READ, named="hidden-code"),
        a_row("z19", "code-one", dexes("classes.dex", "classes1.dex"), *READ, named="hidden-code"),
        a_row("z19", "code-gap", dexes("classes.dex", "classes3.dex"), *READ, named="code-out-of-sequence"),
        a_row("z19", "code-leading-zero", dexes("classes.dex", "classes02.dex"), *READ, named="hidden-code"),
        a_row("z19", "code-huge-number", dexes("classes.dex", "classes99999999999.dex"), *READ),
        a_row("z19", "assets-300-mib", lambda: bomb("assets/a", 300), "partly_read", "partly-read"),
    ]


CONTAINERS: tuple[HostileInput, ...] = (
    *_methods(),
    *_polyglots(),
    *_two_ends(),
    *_zip64(),
    *_nested(),
    *_bombs(),
    *_others(),
    *_codes(),
)
