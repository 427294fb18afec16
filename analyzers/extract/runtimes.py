"""Code of another kind than Android's: which runtime carries it, whether its bundle could be read, what it names."""

import re
from typing import Any

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
_FOLDERS = ("lib/", "assets/", "assemblies/")
_FLUTTER = re.compile(r"lib/[^/]{1,64}/libapp\.so")
_UNITY = re.compile(r"lib/[^/]{1,64}/libil2cpp\.so|assets/bin/Data/Managed/Metadata/global-metadata\.dat")
_UNITY_LIST = "assets/bin/Data/ScriptingAssemblies.json"
_XAMARIN = re.compile(r"assemblies/(?:[^/]+/)?([^/]+\.dll)")
_XAMARIN_BLOB = re.compile(
    r"assemblies/[^/]*assemblies[^/]*\.blob|lib/[^/]+/libassemblies\.[^/]*\.blob\.so|lib/[^/]+/libxamarin-app\.so"
)
_REACT = re.compile(r"assets/(?:[^/]+/)*[\w.-]*\.(?:android\.)?(?:js)?bundle")
_CORDOVA = re.compile(r"assets/(?:www|public)/(?:[\w.-]+/)*cordova_plugins\.js")
_CAPACITOR = re.compile(r"assets/capacitor\.plugins\.json")
_SCRIPT = re.compile(r"assets/(?:www|public)/.+\.(?:m?js|html)")


class Runtimes:
    """Gathers the runtimes of one package; what stays unread has a reason and lowers what may be concluded."""

    def __init__(self, archive: Archive, mentions: Mentions) -> None:
        self.archive, self.mentions = archive, mentions
        self.rows: list[Fact] = []

    def read(self) -> list[Fact]:
        """Every runtime with its bundle, in the order of the package's entries."""
        assemblies = {match[1] for e in self.archive.entries if (match := _XAMARIN.fullmatch(e.name))}
        if assemblies:
            self._add("xamarin", "assemblies/", None, assemblies, "assemblies-not-read")
        for entry in self.archive.entries:
            if len(self.rows) >= MAX_RUNTIMES:
                break
            if entry.name.startswith(_FOLDERS):
                self._look(entry)
        return self.rows

    def _look(self, entry: Entry) -> None:
        name = entry.name
        if _FLUTTER.fullmatch(name):
            self._flutter(entry)
        elif _REACT.fullmatch(name):
            self._react(entry)
        elif _CORDOVA.fullmatch(name):
            self._list(entry, "cordova", bundles.cordova_plugins)
        elif _CAPACITOR.fullmatch(name):
            self._list(entry, "capacitor", bundles.capacitor_plugins)
        elif name == _UNITY_LIST:
            self._list(entry, "unity", bundles.unity_assemblies)
        elif _UNITY.fullmatch(name):
            self._add("unity", name, None, set(), "compiled-not-read")
        elif _XAMARIN_BLOB.fullmatch(name):
            self._add("xamarin", name, None, set(), "assemblies-not-read")
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
        """Scripts and pages beside the plug-in list: they are the app itself, and their addresses are its own."""
        try:
            data = self.archive.read(entry, MAX_BUNDLE)
        except FormatError as refusal:
            self._add("web-page", entry.name, None, set(), refusal.code)
            return
        self.mentions.look_at_text(data, 0, len(data), entry.name)
