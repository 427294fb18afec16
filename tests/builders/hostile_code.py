"""Packages whose code file lies in every field of its header, goes round in circles, or calls itself something else."""

import struct
from functools import partial

from tests.builders.dex import ClassSource, write_dex
from tests.builders.hostile import HostileInput
from tests.builders.hostile_apk import READ, UNREAD_CODE, a_row, with_dex
from tests.builders.hostile_dex import GOOD_DEX, endless_string_dex, reseal, with_field

_FULL = 0xFFFFFFFF
# Field -> place in the header.
_FIELDS = {
    "size": 0x20, "head": 0x24, "byte-order": 0x28, "link-size": 0x2C, "link-place": 0x30, "map": 0x34,
    "strings": 0x38, "strings-place": 0x3C, "types": 0x40, "types-place": 0x44, "protos": 0x48, "protos-place": 0x4C,
    "fields": 0x50, "fields-place": 0x54, "methods": 0x58, "methods-place": 0x5C, "classes": 0x60,
    "classes-place": 0x64, "data": 0x68, "data-place": 0x6C,
}  # fmt: skip
_VALUES = {"zero": 0, "one": 1, "max": _FULL, "length": len(GOOD_DEX), "length-less-one": len(GOOD_DEX) - 1}
_NO_CODE = ("read", "no-code")


# Fields on which reading the classes hangs: any lie is noticed. Whatever is not listed is not looked at.
_NOTICED = ("byte-order", "strings", "strings-place", "types", "types-place", "classes", "classes-place")
_ENDS = {
    "classes-zero": _NO_CODE,
    "classes-one": READ,
    "size-zero": UNREAD_CODE,
    "size-one": UNREAD_CODE,
    "size-max": UNREAD_CODE,
}


def _expected(field: str, value: str) -> tuple[str, str]:
    return _ENDS.get(f"{field}-{value}", UNREAD_CODE if field in _NOTICED else READ)


def _fields() -> list[HostileInput]:
    return [
        a_row(
            "d02",
            f"{field}-{value}",
            lambda at=at, number=number: with_dex(with_field(GOOD_DEX, at, number)),
            *_expected(field, value),
        )
        for field, at in _FIELDS.items()
        for value, number in _VALUES.items()
    ]


def _circles() -> list[HostileInput]:
    name = "fr.fictif.hostile"
    start = ClassSource(f"{name}.Accueil", extends="android.app.Activity")

    def classes(*more: ClassSource) -> bytes:
        return with_dex(write_dex([start, *more]))

    many = [ClassSource(f"{name}.c{n // 1_000}.C{n}") for n in range(20_000)]
    return [
        a_row("d03", "own-parent", lambda: classes(ClassSource(f"{name}.A", extends=f"{name}.A")), *READ),
        a_row("d03", "own-interface", lambda: classes(ClassSource(f"{name}.A", implements=(f"{name}.A",))), *READ),
        a_row("d03", "own-call", lambda: classes(ClassSource(f"{name}.A", calls=(f"{name}.A",))), *READ),
        a_row("d03", "classes-20000", lambda: classes(*many), *READ, heavy=True),
        a_row(
            "d03",
            "interfaces-500",
            lambda: classes(ClassSource(f"{name}.A", implements=tuple(f"i.I{n}" for n in range(500)))),
            *READ,
        ),
        a_row("d03", "string-of-30000", lambda: classes(ClassSource(f"{name}.A", strings=("F" * 30_000,))), *READ),
        a_row(
            "d03",
            "strings-20000",
            lambda: classes(ClassSource(f"{name}.A", strings=tuple(map(str, range(20_000))))),
            *READ,
            heavy=True,
        ),
        a_row("d03", "name-of-9000", lambda: classes(ClassSource("f." + "a" * 9_000)), *UNREAD_CODE),
        a_row("d03", "name-unprintable", lambda: classes(ClassSource("f.\u202e\x01")), *READ),
    ]


def _lengths() -> list[HostileInput]:
    """String lengths in more bytes than any number needs, where a descriptor should be."""
    (first,) = struct.unpack_from("<I", GOOD_DEX, 0x70)

    def with_length(raw: bytes) -> bytes:
        return with_dex(reseal(GOOD_DEX[:first] + raw + GOOD_DEX[first + len(raw) :]))

    return [
        a_row("d04", "length-of-ten-bytes", lambda: with_length(b"\xff" * 10), *READ),
        a_row("d04", "length-never-ending", lambda: with_length(b"\xff" * (len(GOOD_DEX) - first)), *UNREAD_CODE),
    ]


def _kinds() -> list[HostileInput]:
    def named(magic: bytes) -> bytes:
        return with_dex(magic + GOOD_DEX[8:])

    versions = (b"000", b"009", b"034", b"035", b"036", b"037", b"038", b"039", b"040", b"999")
    rows = [a_row("d05", f"version-{v.decode()}", partial(named, b"dex\n" + v + b"\0"), *READ) for v in versions]
    strangers = {
        "version-letters": b"dex\nabc\0", "version-open": b"dex\n0355", "compact": b"cdex001\0",
        "optimised": b"dey\n036\0", "class-file": b"\xca\xfe\xba\xbe\0\0\0\x34", "elf": b"\x7fELF\2\1\1\0",
        "capitals": b"DEX\n035\0", "zeros": bytes(8),
    }  # fmt: skip
    rows += [a_row("d05", name, partial(named, magic), *UNREAD_CODE) for name, magic in strangers.items()]
    changed = {
        "wrong-checksum": GOOD_DEX[:8] + b"\0\0\0\0" + GOOD_DEX[12:],
        "wrong-digest": GOOD_DEX[:12] + bytes(20) + GOOD_DEX[32:],
        "bytes-after": GOOD_DEX + bytes(1_000),
        "another-after": GOOD_DEX + GOOD_DEX,
    }
    rows += [a_row("d05", name, partial(with_dex, raw), *READ) for name, raw in changed.items()]
    short = {
        "empty": b"",
        "magic-alone": GOOD_DEX[:8],
        "header-alone": GOOD_DEX[:112],
        "half": GOOD_DEX[: len(GOOD_DEX) // 2],
    }
    return rows + [a_row("d05", f"cut-{name}", partial(with_dex, raw), *UNREAD_CODE) for name, raw in short.items()]


CODE: tuple[HostileInput, ...] = (
    a_row("d01", "endless-string", lambda: with_dex(endless_string_dex()), *UNREAD_CODE),
    *_fields(),
    *_circles(),
    *_lengths(),
    *_kinds(),
)
