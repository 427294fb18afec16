"""The code of a package: every DEX wherever it hides, its classes by package, and what stayed unread."""

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from typing import Any

from analyzers.extract.own import ASKED, ORDINARY
from analyzers.extract.veiled import find_veil
from analyzers.formats.archive import Archive, open_archive
from analyzers.formats.calls import Calls, find_calls
from analyzers.formats.dex import DexPart, DexTables, code_units, descriptor_length, oddities, read_dex
from analyzers.formats.directory import Entry
from analyzers.formats.errors import FormatError
from analyzers.formats.inflate import gunzip_head
from analyzers.formats.loads import find_loaders
from analyzers.formats.mentions import Mentions

Fact = dict[str, Any]

MAX_DEX = 256 << 20
MAX_DEX_TOTAL = 1 << 30
MAX_DEX_FILES = 500
MAX_NESTED = 64 << 20
MAX_CLASS_NAMES = 400_000
_STANDARD = re.compile(r"classes([2-9]|[1-9][0-9]+)?\.dex")
_DEX_MAGIC, _ZIP_MAGIC = b"dex\n", b"PK\x03\x04"
_CODE_MAGICS = {b"cdex": "compact-dex", b"dey\n": "optimised-dex", b"oat\n": "compiled-code"}
_ELF_MAGIC, _GZIP, _PEEK = b"\x7fELF", b"\x1f\x8b\x08", 512
_TELLING = frozenset({_DEX_MAGIC, _ZIP_MAGIC, _ELF_MAGIC, *_CODE_MAGICS})
_LOADERS = frozenset(
    f"dalvik/system/{name}" for name in ("DexClassLoader", "InMemoryDexClassLoader", "PathClassLoader", "DexFile")
)
WEIGHED, MAX_WEIGHED = 3, 3_000  # classes of a package, and of all such packages, whose instructions are counted
_OUTSIDE = "!/"  # between an archive inside the package and a member of it
_HEAD = 4
_NAMED: Fact = {"classes": [], "count": 0, "referenced": 0, "instructions": None, "at": None}


@dataclass(slots=True)
class CodeRead:
    """What was gathered from all DEX files of one package."""

    dex: list[Fact] = field(default_factory=list)
    unread: list[Fact] = field(default_factory=list)
    deviations: list[tuple[str, str, int]] = field(default_factory=list)  # code, entry, offset
    classes: int = 0
    bytes_unread: int = 0
    opaque: bool = False  # whether code, or what looks like code, stayed unread
    packages: dict[str, Fact] = field(default_factory=dict)
    names: Container[str] = frozenset()  # every defined class, with dots
    loaders: list[str] = field(default_factory=list)  # platform classes that load further code, where they are named
    mentions: Mentions = field(default_factory=Mentions)  # addresses and names among the strings
    calls: list[tuple[str, Calls]] = field(default_factory=list)  # what own code calls, by code file


class _Names:
    """Every defined class, asked for by its dotted name; none is written out for that."""

    def __init__(self, defined: list[Mapping[str, int]]) -> None:
        self.defined = defined

    def __contains__(self, name: object) -> bool:
        path = str(name).replace(".", "/")
        return any(path in classes for classes in self.defined)


@dataclass(slots=True)
class _Defined:
    """The classes that one part of a code file defines, by package, in order."""

    shown: str
    part: DexPart
    packages: dict[str, list[str]]  # package -> simple names


