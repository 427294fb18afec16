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


def test_every_trace_of_the_knowledge_finds_its_sdk() -> None:
    for sdk in BOOK.sdks:
        for name in sdk.traces.packages:
            assert of(runtimes=[{"packages": [name]}]) == {sdk.id: "bundle"}
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
