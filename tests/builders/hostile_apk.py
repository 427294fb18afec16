"""Bad packages: what is no package, what stops midway, what unpacks for ever, what two tools would read differently."""

import struct
import zlib
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache, partial

from criteria.findings import ArtifactKind
from tests.builders.apk import ApkSource, Component, build_apk, entries_of
from tests.builders.archive import DEFLATED, Entry, write_archive
from tests.builders.dex import ClassSource, write_dex
from tests.builders.hostile import CUT_SHORT, NOT_CLEAN, PARTLY, REFUSED, HostileInput, cut
from tests.builders.hostile_dex import (
    GOOD_DEX,
    empty_chunk_manifest,
    endless_string_dex,
    lying_dexes,
    lying_pool_manifest,
    nested_manifest,
)

MANIFEST = "AndroidManifest.xml"
_SOURCE = ApkSource(
    "fr.fictif.hostile",
    components=(Component("activity", "fr.fictif.hostile.Accueil"),),
    dex=((ClassSource("fr.fictif.hostile.Accueil", extends="android.app.Activity"),),),
    native={"lib/arm64-v8a/libfictif.so": "FICTIF"},
)
READ, DEVIATES = ("read", "read"), ("partly_read", "ambiguous-archive-read")
UNREAD_CODE, NO_MANIFEST = ("partly_read", "code-unread"), ("partly_read", "broken-manifest")

_AMBIGUOUS = frozenset({"ambiguous-archive", "ambiguous-archive-read"})
_NOT_WHOLE = frozenset({"truncated", "not-an-apk", "ambiguous-archive", "unreadable-archive"})
_UNREAD_CODE = frozenset({"code-unread"})
_BROKEN = frozenset({"broken-manifest"})


@cache
def a_good_apk() -> bytes:
    """A small whole package, unsigned, from which the bad ones are made."""
    return build_apk(_SOURCE, None)


def _entries(**changed: bytes | None) -> list[Entry]:
    """The good package's entries with some replaced, added, or (None) left out; `_` stands for the dot."""
    wanted = {name.replace("__", "."): raw for name, raw in changed.items()}
    kept = [entry for entry in entries_of(_SOURCE) if entry.name not in wanted]
    return kept + [Entry(name, raw) for name, raw in wanted.items() if raw is not None]


def with_dex(raw: bytes) -> bytes:
    """The good package with another code file."""
    return write_archive(_entries(classes__dex=raw))


def with_manifest(raw: bytes) -> bytes:
    """The good package with another manifest."""
    return write_archive(_entries(AndroidManifest__xml=raw))


def the_entries() -> tuple[Entry, ...]:
    """The members of the good package."""
    return entries_of(_SOURCE)


def with_entries(*added: Entry) -> bytes:
    """The good package with more members, whatever their names."""
    return write_archive([*entries_of(_SOURCE), *added])


def without(name: str, *added: Entry) -> bytes:
    """The good package with a member left out and others added."""
    return write_archive([*(entry for entry in entries_of(_SOURCE) if entry.name != name), *added])


def _changed(name: str, change: Callable[[Entry], Entry]) -> bytes:
    return write_archive([change(entry) if entry.name == name else entry for entry in entries_of(_SOURCE)])


@cache
def zeros_stream(mebibytes: int) -> bytes:
    """A deflate stream of zeros: a full flush makes one mebibyte repeatable, so a bomb costs nothing to make."""
    machine = zlib.compressobj(9, zlib.DEFLATED, -15)
    one = machine.compress(bytes(1 << 20)) + machine.flush(zlib.Z_FULL_FLUSH)
    end = zlib.compressobj(9, zlib.DEFLATED, -15).flush()
    return one * mebibytes + end


@cache
def _zeros_sum(mebibytes: int) -> int:
    total = 0
    for _ in range(mebibytes):
        total = zlib.crc32(bytes(1 << 20), total)
    return total


def bomb(name: str, mebibytes: int, stated: int | None = None) -> bytes:
    """An entry that unpacks out of all proportion, telling its true size or a small one."""
    stream = zeros_stream(mebibytes)
    size = mebibytes << 20 if stated is None else stated
    packed = Entry(name, stream, stored=True, method=DEFLATED, size=size, crc=_zeros_sum(mebibytes))
    return write_archive([entry for entry in entries_of(_SOURCE) if entry.name != name] + [packed])


def shared_stream(count: int = 500) -> bytes:
    """Hundreds of directory rows over one stream: a few kilobytes that claim gigabytes."""
    raw = write_archive([Entry(MANIFEST, zeros_stream(16), stored=True, method=DEFLATED, size=16 << 20)])
    directory, end = raw.index(b"PK\x01\x02"), raw.index(b"PK\x05\x06")
    rows = raw[directory:end] * count
    return raw[:directory] + rows + struct.pack("<4s4HIIH", b"PK\5\6", 0, 0, count, count, len(rows), directory, 0)


def many_entries(count: int) -> bytes:
    """More empty members than any app has; the end record counts modulo 65,536, as old tools wrote."""
    return write_archive([Entry(str(number), b"", stored=True) for number in range(count)])


def _bundle(*names: str) -> Callable[[], bytes]:
    return lambda: write_archive([Entry(name, b"FICTIF") for name in names])


def a_row(
    row: str, name: str, make: Callable[[], bytes], state: str, code: str, *, heavy: bool = False, named: str = ""
) -> HostileInput:
    """One bad package with the one way in which its reading may end."""
    known = f"{row}-{name}"
    return HostileInput(known, ArtifactKind.APK, make, frozenset({state}), frozenset({code}), heavy, row, named)