class _Gatherer:
    def __init__(self, own: tuple[str, ...]) -> None:
        self.read = CodeRead()
        self.own = own
        self.defined: list[_Defined] = []
        self.named: set[str] = set()
        self.weights: dict[tuple[str, str], int] = {}  # package and class -> units of instructions
        self.total = 0

    def dex(self, archive: Archive, entry: Entry, shown: str) -> None:
        """Read one DEX file; whatever goes wrong is written down, never raised."""
        row: Fact = {"entry": shown, "sha256": None, "size": entry.size, "read": False, "why": None}
        row |= {"classes": 0, "strings": 0}
        self.read.dex.append(row)
        try:
            data = archive.read(entry, self._allowance())
            self.total += len(data)
            digest = archive.digests[entry.index] = hashlib.sha256(data).digest()
            row |= {"sha256": digest.hex(), "size": len(data)}
            tables = read_dex(data)
        except FormatError as refusal:
            row["why"] = refusal.code
            self.read.unread.append({"entry": shown, "why": refusal.code})
            self.read.bytes_unread += row["size"]
            self.read.opaque = True
            return
        self.read.deviations += [(code, shown, entry.header) for code in oddities(data)]
        row |= {"read": True, "classes": tables.classes, "strings": tables.strings}
        small = Counter[str]()
        for part in tables.parts:
            self._add(part, shown, small)
        self._weigh(small, data, self.defined[-len(tables.parts) :])
        for first, last in tables.sections:
            self.read.mentions.look_at_constants(data, first, last, shown)
        self._find_users(tables, shown, data)
        self.read.calls.append((shown, find_calls(data, tables, self.own, ORDINARY, ASKED)))

    def _find_users(self, tables: DexTables, shown: str, data: bytes) -> None:
        """Say which classes load the addresses that were first met in this file."""
        mentions = self.read.mentions
        met = {
            place[1]: raw
            for rows in (mentions.urls, mentions.hosts)
            for raw, place in rows.items()
            if place[0] == shown
        }
        for place, paths in find_loaders(data, met, tables).items():
            mentions.users[met[place]] = tuple(path.replace("/", ".") for path in paths)

    def _allowance(self) -> int:
        """How much of the next DEX file may be read: nothing once there are too many."""
        left = MAX_DEX_TOTAL - self.total if len(self.read.dex) <= MAX_DEX_FILES else -1
        return min(MAX_DEX, left)

    def _add(self, part: DexPart, shown: str, small: Counter[str]) -> None:
        packages: dict[str, list[str]] = defaultdict(list)
        for path in part.defined:
            package, _, simple = path.rpartition("/")
            packages[package].append(simple)
        small.update({package: len(names) for package, names in packages.items()})
        self.defined.append(_Defined(shown, part, packages))
        self.named.update(part.paths)

    def _weigh(self, small: Counter[str], data: bytes, files: list[_Defined]) -> None:
        """Count the instructions of packages of a few classes: a placeholder looks like this, and has hardly any."""
        few = [package for package, count in small.items() if package and count <= WEIGHED]
        for one in files:
            wanted = {
                one.part.defined[path]: (package, path)
                for package in few
                for simple in one.packages.get(package, ())
                for path in (f"{package}/{simple}",)
            }
            for kind, body in zip(*one.part.rows, strict=True) if wanted else ():
                pair = wanted.pop(kind, None)  # the first row of a class counts
                if pair is not None and len(self.weights) < MAX_WEIGHED:
                    units = code_units(data, body)
                    if units is not None:
                        self.weights[pair] = units

    def nested(self, archive: Archive, entry: Entry) -> None:
        """Look one level into an archive inside the package: code there can be loaded at run time."""
        self.read.deviations.append(("nested-archive", entry.name, entry.header))
        try:
            inner = open_archive(archive.read(entry, MAX_NESTED))
        except FormatError as refusal:
            self._unread(entry.name, refusal.code)
            return
        for member in inner.entries:
            head = inner.head(member, _HEAD)
            if head == _DEX_MAGIC or member.name.endswith(".dex"):
                self.dex(inner, member, f"{entry.name}{_OUTSIDE}{member.name}")
            elif head == _ZIP_MAGIC:
                self._unread(f"{entry.name}{_OUTSIDE}{member.name}", "nested-too-deep")

    def _unread(self, shown: str, why: str) -> None:
        self.read.unread.append({"entry": shown, "why": why})
        self.read.opaque = True

    def look(self, archive: Archive, entry: Entry) -> None:
        """Tell code by its first bytes, not by its name."""
        head = archive.head(entry, _HEAD)
        standard = entry.name.endswith(".dex") and _STANDARD.fullmatch(entry.name) is not None
        if not standard and head not in _TELLING and head[:3] != _GZIP:
            if (why := find_veil(archive, entry, head)) is not None:
                self._unread(entry.name, why)
            return
        if standard or head == _DEX_MAGIC:
            if not standard:
                self.read.deviations.append(("hidden-code", entry.name, entry.header))
            self.dex(archive, entry, entry.name)
        elif head == _ZIP_MAGIC:
            self.nested(archive, entry)
        elif head == _ELF_MAGIC:
            if not entry.name.startswith("lib/"):
                self.read.deviations.append(("hidden-library", entry.name, entry.header))
        elif head[:3] == _GZIP:
            if gunzip_head(archive.head(entry, _PEEK), _HEAD) in _TELLING:
                self._unread(entry.name, "code-in-gzip")
        else:
            self._unread(entry.name, _CODE_MAGICS[head])

    def finish(self) -> CodeRead:
        read = self.read
        kept = 0
        for package, places in sorted(self._places().items()):
            rows = [one.packages[package] for one in places]
            classes = sorted(rows[0]) if len(rows) == 1 else sorted(set().union(*rows))
            names = classes[: max(0, MAX_CLASS_NAMES - kept)]
            kept += len(names)
            at = _place(package, classes[0], places)
            read.packages[package] = {"classes": names, "count": len(classes), "referenced": 0, "at": at}
            read.classes += len(classes)
        weighed: dict[str, list[int]] = defaultdict(list)
        for (package, _), units in self.weights.items():
            weighed[package].append(units)
        for package, row in read.packages.items():
            units_of = weighed.get(package, ())
            row["instructions"] = sum(units_of) if len(units_of) == row["count"] else None
        defined = [one.part.defined for one in self.defined]
        read.names = _Names(defined)
        read.loaders = sorted(path.replace("/", ".") for path in self.named & _LOADERS)
        outside = self.named
        outside.difference_update({""}, *defined)
        for package, count in Counter(path.rpartition("/")[0] for path in outside).items():
            row = read.packages.setdefault(package, dict(_NAMED))
            row["referenced"] = count
        return read

    def _places(self) -> dict[str, list[_Defined]]:
        """Where each package lies, in the order in which the files were read."""
        found: dict[str, list[_Defined]] = defaultdict(list)
        for one in self.defined:
            for package in one.packages:
                found[package].append(one)
        return found


