"""Code of another kind than Android's: which runtime carries it, whether its bundle could be read, what it names."""

import re
from typing import Any

from analyzers.extract.foreign import engines_without_bundle, foreign_code, remote_pages
from analyzers.extract.managed import read_managed
from analyzers.extract.values import printable
from analyzers.formats import bundles, hermes
from analyzers.formats.archive import Archive
from analyzers.formats.directory import Entry
from analyzers.formats.errors import FormatError
from analyzers.formats.mentions import Mentions

Fact = dict[str, Any]

MAX_BUNDLE = 256 << 20
MAX_RUNTIMES = 200
MAX_LISTED = 2_000
_FOLDERS = ("lib/", "assets/")
_FLUTTER = re.compile(r"lib/[^/]{1,64}/libapp\.so")
_UNITY_LIST = "assets/bin/Data/ScriptingAssemblies.json"
_REACT = re.compile(r"assets/(?:[^/]+/)*[\w.-]*\.(?:android\.)?(?:js)?bundle")
_CORDOVA = re.compile(r"assets/(?:www|public)/(?:[\w.-]+/)*cordova_plugins\.js")
_CAPACITOR = re.compile(r"assets/capacitor\.plugins\.json")
_SCRIPT = re.compile(r"assets/.+\.(?:m?js|html?)")
_PAGES = frozenset({"cordova", "capacitor"})  # runtimes whose own row speaks for the pages
_INLINE = re.compile(rb"<script", re.IGNORECASE)
_KERNEL = re.compile(r"assets/flutter_assets/kernel_blob\.bin")
_JAVASCRIPT = re.compile(r"lib/[^/]+/lib(?:reactnative|hermes|jsc)[^/]*\.so")


class Runtimes:
    """Gathers the runtimes of one package; what stays unread has a reason and lowers what may be concluded."""

    def __init__(self, archive: Archive, mentions: Mentions) -> None:
        self.archive, self.mentions = archive, mentions
        self.rows: list[Fact] = []
        self.pages: dict[str, set[str]] = {}  # scripts of pages, and the packages that each names

    def read(self) -> list[Fact]:
        """Every runtime with its bundle: .NET first, then in the order of the entries, then what is not read."""
        for bundle in read_managed(self.archive, self.mentions):
            self._add(bundle.kind, bundle.place, bundle.version, bundle.names, bundle.why)
        libraries = [entry.name for entry in self.archive.entries if entry.name.startswith("lib/")]
        hides = any(map(_JAVASCRIPT.fullmatch, libraries))
        for entry in self.archive.entries:
            if len(self.rows) >= MAX_RUNTIMES:
                self._add("web-page", entry.name, None, set(), "too-many-bundles")
                break
            if entry.name.startswith(_FOLDERS):
                self._look(entry, hides=hides)
        if self.pages and _PAGES.isdisjoint(row["kind"] for row in self.rows):
            packages = set().union(*self.pages.values())
            self._add("web-page", next(iter(self.pages)), None, packages, None if packages else "no-package-names")
        for kind, name in foreign_code(self.archive):
            self._add(kind, name, None, set(), "not-read")
        kinds = {row["kind"] for row in self.rows if row["readable"] or row["bundle"] != _UNITY_LIST}
        for kind, name, why in engines_without_bundle(self.archive, kinds):
            self._add(kind, name, None, set(), why)
        for name, address in remote_pages(self.archive):
            self._add("web-page", name, None, set(), "pages-from-a-server")
            self.mentions.look_at_string(address.encode("utf-8", "replace"), 0, name)
        return self.rows

    def _look(self, entry: Entry, *, hides: bool) -> None:
        name = entry.name
        if _FLUTTER.fullmatch(name) or _KERNEL.fullmatch(name):
            self._flutter(entry)
        elif _REACT.fullmatch(name) or (hides and self.archive.head(entry, len(hermes.MAGIC)) == hermes.MAGIC):
            self._react(entry)
        elif _CORDOVA.fullmatch(name):
            self._list(entry, "cordova", bundles.cordova_plugins)
        elif _CAPACITOR.fullmatch(name):
            self._list(entry, "capacitor", bundles.capacitor_plugins)
        elif name == _UNITY_LIST:
            self._list(entry, "unity", bundles.unity_assemblies)
        elif _SCRIPT.fullmatch(name):
            self._script(entry)

    def _add(self, kind: str, bundle: str, version: str | None, packages: set[str], why: str | None) -> None:
        row: Fact = {"kind": kind, "engine_version": version, "bundle": printable(bundle), "readable": why is None}
        names = sorted(map(printable, packages))
        self.rows.append(row | {"packages": names[:MAX_LISTED], "count": len(names), "why": why})

    def _flutter(self, entry: Entry) -> None:
        try:
            data, first, last = self.archive.span(entry, MAX_BUNDLE)
        except FormatError as refusal:
            self._add("flutter", entry.name, None, set(), refusal.code)
            return
        packages = bundles.dart_packages(data, first, last)
        self._add("flutter", entry.name, None, packages, None if packages else "no-package-names")

    def _react(self, entry: Entry) -> None:
        kind, version, packages, why = "react-native-js", None, set[str](), None
        try:
            data = self.archive.read(entry, MAX_BUNDLE)
            number = hermes.read_version(data)
            if number is None:
                packages = bundles.script_packages(data)
                self.mentions.look_at_text(data, 0, len(data), entry.name)
            else:
                kind, version = "react-native-hermes", str(number)
                packages = self._hermes(data, entry.name)
            why = None if packages else "no-package-names"
        except FormatError as refusal:
            why = refusal.code
        self._add(kind, entry.name, version, packages, why)

    def _hermes(self, data: bytes, shown: str) -> set[str]:
        packages: set[str] = set()
        for at, text in hermes.read_strings(data):
            if b"://" in text:
                self.mentions.look_at_string(text, at, shown)
            elif bundles.is_package_name(text) and len(packages) < bundles.MAX_PACKAGES:
                packages.add(text.decode("ascii"))
            elif b"." in text:
                self.mentions.look_at_name(text, at, shown)
        return packages

    def _list(self, entry: Entry, kind: str, reader: Any) -> None:
        try:
            self._add(kind, entry.name, None, reader(self.archive.read(entry, MAX_BUNDLE)), None)
        except FormatError as refusal:
            self._add(kind, entry.name, None, set(), refusal.code)

    def _script(self, entry: Entry) -> None:
        """A script, or a page that holds one: it is code of the app, and its addresses are its own."""
        try:
            data = self.archive.read(entry, MAX_BUNDLE)
        except FormatError as refusal:
            self._add("web-page", entry.name, None, set(), refusal.code)
            return
        self.mentions.look_at_text(data, 0, len(data), entry.name)
        if not entry.name.endswith(("html", "htm")) or _INLINE.search(data):
            self.pages[entry.name] = bundles.script_packages(data)
