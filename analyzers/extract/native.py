"""Native libraries of a package as evidence: what they are, what they say of themselves, the addresses they hold."""

import hashlib
import re
from typing import Any

from analyzers.extract.values import printable
from analyzers.formats.archive import Archive
from analyzers.formats.dart import read_strings
from analyzers.formats.directory import Entry
from analyzers.formats.elf import Library, read_elf
from analyzers.formats.endrecord import Buffer
from analyzers.formats.errors import FormatError
from analyzers.formats.mentions import Mentions
from analyzers.formats.scan import Mark

Fact = dict[str, Any]

MAX_NATIVE = 512 << 20
MAX_NATIVE_FILES = 2_000
_LOADER = Mark(b"DexClassLoader")
_LOADERS = (b"dalvik/system/DexClassLoader", b"dalvik/system/InMemoryDexClassLoader")
DART = "libapp.so"  # what Flutter calls the compiled app
NATIVE = re.compile(r"lib/([^/]{1,64})/([^/]+\.so)")


def read_native(archive: Archive, mentions: Mentions) -> tuple[list[Fact], list[Fact]]:
    """The libraries, and what of them stayed unread. Loaders of code that one names go to the names of constants."""
    rows: list[Fact] = []
    unread: list[Fact] = []
    for entry in archive.entries:
        match = NATIVE.fullmatch(entry.name) if entry.name.startswith("lib/") else None
        if match is None:
            continue
        if len(rows) >= MAX_NATIVE_FILES:
            unread.append({"entry": entry.name, "why": "too-many-libraries"})
            break
        try:
            data, first, last = archive.span(entry, MAX_NATIVE)
        except FormatError as refusal:
            unread.append({"entry": entry.name, "why": refusal.code})
            continue
        rows.append(_row(entry, match[1], data, (first, last)))
        for name, at in _loaders(data, first, last).items():
            mentions.look_at_name(name.replace(b"/", b"."), at, entry.name)
        _look(mentions, (data, first, last), entry.name, is_dart=match[2] == DART)
    return rows, unread


def _loaders(data: Buffer, first: int, last: int) -> dict[bytes, int]:
    """Loaders of code that a library names, each with its first place: all end alike, and one look finds both."""
    found: dict[bytes, int] = {}
    for at in _LOADER.places(data, first, last):
        for name in _LOADERS:
            start = at + len(_LOADER.mark) - len(name)
            if start >= first and data[start : start + len(name)] == name:
                found.setdefault(name, start)
    return {name: found[name] for name in _LOADERS if name in found}


def _look(mentions: Mentions, span: tuple[Buffer, int, int], shown: str, *, is_dart: bool) -> None:
    """Addresses of a library: in C a zero byte ends them, in a Dart snapshot only their length tells where they end."""
    if not is_dart:
        mentions.look_at_text(*span, shown)
        return
    for at, text in read_strings(*span):
        if b"://" in text:
            mentions.look_at_string(text, at, shown)
        else:
            mentions.look_at_name(text, at, shown)


def _row(entry: Entry, abi: str, data: Buffer, span: tuple[int, int]) -> Fact:
    with memoryview(data) as whole, whole[span[0] : span[1]] as body:
        digest = hashlib.sha256(body).hexdigest()
    try:
        library = read_elf(data, *span)
    except FormatError:
        library = Library()
    row: Fact = {"file": entry.name, "abi": abi, "sha256": digest, "size": span[1] - span[0]}
    row |= {"soname": printable(library.soname) if library.soname else None, "build_id": library.build_id}
    hardening = {"relro": library.read_only_relocations, "executableStack": library.executable_stack}
    return row | {"needed": [printable(name) for name in library.needed], "hardening": hardening}