def _place(package: str, simple: str, places: list[_Defined]) -> Fact:
    """Where a class is named in the file that defines it first."""
    path = f"{package}/{simple}" if package else simple
    first = next(one for one in places if path in one.part.defined)
    offset = first.part.start(first.part.defined[path])
    return {"entry": first.shown, "offset": offset, "length": descriptor_length(path), "class": simple}


def read_code(archive: Archive, own: tuple[str, ...] = ()) -> CodeRead:
    """Read all code of the package in a stable order. `own` says how paths of the app's own classes begin."""
    gatherer = _Gatherer(own)
    for entry in archive.entries:
        if not entry.name.endswith("/"):
            gatherer.look(archive, entry)
    gatherer.read.deviations.extend(_gaps(archive))
    return gatherer.finish()


def _gaps(archive: Archive) -> list[tuple[str, str, int]]:
    """DEX files after a hole in the numbering: present, and not loaded by the platform itself."""
    odd: list[tuple[str, str, int]] = []
    expected = 1
    numbered = [(_number(e.name), e) for e in archive.entries if _STANDARD.fullmatch(e.name)]
    for number, entry in sorted(numbered, key=lambda row: (row[0], row[1].index)):
        if number > expected:
            odd.append(("code-out-of-sequence", entry.name, entry.header))
        expected = number + 1 if number == expected else expected
    return odd


def _number(name: str) -> int:
    match = _STANDARD.fullmatch(name)
    return int(match[1]) if match and match[1] and len(match[1]) < 8 else 1  # noqa: PLR2004 - eight digits are no file count


def packages_of(read: CodeRead) -> list[Fact]:
    """The packages in name order, with dots as people write them."""
    return [{"name": name.replace("/", "."), **row} for name, row in sorted(read.packages.items())]
