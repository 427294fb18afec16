"""Traces lead to their SDK, and a mention by others is no more than that."""

from typing import Any

import pytest

from analyzers.evidence import section
from analyzers.sdk_classes.marks import gather_marks
from analyzers.sdk_classes.traces import find_traces
from tests.builders.evidence import a_dex, a_package, apk_evidence
from tests.builders.knowledge import shipped_knowledge

BOOK = shipped_knowledge()


def of(**changes: Any) -> dict[str, str]:
    apk = section(apk_evidence(**changes), "apk")
    return {sdk.id: trace.kind for sdk, trace in find_traces(apk, BOOK)}


def with_constants(*words: str) -> dict[str, Any]:
    return {"code": {"dex": [a_dex()], "packages": [a_package("fr.fictif", "A")], "constants": list(words)}}


@pytest.mark.parametrize(
    ("changes", "sdk", "kind"),
    [
        (with_constants("measurement.upload.max_bundles"), "firebase-analytics", "constant"),
        (with_constants("io.sentry.dsn"), "sentry", "setting"),
        (with_constants("com.adjust.sdk.AdjustReferrerReceiver"), "adjust", "name"),
        ({"endpoints": [{"host": "o1.ingest.sentry.io", "at": []}]}, "sentry", "host"),
        ({"native": [{"file": "lib/x86/libbugsnag-ndk.so", "soname": None}]}, "bugsnag", "library"),
        ({"native": [{"file": "lib/x86/liba.so", "soname": "libsqlcipher.so"}]}, "sqlcipher", "library"),
        ({"runtimes": [{"kind": "flutter", "packages": ["sentry_flutter"]}]}, "sentry", "bundle"),
        ({"resourceKeys": ["google_app_id"]}, "firebase-core", "resource"),
        (
            {"leftovers": [{"entry": "x", "name": "firebase-crashlytics", "version": "19"}]},
            "firebase-crashlytics",
            "file",
        ),
    ],
)
def test_each_trace_leads_to_its_sdk(changes: dict[str, Any], sdk: str, kind: str) -> None:
    assert of(**changes) == {sdk: kind}


def test_a_package_name_in_a_string_is_no_trace() -> None:
    assert of(**with_constants("com.adjust.sdk", "com.adjuster.sdk.Adjust", "measurement.uploads")) == {}


def test_a_word_below_an_sdks_package_is_its_own_and_its_class_is_not() -> None:
    assert of(**with_constants("com.clevertap.android.sdk.fictif_preference")) == {"clevertap": "constant"}
    assert of(**with_constants("com.clevertap.android.sdk.CleverTapAPI")) == {"clevertap": "name"}
    assert of(**with_constants("kotlinx.coroutines.fictif")) == {}


@pytest.mark.parametrize("word", ["START", "PERSISTENT_START"])
def test_asking_for_the_advertising_id_is_told_from_advertising(word: str) -> None:
    asked = f"com.google.android.gms.ads.identifier.service.{word}"
    assert of(**with_constants(asked)) == {"google-advertising-id": "constant"}


def test_every_sending_sdk_is_known_by_a_word_below_its_package() -> None:
    for sdk in (one for one in BOOK.sdks if "analytics" in one.purposes or "advertising" in one.purposes):
        for prefix in sdk.prefixes:
            if prefix.rpartition(".")[2][:1].islower():
                assert sdk.id in of(**with_constants(f"{prefix}.fictif")), prefix


def test_every_trace_of_the_knowledge_finds_its_sdk() -> None:
    for sdk in BOOK.sdks:
        for name in sdk.traces.packages:
            assert of(runtimes=[{"packages": [name]}]) == {sdk.id: "bundle"}
        for name in sdk.traces.natives:
            assert of(native=[{"file": f"lib/x86/lib{name}.so", "soname": None}]) == {sdk.id: "library"}
        for name in sdk.traces.resources:
            assert of(resourceKeys=[name]) == {sdk.id: "resource"}
        for name in sdk.traces.files:
            assert of(leftovers=[{"entry": "x", "name": name, "version": None}]) == {sdk.id: "file"}
        for word in sdk.traces.strings:
            assert of(**with_constants(f"{word}fictif" if word.endswith(".") else word)) == {sdk.id: "constant"}


def test_traces_never_call_an_sdk_embedded() -> None:
    found = gather_marks(
        apk_evidence(runtimes=[{"packages": ["sentry_flutter"]}], resourceKeys=["google_app_id"]), BOOK
    )

    assert {name: (m.tier, m.state, m.classes) for name, m in found.items()} == {
        "sentry": ("referenced", "unknown", 0), "firebase-core": ("string", "unknown", 0),
    }  # fmt: skip


def test_words_of_its_own_without_classes_say_that_it_may_be_renamed() -> None:
    assert gather_marks(apk_evidence(**with_constants("io.sentry.dsn")), BOOK)["sentry"].may_be_renamed
    assert not gather_marks(apk_evidence(**with_constants("io.sentry.Sentry")), BOOK)["sentry"].may_be_renamed


def test_a_server_that_a_renamed_class_uses_says_that_its_sdk_may_be_renamed() -> None:
    def hides(*users: str) -> bool:
        row = {"host": "o1.ingest.sentry.io", "at": [], "users": list(users)}
        return gather_marks(apk_evidence(endpoints=[row]), BOOK)["sentry"].may_be_renamed

    assert hides("a.b.c")
    assert hides("fr.fictif.A", "a0.b$c")
    assert not hides()
    assert not hides("fr.fictif.A", "fr.fictif.a", "com.ab.c")
