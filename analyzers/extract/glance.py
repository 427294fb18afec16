"""A first look at a package: what it calls itself, who signed it, which known classes it defines or names.

Scan first, verify after: one pass over the strings of a code file tells which of a thousand known prefixes can be there
at all, and only those are looked up in the tables, which are in order in every file that the platform loads. For files
that are not, and for all that hides, there is the whole reading.
"""

import hashlib
import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from typing import Any

from analyzers.extract.manifest import MANIFEST_ENTRY, read_manifest
from analyzers.extract.values import Resolver
from analyzers.formats import scan
from analyzers.formats.archive import Archive, open_archive
from analyzers.formats.arsc import ResourceTable
from analyzers.formats.axml import read_axml
from analyzers.formats.dex import DexIndex, read_index
from analyzers.formats.endrecord import Buffer
from analyzers.formats.errors import FormatError
from analyzers.formats.scheme_v1 import find_signers, peek_certificate

Fact = dict[str, Any]

MAX_DEX = 256 << 20
MAX_RESOURCES = 192 << 20
MAX_MANIFEST = 16 << 20


@dataclass(slots=True)
class Seen:
    """How many classes below a prefix are defined in the package, and how many are only named."""

    defined: int = 0
    named: int = 0


class KnownClasses:
    """Class prefixes to look for, made ready once. A prefix is dotted and ends at a dot: `com.example.sdk`."""

    def __init__(self, prefixes: Iterable[str]) -> None:
        self.prefixes = sorted(set(prefixes))
        self.needles = [b"L" + prefix.replace(".", "/").encode() for prefix in self.prefixes]
        self._numbers = {needle: number for number, needle in enumerate(self.needles)}
        self._fast = None
        if scan.FAST and self.needles:
            kind = scan.FAST.Implementation.DFA
            self._fast = scan.FAST.BytesAhoCorasick(self.needles, implementation=kind)

    @cached_property
    def _slow(self) -> re.Pattern[bytes]:
        return re.compile(_expression(self.needles))

    def look(self, data: bytes, found: dict[str, Seen]) -> None:
        """Count the classes of one code file that lie below each prefix; the longest prefix of a class counts it."""
        for index in read_index(data):
            hits = self._hits(data, index)
            counted: list[tuple[bytes, int, int]] = []
            for number in sorted(hits, key=lambda number: -len(self.needles[number])):
                needle = self.needles[number]
                named = defined = 0
                for first, last in _ranges(data, index, needle):
                    named += last - first
                    defined += index.flags.count(1, first, last)
                for longer, its_named, its_defined in counted:
                    if longer.startswith(needle + b"/"):
                        named, defined = named - its_named, defined - its_defined
                if named:
                    counted.append((needle, named, defined))
                    seen = found.setdefault(self.prefixes[number], Seen())
                    seen.defined += defined
                    seen.named += named - defined

    def _hits(self, data: bytes, index: DexIndex) -> Iterable[int]:
        """Which prefixes stand anywhere among the strings."""
        if index.section is None or not self.needles:
            return ()
        if self._fast is None:
            # the longest at each place: those above it, to which no more than a class may belong, begin it
            texts = set(self._slow.findall(data, *index.section))
            return {self._numbers[start] for text in texts for start in _starts(text) if start in self._numbers}
        with memoryview(data) as whole, whole[index.section[0] : index.section[1]] as piece:
            return set(map(itemgetter(0), self._fast.find_matches_as_indexes(piece, overlapping=True)))


def _starts(text: bytes) -> Iterable[bytes]:
    """A class path and the packages above it."""
    yield text
    at = text.rfind(b"/")
    while at > 0:
        yield text[:at]
        at = text.rfind(b"/", 0, at)


def _expression(words: list[bytes]) -> bytes:
    """One expression for all words, in which no letter is tried twice."""
    parts = [
        re.escape(first) + _expression([word[1:] for word in group])
        for first, group in groupby(filter(None, words), key=lambda word: word[:1])
    ]
    body = parts[0] if len(parts) == 1 else b"(?:" + b"|".join(parts) + b")" if parts else b""
    return b"(?:" + body + b")?" if parts and not words[0] else body


def _ranges(data: bytes, index: DexIndex, needle: bytes) -> Iterable[tuple[int, int]]:
    """Where the types lie that are this class, inside it, or below this package: two searches in the table for each."""
    length = len(needle) + 1
    for sign, after in ((b"$", b"%"), (b"/", b"0"), (b";", b"<")):
        first = bisect_left(index.types, needle + sign, key=lambda string: index.word(data, string, length))
        if first < len(index.types) and index.word(data, index.types[first], length) == needle + sign:
            last = bisect_left(index.types, needle + after, first, key=lambda string: index.word(data, string, length))
            yield first, last


def glance(data: Buffer, known: KnownClasses) -> Fact:
    """The first look. Raises `FormatError` where there is nothing to look at; what else was not read, it says.

    A package of which no single reading is sure, or with code elsewhere, is for the whole reading: here absence proves
    nothing.
    """
    archive = open_archive(data)
    found, unread = look_for(archive, known)
    facts = _facts(archive, unread)
    signers = [peek_certificate(archive, signer) for signer in find_signers(archive)[:1]]
    return {
        "sha256": hashlib.sha256(data).hexdigest(),
        **{name: facts.get(name) for name in ("packageName", "versionCode", "versionName")},
        "label": facts.get("label", {}),
        "permissions": [row["name"] for row in facts.get("permissions", ())],
        "libraries": facts.get("libraries", []),
        "signer": next((one.sha256 for one in signers if one), None),
        "classes": {prefix: [seen.defined, seen.named] for prefix, seen in sorted(found.items())},
        "unread": unread,
    }


def _facts(archive: Archive, unread: list[Fact]) -> Fact:
    """What the manifest states; what stands in the way is written down."""
    entry, table, found = archive.find(MANIFEST_ENTRY), archive.find("resources.arsc"), None
    try:
        found = ResourceTable(archive.read(table, MAX_RESOURCES)) if table else None
    except FormatError as refusal:
        unread.append({"entry": "resources.arsc", "why": refusal.code})
    why = "no-manifest"
    try:
        if entry is not None:
            return read_manifest(read_axml(archive.read(entry, MAX_MANIFEST)), Resolver(found))
    except FormatError as refusal:
        why = refusal.code
    unread.append({"entry": MANIFEST_ENTRY, "why": why})
    return {}


def look_for(archive: Archive, known: KnownClasses) -> tuple[dict[str, Seen], list[Fact]]:
    """Which known prefixes are in the code files that the platform loads, and which of these could not be read."""
    found: dict[str, Seen] = {}
    unread: list[Fact] = []
    for number in range(1, len(archive.entries) + 2):
        entry = archive.find(f"classes{number if number > 1 else ''}.dex")
        if entry is None:
            break
        try:
            known.look(archive.read(entry, MAX_DEX), found)
        except FormatError as refusal:
            unread.append({"entry": entry.name, "why": refusal.code})
    return found, unread


def take_glance(data: Buffer, prefixes: list[str]) -> Fact:
    """The first look in a child, for prefixes that it was told."""
    try:
        return glance(data, KnownClasses(prefixes))
    except FormatError as refusal:
        return {"refused": refusal.code}
