"""Code that nobody reads is named, by what only an app of its kind has."""

import json

import pytest

from analyzers.extract.foreign import engines_without_bundle, foreign_code, remote_pages
from analyzers.formats.archive import Archive, open_archive
from tests.builders.archive import Entry, write_archive
from tests.builders.axml import Element, write_axml


def archive(*entries: tuple[str, bytes]) -> Archive:
    return open_archive(write_archive([Entry(name, body) for name, body in entries]))


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("lib/arm64-v8a/libpython3.11.so", "python"),
        ("assets/private.tar", "python"),
        ("assets/chaquopy/app.imy", "python"),
        ("lib/arm64-v8a/libgodot_android.so", "godot"),
        ("assets/main.pck", "godot"),
        ("assets/META-INF/AIR/application.xml", "air"),
        ("assets/Main.swf", "air"),
        ("assets/Resources/app.js", "titanium"),
        ("lib/x86/libNativeScript.so", "nativescript"),
        ("assets/resource.car", "corona"),
        ("lib/x86/libcocos2djs.so", "cocos"),
        ("assets/src/project.jsc", "cocos"),
        ("lib/arm64-v8a/libUnreal.so", "unreal"),
        ("assets/game.arcd", "defold"),
        ("lib/arm64-v8a/libQt6Core_arm64-v8a.so", "qt"),
        ("assets/scripts/main.lua", "lua"),
        ("lib/arm64-v8a/libnode.so", "nodejs"),
        ("assets/x.wasm", "webassembly"),
        ("lib/arm64-v8a/libyoyo.so", "gamemaker"),
        ("lib/arm64-v8a/liblove.so", "lua"),
        ("lib/arm64-v8a/librevandroid.so", "livecode"),
        ("lib/arm64-v8a/libmruby.so", "ruby"),
        ("lib/arm64-v8a/libgojni.so", "go"),
        ("lib/arm64-v8a/libj2v8.so", "javascript"),
        ("assets/apps/__UNI__1/www/app-service.js", "webapp"),
        ("assets/flutter_assets/shorebird.yaml", "shorebird"),
    ],
)
def test_each_runtime_is_told_by_a_mark_of_its_own(name: str, kind: str) -> None:
    assert list(foreign_code(archive((name, b"x"), (f"{name}2", b"x"), (name.replace(".", "2."), b"x")))) [:1] == [
        (kind, name)
    ]  # fmt: skip


@pytest.mark.parametrize(
    "name", ["assets/a.png", "lib/x86/libmain.so", "res/raw/a.pck", "assets/locales/fr.pak", "a.swf"]
)
def test_other_files_are_none(name: str) -> None:
    assert list(foreign_code(archive((name, b"x")))) == []


@pytest.mark.parametrize(
    ("name", "kind", "found"),
    [
        ("lib/arm64-v8a/libflutter.so", "flutter", "flutter"),
        ("assets/flutter_assets/AssetManifest.bin", "flutter", "flutter"),
        ("lib/x86/libreactnative.so", "react-native-js", "react-native-hermes"),
        ("lib/x86/libhermes.so", "react-native-js", "react-native-js"),
        ("lib/x86/libunity.so", "unity", "unity"),
        ("lib/x86/libil2cpp.so", "unity", "unity"),
        ("lib/x86/libmonodroid.so", "xamarin", "xamarin"),
    ],
)
def test_an_engine_without_what_it_runs_is_named(name: str, kind: str, found: str) -> None:
    assert [row[:2] for row in engines_without_bundle(archive((name, b"x")), set())] == [(kind, name)]
    assert list(engines_without_bundle(archive((name, b"x")), {found})) == []


def test_pages_from_a_server_are_told_and_those_of_the_package_are_not() -> None:
    def cordova(start: str) -> bytes:
        return write_axml(Element("widget", {}, (Element("content", {"src": start}),)))

    address = "https://app.fictif.example/"
    far = archive(
        ("res/xml/config.xml", cordova(address)),
        ("assets/capacitor.config.json", json.dumps({"server": {"url": address}}).encode()),
    )
    near = archive(("res/xml/config.xml", cordova("index.html")), ("assets/capacitor.config.json", b'{"server": 3}'))
    broken = archive(("res/xml/config.xml", b"x"), ("assets/capacitor.config.json", b"[[["))

    assert list(remote_pages(far)) == [("res/xml/config.xml", address), ("assets/capacitor.config.json", address)]
    assert list(remote_pages(near)) == list(remote_pages(broken)) == []
