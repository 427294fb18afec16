"""A package ends read, partly read or refused by name; never clean when something stayed dark."""

from typing import Any

import pytest

from analyzers.extract.apk import extract_apk
from analyzers.extract.shapes import find_fault
from tests.builders.apk import Component, build_apk, entries_of
from tests.builders.archive import Entry, write_archive
from tests.builders.dex import ClassSource
from tests.unit.analyzers.extract.packages import a_source, facts_of

_GOOD = build_apk(a_source(native={"lib/arm64-v8a/libx.so": "x"}), None)


def test_a_whole_package_is_read_without_ceiling() -> None:
    extraction = extract_apk(_GOOD)

    assert (extraction.outcome.code, extraction.evidence is not None) == ("read", True)
    assert extraction.evidence is not None
    assert extraction.evidence["apk"]["completeness"]["verdict_ceiling"] is None
    assert extraction.evidence["apk"]["native"][0]["abi"] == "arm64-v8a"
    assert find_fault(dict(extraction.evidence), "apk") is None


def test_the_same_bytes_give_the_same_evidence() -> None:
    assert extract_apk(_GOOD) == extract_apk(_GOOD)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty-file"),
        (b"<html>", "not-an-apk"),
        (_GOOD[: len(_GOOD) // 2], "truncated"),
        (
            write_archive([Entry("BundleConfig.pb", b"x"), Entry("base/manifest/AndroidManifest.xml", b"x")]),
            "app-bundle",
        ),
        (write_archive([Entry("base.apk", b"x")]), "unsupported-package"),
        (write_archive([Entry("META-INF/MANIFEST.MF", b"x"), Entry("A.class", b"x")]), "unsupported-package"),
        (write_archive([Entry("word/document.xml", b"x")]), "not-an-apk"),
        (write_archive([*entries_of(a_source()), Entry("AndroidManifest.xml", b"x")]), "ambiguous-archive"),
    ],
)
def test_what_is_no_package_is_refused_by_name(data: bytes, code: str) -> None:
    extraction = extract_apk(data)

    assert (extraction.outcome.code, extraction.evidence) == (code, None)


@pytest.mark.parametrize(
    ("entries", "code", "ceiling"),
    [
        ((Entry("classes2.dex", b"dex\n035\0"),), "code-unread", "code-unread"),
        ((Entry("a/b", b"1"), Entry("a/b", b"2")), "ambiguous-archive-read", "ambiguous-archive"),
        ((Entry("res/x", b"1" * 50, local_name="res/y"),), "ambiguous-archive-read", "ambiguous-archive"),
    ],
)
def test_what_stayed_dark_caps_the_verdict(entries: tuple[Entry, ...], code: str, ceiling: str) -> None:
    extraction = extract_apk(write_archive([*entries_of(a_source()), *entries]))

    assert extraction.evidence is not None
    assert (extraction.outcome.code, extraction.evidence["apk"]["completeness"]["verdict_ceiling"]) == (code, ceiling)


def test_a_broken_manifest_leaves_the_code_readable() -> None:
    rows = [e for e in entries_of(a_source()) if e.name != "AndroidManifest.xml"]
    extraction = extract_apk(write_archive([*rows, Entry("AndroidManifest.xml", b"\0" * 60)]))

    assert extraction.outcome.code == "broken-manifest"
    assert extraction.evidence is not None
    assert "packageName" not in extraction.evidence["apk"]
    assert extraction.evidence["apk"]["code"]["classes"] == 1
    assert find_fault(dict(extraction.evidence), "apk") is None


@pytest.mark.parametrize(
    "changes",
    [
        {"application": {"name": "com.packer.Stub"}},
        {"components": (Component("activity", ".Autre", {}, ("android.intent.action.MAIN",)),)},
        {"components": tuple(Component("service", f".S{n}") for n in range(3))},
    ],
)
def test_an_app_whose_start_is_nowhere_in_its_code_is_never_clean(changes: dict[str, Any]) -> None:
    extraction = extract_apk(build_apk(a_source(**changes), None))

    assert extraction.evidence is not None
    completeness = extraction.evidence["apk"]["completeness"]
    assert (extraction.outcome.code, completeness["verdict_ceiling"]) == ("code-elsewhere", "code-elsewhere")
    assert completeness["components_undefined"]
    assert find_fault(dict(extraction.evidence), "apk") is None


def test_one_stale_component_among_many_is_only_listed() -> None:
    components = (Component("activity", ".Accueil"), Component("receiver", ".Oublie"))
    completeness = facts_of(a_source(components=components))["completeness"]

    assert completeness["components_undefined"] == ["fr.fictif.app.Oublie"]
    assert completeness["verdict_ceiling"] is None


def test_classes_that_load_further_code_are_named() -> None:
    code = ((ClassSource("fr.fictif.app.Accueil", calls=("dalvik.system.DexClassLoader",)),),)

    assert facts_of(a_source(dex=code))["completeness"]["dynamic_code_loading"] == ["dalvik.system.DexClassLoader"]


def test_a_package_without_classes_is_read_and_said_so() -> None:
    assert extract_apk(build_apk(a_source(dex=()), None)).outcome.code == "no-code"


def test_the_level_asked_for_replaces_the_manifests() -> None:
    evidence = extract_apk(_GOOD, min_sdk=31).evidence

    assert evidence is not None
    assert evidence["apk"]["signing"]["minSdkChecked"] == 31


def test_a_deviation_is_listed_with_its_place() -> None:
    facts = facts_of(a_source(files={"../x": b"1"}))

    assert [(row["code"], row["entry"]) for row in facts["archive"]["deviations"]] == [("path-traversal", "../x")]