def _apk(
    name: str, make: Callable[[], bytes], states: frozenset[str], codes: Iterable[str], *, heavy: bool = False
) -> HostileInput:
    return HostileInput(f"apk-{name}", ArtifactKind.APK, make, states, frozenset(codes), heavy)


def _at_the_door() -> list[HostileInput]:
    fakes = {
        "html": b"<!doctype html><title>404</title>",
        "one-byte": b"\0",
        "two-letters": b"PK",
        "end-record-only": b"PK\5\6" + b"\0" * 18,
        "bare-dex": GOOD_DEX,
        "text": b"Bonjour, voici une application." * 100,
        "gzip": b"\x1f\x8b\x08\0" + b"\0" * 60,
        "python-pickle": b"\x80\x04\x95\x0b\x00\x00\x00\x00\x00\x00\x00\x8c\x07FICTIF!\x94.",
    }
    found = [_apk("empty", lambda: b"", REFUSED, ["empty-file"])]
    found += [_apk(name, partial(bytes, raw), REFUSED, ["not-an-apk", "truncated"]) for name, raw in fakes.items()]
    bundles = {
        "aab": _bundle("BundleConfig.pb", "base/manifest/AndroidManifest.xml", "base/dex/classes.dex"),
        "jar": _bundle("META-INF/MANIFEST.MF", "fr/fictif/A.class"),
        "xapk": _bundle("manifest.json", "fr.fictif.hostile.apk", "config.fr.apk"),
        "apks": _bundle("toc.pb", "splits/base-master.apk"),
    }
    expected = {"aab": "app-bundle", "jar": "unsupported-package"}
    found += [
        _apk(f"other-{name}", make, REFUSED, [expected.get(name, "set-part-unreadable")])
        for name, make in bundles.items()
    ]
    office = _bundle("[Content_Types].xml", "word/document.xml")
    found.append(_apk("other-docx", office, REFUSED, ["not-an-apk", "unsupported-package"]))
    return found


def _shortened(part: int) -> bytes:
    return cut(a_good_apk(), part)


def _truncations() -> list[HostileInput]:
    return [_apk(f"truncated-{part:02}-of-64", partial(_shortened, part), REFUSED, _NOT_WHOLE) for part in range(1, 64)]


def _bombs() -> list[HostileInput]:
    return [
        _apk("bomb-manifest", lambda: bomb(MANIFEST, 1024), CUT_SHORT, ["unsafe-ratio"]),
        _apk("bomb-manifest-lying", lambda: bomb(MANIFEST, 1024, 10), NOT_CLEAN, ["unsafe-ratio", *_BROKEN]),
        _apk("bomb-code", lambda: bomb("classes.dex", 1024), NOT_CLEAN, ["unsafe-ratio", *_UNREAD_CODE]),
        _apk("bomb-code-lying", lambda: bomb("classes.dex", 1024, 1000), NOT_CLEAN, ["unsafe-ratio", *_UNREAD_CODE]),
        _apk("bomb-shared-stream", shared_stream, CUT_SHORT, ["unsafe-ratio", "ambiguous-archive"]),
        _apk(
            "many-entries",
            lambda: many_entries(70_000),
            CUT_SHORT,
            ["too-many-entries", "ambiguous-archive", "unreadable-archive", "not-an-apk"],
            heavy=True,
        ),
    ]


def _two_readings() -> list[HostileInput]:
    manifest = next(entry for entry in entries_of(_SOURCE) if entry.name == MANIFEST)
    other_dex = write_dex([ClassSource("fr.fictif.hostile.Autre")])
    made = {
        "two-manifests": lambda: with_entries(replace(manifest, data=b"\3\0\x08\0\x08\0\0\0")),
        "two-codes": lambda: with_entries(Entry("classes.dex", other_dex)),
        "code-before": lambda: GOOD_DEX + a_good_apk(),
        "bytes-after": lambda: a_good_apk() + b"FICTIF" * 10,
        "two-ends": lambda: a_good_apk() + write_archive(_entries(classes__dex=other_dex)),
        "end-in-comment": lambda: write_archive(entries_of(_SOURCE), b"PK\5\6" + b"\0" * 18),
        "local-name-differs": lambda: _changed(
            MANIFEST, lambda entry: replace(entry, local_name="AndroidManifesX.xml")
        ),
        "shadow-entry": lambda: with_entries(Entry("classes.dex/x", b"FICTIF")),
    }
    return [_apk(f"ambiguous-{name}", make, REFUSED | PARTLY, _AMBIGUOUS) for name, make in made.items()]


def _unread() -> list[HostileInput]:
    manifests = {
        "nested": nested_manifest(),
        "lying-pool": lying_pool_manifest(),
        "empty-chunk": empty_chunk_manifest(),
        "text": b'<!DOCTYPE m [<!ENTITY a SYSTEM "file:///etc/passwd">]><manifest>&a;</manifest>',
        "empty": b"",
    }
    codes = {**lying_dexes(), "endless-string": endless_string_dex()}
    found = [_apk(f"dex-{name}", partial(with_dex, raw), PARTLY, _UNREAD_CODE) for name, raw in codes.items()]
    found += [
        _apk(f"manifest-{name}", partial(with_manifest, raw), NOT_CLEAN, _BROKEN) for name, raw in manifests.items()
    ]
    return found


def _no_code() -> list[HostileInput]:
    """Whole packages in which there is nothing to look at: read, and said."""
    read = frozenset({"read"})
    return [
        _apk("code-absent", lambda: write_archive(_entries(classes__dex=None)), read, ["no-code"]),
        _apk("code-of-zero-classes", lambda: with_dex(write_dex([])), read, ["no-code"]),
    ]


PACKAGES: tuple[HostileInput, ...] = (
    *_at_the_door(),
    *_truncations(),
    *_bombs(),
    *_two_readings(),
    *_unread(),
    *_no_code(),
)
