"""Runtimes that are recognised and whose code no reader reads: named, so that they lower what may be concluded."""

import json
import re
from collections.abc import Iterator
from typing import Any

from analyzers.formats.archive import Archive
from analyzers.formats.axml import read_axml
from analyzers.formats.directory import Entry
from analyzers.formats.errors import FormatError

MAX_CONFIG = 1 << 20

# By what only an app of that kind has: its library, or its bundle.
_KINDS = (
    ("python", r"lib/[^/]+/libpy(?:thon[0-9.]+m?|bundle)\.so|assets/(?:private\.(?:mp3|tar)|chaquopy/.+|.+\.pyc)"),
    ("godot", r"lib/[^/]+/libgodot[^/]*\.so|assets/project\.binary|assets/.+\.(?:pck|gdc|gde)"),
    ("air", r"assets/META-INF/AIR/.+|assets/.+\.swf"),
    ("titanium", r"lib/[^/]+/libkroll-v8\.so|assets/Resources/(?:.+/)?(?:app|ti\.main)\.js"),
    ("nativescript", r"lib/[^/]+/libNativeScript\.so|assets/snapshots/.+"),
    ("corona", r"lib/[^/]+/libcorona\.so|assets/resource\.car"),
    ("cocos", r"lib/[^/]+/libcocos2d[^/]*\.so|assets/.+\.jsc"),
    ("unreal", r"lib/[^/]+/lib(?:UE4|Unreal)\.so|assets/.+\.(?:ucas|uexp)"),
    ("defold", r"assets/game\.(?:arcd|dmanifest)"),
    ("qt", r"lib/[^/]+/libQt[0-9][^/]*\.so"),
    ("lua", r"lib/[^/]+/lib(?:lua|love)[^/]*\.so|assets/.+\.luac?"),
    ("gamemaker", r"lib/[^/]+/libyoyo\.so|assets/game\.droid"),
    ("livecode", r"lib/[^/]+/librevandroid\.so|assets/.+\.livecode(?:script)?"),
    ("ruby", r"lib/[^/]+/lib(?:mruby|rho)[^/]*\.so"),
    ("go", r"lib/[^/]+/libgojni\.so"),
    (
        "javascript",
        r"lib/[^/]+/lib(?:j2v8|quickjs|duktape|mozjs|rhino|v8|weexjs|weexcore|hippy|lynx|liquidcore|jerryscript)[^/]*\.so",
    ),
    ("webapp", r"assets/apps/[^/]+/www/.+|assets/(?:.+/)?app-service\.js|assets/.+\.wgtu?"),
    ("shorebird", r"assets/flutter_assets/shorebird\.yaml"),
    ("nodejs", r"lib/[^/]+/libnode\.so"),
    ("webassembly", r"assets/.+\.wasm"),
)
_ANY = re.compile("|".join(f"(?P<{kind}>{rule})" for kind, rule in _KINDS))
_FOLDERS = ("lib/", "assets/")

# Engines whose bundle has a place of its own; where none was found, the code is somewhere that nobody read.
_ENGINES = (
    ("flutter", "bundle-not-found", r"lib/[^/]+/libflutter\.so|assets/flutter_assets/AssetManifest\.(?:json|bin)"),
    ("react-native-js", "bundle-not-found", r"lib/[^/]+/lib(?:reactnativejni|reactnative|hermes|hermesvm)\.so"),
    ("unity", "compiled-not-read", r"lib/[^/]+/lib(?:unity|il2cpp)\.so"),
    ("xamarin", "assemblies-not-read", r"lib/[^/]+/lib(?:monodroid|xamarin-app|monosgen-2\.0|mono-android[^/]*)\.so"),
)
_ENGINE_RULES = tuple((kind, why, re.compile(rule)) for kind, why, rule in _ENGINES)
_PLACES = ("lib/", "assets/flutter_assets/")
_SAME = {"react-native-hermes": "react-native-js"}
_CORDOVA, _CAPACITOR = "res/xml/config.xml", "assets/capacitor.config.json"


def foreign_code(archive: Archive) -> Iterator[tuple[str, str]]:
    """The runtime and the first entry that shows it, once for each runtime."""
    found: dict[str, str] = {}
    for entry in archive.entries:
        if entry.name.startswith(_FOLDERS) and (match := _ANY.fullmatch(entry.name)):
            found.setdefault(match.lastgroup or "", entry.name)
    yield from found.items()


def engines_without_bundle(archive: Archive, kinds: set[str]) -> Iterator[tuple[str, str, str]]:
    """Engines that are there while nothing of what they run was found; `kinds` are those of which something was."""
    found = {_SAME.get(kind, kind) for kind in kinds}
    names = [entry.name for entry in archive.entries if entry.name.startswith(_PLACES)]
    for kind, why, rule in _ENGINE_RULES:
        if kind not in found and (name := next(filter(rule.fullmatch, names), None)) is not None:
            yield kind, name, why


def remote_pages(archive: Archive) -> Iterator[tuple[str, str]]:
    """Where an app made of pages fetches them from a server: the entry that says so, and the address."""
    for name, read in ((_CORDOVA, _start_of_cordova), (_CAPACITOR, _start_of_capacitor)):
        entry = archive.find(name)
        if entry is None:
            continue
        try:
            address = read(archive, entry)
        except FormatError:
            continue  # its own reader, or the list of texts, says what was not read
        if address is not None and address.lower().startswith(("http://", "https://")):
            yield name, address


def _start_of_cordova(archive: Archive, entry: Entry) -> str | None:
    for element in read_axml(archive.read(entry, MAX_CONFIG)).elements:
        if element.tag == "content" and (found := element.by_name("src")) is not None:
            return found.text
    return None


def _start_of_capacitor(archive: Archive, entry: Entry) -> str | None:
    try:
        said: Any = json.loads(archive.read(entry, MAX_CONFIG))  # a stranger's JSON: any shape
    except (ValueError, RecursionError) as error:
        raise FormatError("broken-json", entry.header) from error
    server = said.get("server") if isinstance(said, dict) else None
    address = server.get("url") if isinstance(server, dict) else None
    return address if isinstance(address, str) else None
