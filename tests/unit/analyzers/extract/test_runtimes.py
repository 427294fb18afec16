"""Each runtime is recognised by its bundle; a bundle that cannot be read says why."""

from typing import Any

import pytest

from analyzers.extract.runtimes import Runtimes
from analyzers.formats.archive import open_archive
from analyzers.formats.mentions import Mentions
from tests.builders.archive import Entry, write_archive
from tests.builders.bundles import write_dart, write_hermes
from tests.builders.managed import write_metadata


def _read(name: str, body: bytes) -> tuple[list[dict[str, Any]], Mentions]:
    mentions = Mentions()
    return Runtimes(open_archive(write_archive([Entry(name, body)])), mentions).read(), mentions


_HERMES = write_hermes(("RNSentry", "https://o1.ingest.sentry.io/api", "api.mixpanel.com"))


@pytest.mark.parametrize(
    ("name", "body", "kind", "package"),
    [
        ("lib/arm64-v8a/libapp.so", write_dart("package:sentry_flutter/a.dart"), "flutter", "sentry_flutter"),
        ("assets/index.android.bundle", _HERMES, "react-native-hermes", "RNSentry"),
        ("assets/index.android.bundle", b"x('node_modules/posthog/a')", "react-native-js", "posthog"),
        ("assets/www/cordova_plugins.js", b'{"id": "cordova-plugin-x.y"}', "cordova", "cordova-plugin-x"),
        ("assets/capacitor.plugins.json", b'[{"pkg": "@capacitor/app"}]', "capacitor", "@capacitor/app"),
        ("assets/bin/Data/ScriptingAssemblies.json", b'{"names": ["A.dll"]}', "unity", "A.dll"),
    ],
)
def test_a_bundle_is_read_for_packages(name: str, body: bytes, kind: str, package: str) -> None:
    rows, _ = _read(name, body)

    assert [(row["kind"], row["readable"], row["packages"]) for row in rows] == [(kind, True, [package])]


@pytest.mark.parametrize(
    ("name", "body", "why"),
    [
        ("lib/arm64-v8a/libapp.so", write_dart("nothing"), "no-package-names"),
        ("assets/index.android.bundle", write_hermes((), version=500), "unknown-hermes-version"),
        ("assets/index.android.bundle", b"var a=1", "no-package-names"),
        ("assets/capacitor.plugins.json", b"{", "broken-json"),
        ("lib/arm64-v8a/libil2cpp.so", b"x", "compiled-not-read"),
        ("lib/arm64-v8a/libmonodroid.so", b"x", "assemblies-not-read"),
        ("assemblies/App.dll", b"MZ", "truncated-assembly"),
        ("assets/flutter_assets/kernel_blob.bin", b"x", "no-package-names"),
        ("lib/x86/libflutter.so", b"x", "bundle-not-found"),
        ("lib/x86/libgodot_android.so", b"x", "not-read"),
        ("assets/aide.js", b"var a = 1", "no-package-names"),
        ("assets/aide.html", b"<SCRIPT>a()</SCRIPT>", "no-package-names"),
    ],
)
def test_a_bundle_that_cannot_be_read_says_why(name: str, body: bytes, why: str) -> None:
    rows, _ = _read(name, body)

    assert [(row["readable"], row["why"]) for row in rows] == [(False, why)]


def test_addresses_of_a_bundle_are_kept() -> None:
    _, mentions = _read("assets/index.android.bundle", _HERMES)

    assert set(mentions.urls) == {b"https://o1.ingest.sentry.io/api"}
    assert set(mentions.hosts) == {b"api.mixpanel.com"}
    assert set(_read("assets/www/js/app.js", b"fetch('https://a.example/x')")[1].urls) == {b"https://a.example/x"}


def test_an_ordinary_package_has_no_runtime() -> None:
    assert _read("assets/notes.txt", b"bundle")[0] == []


def test_a_page_without_a_script_is_no_code() -> None:
    assert _read("assets/licence.html", b"<p>https://a.example/</p>")[0] == []


def test_bytecode_under_any_name_is_read_where_its_engine_is() -> None:
    engine = Entry("lib/x86/libhermes.so", b"x")
    archive = open_archive(write_archive([engine, Entry("assets/data.bin", _HERMES)]))
    rows = Runtimes(archive, Mentions()).read()

    assert [(row["kind"], row["bundle"], row["packages"]) for row in rows] == [
        ("react-native-hermes", "assets/data.bin", ["RNSentry"])
    ]


def test_read_metadata_speak_for_unitys_library() -> None:
    metadata = Entry("assets/bin/Data/Managed/Metadata/global-metadata.dat", write_metadata(("A.dll",), ()))
    archive = open_archive(write_archive([metadata, Entry("lib/x86/libil2cpp.so", b"x")]))

    assert [(row["kind"], row["readable"]) for row in Runtimes(archive, Mentions()).read()] == [("unity", True)]


def test_more_bundles_than_are_looked_at_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analyzers.extract.runtimes.MAX_RUNTIMES", 2)
    entries = [Entry(f"assets/{n}.bundle", _HERMES) for n in range(4)]
    rows = Runtimes(open_archive(write_archive(entries)), Mentions()).read()

    assert [row["why"] for row in rows] == [None, None, "too-many-bundles"]
