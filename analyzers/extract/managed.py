"""Code of .NET and Unity: the assemblies of a package and Unity's compiled metadata, for names, hosts and strings."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from analyzers.formats import dotnet, il2cpp
from analyzers.formats.archive import Archive
from analyzers.formats.assemblies import list_stored, unpack
from analyzers.formats.directory import Entry
from analyzers.formats.errors import FormatError
from analyzers.formats.mentions import Mentions

MAX_ENTRY = 256 << 20
MAX_UNPACKED = 768 << 20  # of all assemblies of a package
MAX_ASSEMBLIES = 20_000
MAX_NAMES = 5_000
_INSIDE = "!/"
_XAMARIN = re.compile(r"assemblies/(?:[^/]+/)*[^/]+\.dll")
_STORES = re.compile(
    r"assemblies/[^/]*assemblies[^/]*\.blob|lib/[^/]+/lib(?:assemblies\.[^/]*\.blob|assembly-store)\.so"
)
_WRAPPED = re.compile(r"(lib/[^/]+/)lib_[^/]+\.dll\.so")  # one assembly to a library, and hundreds of these
_UNITY = re.compile(r"assets/bin/Data/Managed/(?:[^/]+/)*[^/]+\.dll")
_METADATA = re.compile(r"assets/bin/Data/Managed/Metadata/[^/]+\.dat")
_BARE = ("lib/", "assemblies/", "assets/bin/")


@dataclass(slots=True)
class Bundle:
    """What was read of one bundle: its runtime, where it lies, what it names, and why something stayed unread."""

    kind: str
    place: str
    version: str | None = None
    names: set[str] = field(default_factory=set)
    why: str | None = None


def read_managed(archive: Archive, mentions: Mentions) -> list[Bundle]:
    """Every bundle of assemblies and of compiled metadata, in the order of the entries."""
    reader = _Reader(archive, mentions)
    for entry in archive.entries:
        if entry.name.startswith(_BARE):
            reader.look(entry)
    return list(reader.bundles.values())


class _Reader:
    def __init__(self, archive: Archive, mentions: Mentions) -> None:
        self.archive, self.mentions = archive, mentions
        self.bundles: dict[str, Bundle] = {}
        self.seen: set[bytes] = set()
        self.left, self.count = MAX_UNPACKED, 0

    def look(self, entry: Entry) -> None:
        """Read one entry if it is one of these; whatever goes wrong is written down, never raised."""
        name = entry.name
        if _XAMARIN.fullmatch(name):
            self._read(self._bundle("xamarin", "assemblies/"), entry, stored=False)
        elif _STORES.fullmatch(name):
            self._read(self._bundle("xamarin", name), entry, stored=True)
        elif wrapped := _WRAPPED.fullmatch(name):
            self._read(self._bundle("xamarin", wrapped[1]), entry, stored=True)
        elif _UNITY.fullmatch(name):
            self._read(self._bundle("unity", "assets/bin/Data/Managed/"), entry, stored=False)
        elif _METADATA.fullmatch(name):
            self._metadata(self._bundle("unity", name), entry)

    def _bundle(self, kind: str, place: str) -> Bundle:
        return self.bundles.setdefault(place, Bundle(kind, place))

    def _read(self, bundle: Bundle, entry: Entry, *, stored: bool) -> None:
        try:
            data = self.archive.read(entry, MAX_ENTRY)
            for at, raw in list_stored(data) if stored else [(0, data)]:
                self._one(bundle, raw, entry.name, at if stored else None)
        except FormatError as refusal:
            bundle.why = bundle.why or refusal.code

    def _one(self, bundle: Bundle, raw: bytes, shown: str, at: int | None) -> None:
        """One assembly. A copy of one already read, for another processor, is not read again."""
        mark = hashlib.sha256(raw).digest()
        if mark in self.seen:
            return
        self.seen.add(mark)
        self.count += 1
        try:
            data = unpack(raw, self.left if self.count <= MAX_ASSEMBLIES else -1)
            self.left -= len(data)
            found = dotnet.read_assembly(data)
        except FormatError as refusal:
            bundle.why = bundle.why or refusal.code
            return
        self._keep(bundle, [found.name, *found.namespaces])
        inside = shown if at is None else f"{shown}{_INSIDE}{found.name or at}"
        self._strings(dotnet.read_user_strings(data, found.strings), inside, 2)

    def _strings(self, found: Iterator[tuple[int, bytes]], shown: str, width: int) -> None:
        for at, text in found:
            if b"://" in text:
                self.mentions.look_at_string(text, at, shown, width)
            elif b"." in text:
                self.mentions.look_at_name(text, at, shown, width)

    def _metadata(self, bundle: Bundle, entry: Entry) -> None:
        try:
            data = self.archive.read(entry, MAX_ENTRY)
            version, literals, names = il2cpp.read_tables(data)
            bundle.version = str(version)
            self._keep(bundle, (name.decode("ascii") for name in sorted(il2cpp.read_names(data, names))))
            self._strings(il2cpp.read_literals(data, literals), entry.name, 1)
        except FormatError as refusal:
            bundle.why = bundle.why or refusal.code

    @staticmethod
    def _keep(bundle: Bundle, names: "Iterator[str] | list[str]") -> None:
        for name in names:
            if name and len(bundle.names) < MAX_NAMES:
                bundle.names.add(name)
