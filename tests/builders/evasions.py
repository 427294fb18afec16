"""Packages that keep their code, or whom they send to, away from a reader of Dalvik code: none may end clean."""

import base64
import gzip
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from tests.builders.apk import ApkSource, Component, build_apk
from tests.builders.archive import Entry, write_archive
from tests.builders.bundles import write_dart, write_hermes
from tests.builders.dex import ClassSource, write_dex
from tests.builders.elf import write_elf
from tests.builders.managed import write_assembly, write_metadata, write_store

_HOME = ClassSource("fr.fictif.Accueil", extends="android.app.Activity")
_ORDINARY = tuple(ClassSource(f"fr.fictif.vue.Ecran{n}") for n in range(40))
_START = Component("activity", "fr.fictif.Accueil", {}, ("android.intent.action.MAIN",))
_HIDDEN = write_dex([ClassSource(f"com.adjust.sdk.Part{n}") for n in range(9)])
_INNER = write_archive([Entry("classes.dex", _HIDDEN)])
_LIBRARY = write_elf(b"x\0")


@dataclass(frozen=True, slots=True)
class Evasion:
    """How the package is made, and words that coverage must say of it."""

    make: Callable[[], bytes]
    says: str


def plain(*classes: ClassSource, home: ClassSource = _HOME, **more: Any) -> bytes:
    """An app of one screen, all of whose code is in sight but for what `more` adds."""
    fields: dict[str, Any] = {"components": (_START,), "dex": ((home, *_ORDINARY, *classes),)}
    return build_apk(ApkSource("fr.fictif", **(fields | more)), None)


def _files(files: Mapping[str, bytes], says: str) -> Evasion:
    return Evasion(lambda: plain(files=dict(files)), says)


def _classes(says: str, *names: str) -> Evasion:
    return Evasion(lambda: plain(*(ClassSource(name) for name in names)), says)


def _calls(says: str, *targets: str) -> Evasion:
    return Evasion(lambda: plain(home=replace(_HOME, calls=targets)), says)


def _meta(says: str, **meta: object) -> Evasion:
    return Evasion(lambda: plain(meta={key.replace("__", "."): value for key, value in meta.items()}), says)


def _loaded(name: str, data: bytes) -> Evasion:
    """Bytes of no known form, in an app whose code can load more."""
    home = replace(_HOME, calls=("dalvik.system.InMemoryDexClassLoader",))
    return Evasion(lambda: plain(home=home, files={name: data}), "while the app runs")


def _xor(data: bytes, key: int) -> bytes:
    return bytes(byte ^ key for byte in data)


def _after_the_end() -> bytes:
    return plain() + _HIDDEN


def _in_the_middle() -> bytes:
    """Bytes between two entries that no directory names."""
    raw = plain()
    return _HIDDEN + raw


def _part(**more: Any) -> bytes:
    fields: dict[str, Any] = {"split": "mesure", "dex": ((ClassSource("com.adjust.sdk.Part0"),),), "label": None}
    return build_apk(ApkSource("fr.fictif", **(fields | more)), None)


def _set(*parts: Entry) -> Callable[[], bytes]:
    return lambda: write_archive([Entry("base.apk", plain(), stored=True), *parts])


_PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(64)
_VERSION_41 = b"dex\n041\0"
_NO_SNAPSHOT = write_elf(b"_kDartIsolateSnapshotInstructions\0\x01\x02")
EVASIONS: dict[str, Evasion] = {
    # --- code under another form
    "code in assets under another name": _files({"assets/fonts/a.ttf": _HIDDEN}, "hidden-code"),
    "code XORed with one byte in assets": _files({"assets/a.dat": _xor(_HIDDEN, 0x5A)}, "not read"),
    "archive of code XORed with one byte": _files({"assets/b.dat": _xor(_INNER, 0xA7)}, "not read"),
    "library XORed with one byte": _files({"res/raw/c.bin": _xor(write_elf(b"x\0" * 99), 0x33)}, "not read"),
    "code in base64 in assets": _files({"assets/a.txt": base64.b64encode(_HIDDEN)}, "not read"),
    "archive of code in base64": _files({"assets/b.json": base64.b64encode(_INNER)}, "not read"),
    "code in a zlib stream, loaded": _loaded("assets/a.z", zlib.compress(_HIDDEN)),
    "code in gzip": _files({"assets/a.gz": gzip.compress(_HIDDEN)}, "not read"),
    "code behind a picture's bytes, loaded": _loaded("res/drawable/a.png", _PICTURE + _HIDDEN),
    "archive of code behind a picture's bytes, loaded": _loaded("assets/b.png", _PICTURE + _INNER),
    "nested package in res/raw": _files({"res/raw/helper": _INNER}, "archive inside the package"),
    "nested package, stored, in assets": _files({"assets/plugin.zip": _INNER}, "archive inside the package"),
    "jar two deep": _files({"assets/x.aar": write_archive([Entry("classes.jar", _INNER)])}, "not read"),
    "compact code": _files({"assets/x.cdex": b"cdex001\0" + bytes(200)}, "not read"),
    "optimised code": _files({"assets/x.odex": b"dey\n036\0" + bytes(200)}, "not read"),
    "code after the archive's end": Evasion(_after_the_end, "departs from the format"),
    "code before the archive": Evasion(_in_the_middle, "departs from the format"),
    "container of version 41 with an older header": _files(
        {"classes2.dex": _VERSION_41 + _HIDDEN[8:]}, "departs from the format"
    ),
    "code after the end of code": _files({"classes2.dex": _HIDDEN + _HIDDEN}, "departs from the format"),
    "code of an unknown version": _files({"classes2.dex": b"dex\n099\0" + _HIDDEN[8:]}, "departs from the format"),
    # --- parts that are elsewhere
    "base whose parts are required and missing": Evasion(
        lambda: plain(meta={"com.android.vending.splits.required": True}), "parts"
    ),
    "base that says so in the manifest": Evasion(lambda: plain(head={"isSplitRequired": True}), "parts"),
    "parts that the store sends on demand": _classes(
        "the store can send", "com.google.android.play.core.splitinstall.SplitInstallManager"
    ),
    "set with an expansion file": Evasion(_set(Entry("main.1.fr.fictif.obb", b"x" * 99)), "not read"),
    "set with a part that loads more": Evasion(
        _set(Entry("mesure.apk", _part(files={"assets/b.dat": _xor(_INNER, 0x11)}), stored=True)), "not read"
    ),
    # --- code that comes while the app runs
    "page fetched by own code": _calls("web pages", "android.webkit.WebView"),
    "trusted web activity": _meta("site", android__support__customtabs__trusted__DEFAULT_URL="https://a.fictif.fr"),
    "CodePush": _classes("while the app runs", "com.microsoft.codepush.react.CodePush"),
    "Expo updates": _classes("while the app runs", "expo.modules.updates.UpdatesController"),
    "Ionic live updates": _classes("while the app runs", "io.ionic.liveupdates.LiveUpdateManager"),
    "Capacitor updater": _classes("while the app runs", "ee.forgr.capacitor_updater.CapacitorUpdater"),
    "Pushy": _classes("while the app runs", "cn.reactnative.modules.update.UpdateContext"),
    "Shorebird": _files({"assets/flutter_assets/shorebird.yaml": b"app_id: x\n"}, "while the app runs"),
    "Tinker": _classes("while the app runs", "com.tencent.tinker.loader.TinkerLoader"),
    "class loader of the platform": _calls("while the app runs", "dalvik.system.DexClassLoader"),
    # --- other runtimes
    "native app": _meta("native library", android__app__lib_name="main"),
    "native activity": Evasion(
        lambda: plain(components=(replace(_START, name="android.app.NativeActivity"),)),
        "native library",
    ),
    "game activity": _classes("native library", "com.google.androidgamesdk.GameActivity"),
    "Flutter, obfuscated snapshot": _files({"lib/arm64-v8a/libapp.so": _NO_SNAPSHOT}, "Flutter"),
    "Flutter, names read": _files({"lib/arm64-v8a/libapp.so": write_dart("package:carnet/a.dart")}, "Flutter"),
    "Flutter, no snapshot": _files({"lib/arm64-v8a/libflutter.so": _LIBRARY}, "Flutter"),
    "Hermes of an unknown version": _files({"assets/index.android.bundle": write_hermes(("a",), 250)}, "React Native"),
    "React Native, bundle elsewhere": _files({"lib/arm64-v8a/libreactnative.so": _LIBRARY}, "React Native"),
    "Unity, metadata of an unknown version": _files(
        {"assets/bin/Data/Managed/Metadata/global-metadata.dat": write_metadata(("A.dll",), (), 200)}, "Unity"
    ),
    "Unity, no metadata": _files({"lib/arm64-v8a/libil2cpp.so": _LIBRARY}, "Unity"),
    ".NET, assemblies read": _files({"assemblies/A.dll": write_assembly("A", {})}, "Xamarin"),
    ".NET, store of an unknown version": _files(
        {"lib/arm64-v8a/libassemblies.arm64-v8a.blob.so": write_elf(b"XABA" + b"\x09" + bytes(60))}, "Xamarin"
    ),
    ".NET, store read": _files({"assemblies/assemblies.blob": write_store([write_assembly("A", {})])}, "Xamarin"),
    "Cordova": _files({"assets/www/cordova_plugins.js": b"module.exports = [];"}, "Cordova"),
    "Capacitor": _files({"assets/capacitor.plugins.json": b"[]"}, "Cordova"),
    "page with a script": _files({"assets/a.html": b"<script>fetch('/x')</script>"}, "Web"),
    "Tabris": _files({"assets/www/package.json": b"{}", "lib/arm64-v8a/libj2v8.so": _LIBRARY}, "JavaScript"),
    "QuickJS": _files({"lib/arm64-v8a/libquickjs.so": _LIBRARY}, "JavaScript"),
    "NativeScript": _files({"lib/arm64-v8a/libNativeScript.so": _LIBRARY}, "NativeScript"),
    "Titanium": _files({"lib/arm64-v8a/libkroll-v8.so": _LIBRARY}, "Titanium"),
    "Weex": _files({"lib/arm64-v8a/libweexjss.so": _LIBRARY}, "JavaScript"),
    "uni-app": _files({"assets/apps/__UNI__1/www/app-service.js": b"var a=1"}, "Web"),
    "Qt": _files({"lib/arm64-v8a/libQt6Core_arm64-v8a.so": _LIBRARY}, "Qt"),
    "Godot": _files({"lib/arm64-v8a/libgodot_android.so": _LIBRARY}, "Godot"),
    "Unreal": _files({"lib/arm64-v8a/libUnreal.so": _LIBRARY}, "Unreal"),
    "Cocos": _files({"lib/arm64-v8a/libcocos2djs.so": _LIBRARY}, "Cocos"),
    "Defold": _files({"assets/game.arcd": b"x"}, "Defold"),
    "GameMaker": _files({"lib/arm64-v8a/libyoyo.so": _LIBRARY}, "GameMaker"),
    "LÖVE": _files({"lib/arm64-v8a/liblove.so": _LIBRARY}, "Lua"),
    "LiveCode": _files({"lib/arm64-v8a/librevandroid.so": _LIBRARY}, "LiveCode"),
    "Python": _files({"lib/arm64-v8a/libpython3.11.so": _LIBRARY}, "Python"),
    "Ruby": _files({"lib/arm64-v8a/libmruby.so": _LIBRARY}, "Ruby"),
    "Go": _files({"lib/arm64-v8a/libgojni.so": _LIBRARY}, "Go"),
    "Delphi": _classes("Delphi", "com.embarcadero.firemonkey.FMXNativeActivity"),
    "Tauri": _classes("Rust", "app.tauri.plugin.PluginManager"),
    "WebAssembly": _files({"assets/a.wasm": b"\0asm\1\0\0\0"}, "WebAssembly"),
    "Node.js": _files({"lib/arm64-v8a/libnode.so": _LIBRARY}, "Node.js"),
}  # fmt: skip
