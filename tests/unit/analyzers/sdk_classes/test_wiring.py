"""What the manifest starts, disables and switches off, whatever the type of the value that says so."""

from typing import Any

import pytest

from analyzers.sdk_classes.wiring import as_word, disabled_marks, manifest_marks, switches_off
from tests.builders.evidence import a_component, a_key, apk_evidence
from tests.builders.knowledge import shipped_knowledge

BOOK = shipped_knowledge()
ANALYTICS = "firebase_analytics_collection_enabled"


def apk(**changes: Any) -> dict[str, Any]:
    found: dict[str, Any] = apk_evidence(**changes)["apk"]
    return found


def off(*keys: dict[str, Any], **changes: Any) -> dict[str, list[str]]:
    return switches_off(apk(metaData=list(keys), **changes), BOOK)


@pytest.mark.parametrize("value", [False, "false", " FALSE ", 0, "0"])
def test_a_switch_is_off_in_any_type(value: object) -> None:
    assert off(a_key(ANALYTICS, value)) == {"firebase-analytics": [ANALYTICS]}


@pytest.mark.parametrize("value", [True, "true", 1, -1, None, "", "no idea"])
def test_anything_else_switches_nothing_off(value: object) -> None:
    assert off(a_key(ANALYTICS, value)) == {}


def test_words_of_every_type() -> None:
    assert [as_word(value) for value in (True, False, 1, 0, -1, 7, "Ab ", None, [])] == [
        "true", "false", "true", "false", "true", "7", "ab", None, None,
    ]  # fmt: skip


def test_a_switch_of_several_gives_way_to_one_of_its_own() -> None:
    every, one = "firebase_data_collection_default_enabled", "firebase_crashlytics_collection_enabled"

    assert set(off(a_key(every, "false"))) == {"firebase-crashlytics", "firebase-in-app", "firebase-messaging"}
    assert set(off(a_key(every, "false"), a_key(one, "true"))) == {"firebase-in-app", "firebase-messaging"}


def test_the_application_is_believed_before_a_component() -> None:
    inside = a_component("service", "fr.fictif.S", metaData=[a_key(ANALYTICS, "false")])

    assert off(a_key(ANALYTICS, "true"), components=[inside]) == {}
    assert off(components=[inside]) == {"firebase-analytics": [ANALYTICS]}


def test_disabled_parts_are_told_by_sdk_and_a_screen_is_none() -> None:
    rows = [
        a_component("receiver", "com.adjust.sdk.AdjustReferrerReceiver", enabled=False),
        a_component("activity", "com.braze.ui.A", enabled=False),
        a_component("service", "io.sentry.S"),
    ]

    assert disabled_marks(apk(components=rows), BOOK) == {"adjust": ["com.adjust.sdk.AdjustReferrerReceiver"]}


@pytest.mark.parametrize(
    ("key", "value", "sdk"),
    [
        ("com.google.firebase.components:com.google.firebase.perf.FirebasePerfRegistrar", "x", "firebase-performance"),
        ("backend:com.google.android.datatransport.cct.CctBackendFactory", "cct", "google-datatransport"),
        ("com.datadog.android.StartupInitializer", "androidx.startup", "datadog"),
        ("io.branch.sdk.BranchKey", "key_live_0", "branch"),
    ],
)
def test_a_class_that_the_manifest_has_loaded_is_wired(key: str, value: str, sdk: str) -> None:
    assert [row[0].id for row in manifest_marks(apk(metaData=[a_key(key, value)]), BOOK)] == [sdk]


def test_a_key_that_says_no_wires_nothing() -> None:
    assert list(manifest_marks(apk(metaData=[a_key("com.facebook.sdk.AutoLogAppEventsEnabled", "false")]), BOOK)) == []


def test_a_component_under_another_root_belongs_to_its_sdk() -> None:
    moved = a_component("provider", "fr.app.shaded.com.adjust.sdk.SystemLifecycleContentProvider")

    assert [row[0].id for row in manifest_marks(apk(components=[moved]), BOOK)] == ["adjust"]
