"""What the manifest starts, and what it disables."""

from typing import Any

import pytest

from analyzers.sdk_classes.wiring import disabled_marks, manifest_marks
from tests.builders.evidence import a_component, a_key, apk_evidence
from tests.builders.knowledge import shipped_knowledge

BOOK = shipped_knowledge()


def apk(**changes: Any) -> dict[str, Any]:
    found: dict[str, Any] = apk_evidence(**changes)["apk"]
    return found


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


def test_what_a_disabled_component_would_load_is_not_loaded() -> None:
    key = a_key("com.google.firebase.components:com.google.firebase.perf.FirebasePerfRegistrar", "x")
    discovery = a_component("service", "com.google.firebase.components.ComponentDiscoveryService", metaData=[key])

    assert "firebase-performance" in [row[0].id for row in manifest_marks(apk(components=[discovery]), BOOK)]
    assert list(manifest_marks(apk(components=[discovery | {"enabled": False}]), BOOK)) == []


def test_an_application_class_of_an_sdk_starts_it_with_the_app() -> None:
    def marks(name: str | None) -> list[tuple[str, str, str]]:
        return [(row[0].id, *row[1:3]) for row in manifest_marks(apk(applicationName=name), BOOK)]

    name = "com.clevertap.android.sdk.Application"
    assert marks(name) == [("clevertap", name, "/apk/applicationName")]
    assert marks(".App") == marks(None) == []
