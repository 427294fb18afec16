"""The marks of an SDK decide its tier and its state; a screen brought along by a library wires nothing."""

from typing import Any

import pytest

from analyzers.sdk_classes.marks import Marks, gather_marks
from analyzers.sdk_classes.wording import describe
from tests.builders.evidence import a_component, a_key, a_package, apk_evidence
from tests.builders.knowledge import shipped_knowledge

ADMOB = a_package("com.google.android.gms.ads", "AdView", "AdRequest")
APP_ID = a_key("com.google.android.gms.ads.APPLICATION_ID", "ca-app-pub-0")


def gather(*packages: dict[str, Any], **changes: Any) -> dict[str, Marks]:
    return gather_marks(apk_evidence(*packages, **changes), shipped_knowledge())


def test_defined_classes_without_the_wiring_they_need_are_dormant() -> None:
    marks = gather(ADMOB)["google-admob"]
    assert (marks.tier, marks.state, marks.classes) == ("defined", "dormant", 2)


def test_a_manifest_key_wires_defined_classes() -> None:
    marks = gather(ADMOB, metaData=[APP_ID])["google-admob"]
    assert (marks.tier, marks.state) == ("wired", "active")


def test_a_screen_that_nothing_outside_can_open_wires_nothing() -> None:
    screen = a_component("activity", "com.google.android.gms.ads.AdActivity")
    assert gather(ADMOB, components=[screen])["google-admob"].tier == "defined"
    opened = screen | {"intentFilters": [{"actions": ["x"]}]}
    assert gather(ADMOB, components=[opened])["google-admob"].tier == "wired"


def test_a_provider_wires_and_a_disabled_one_does_not() -> None:
    provider = a_component("provider", "com.google.android.gms.ads.MobileAdsInitProvider")
    assert gather(ADMOB, components=[provider])["google-admob"].tier == "wired"
    assert gather(ADMOB, components=[provider | {"enabled": False}])["google-admob"].tier == "defined"


def test_an_initializer_named_in_the_startup_provider_wires() -> None:
    key = a_key("com.datadog.android.StartupInitializer", "androidx.startup")
    startup = a_component("provider", "androidx.startup.InitializationProvider", metaData=[key])
    found = gather(a_package("com.datadog.android", "Datadog"), components=[startup])
    assert found["datadog"].tier == "wired"


def test_an_sdk_that_needs_no_wiring_is_in_an_unknown_state() -> None:
    assert gather(a_package("com.amplitude.api", "Amplitude"))["amplitude"].state == "unknown"


def test_referenced_types_without_a_class_are_only_referenced() -> None:
    marks = gather(a_package("com.amplitude.api", referenced=4))["amplitude"]
    assert (marks.tier, marks.state, marks.referenced) == ("referenced", "unknown", 4)


def test_a_manifest_mark_without_any_class_is_never_called_wired() -> None:
    marks = gather(metaData=[APP_ID])["google-admob"]
    assert (marks.tier, marks.state, marks.classes) == ("string", "unknown", 0)


@pytest.mark.parametrize(
    ("value", "state"), [(False, "switched_off"), ("false", "unknown"), (None, "unknown"), (True, "active")]
)
def test_a_switch_counts_only_with_the_value_that_turns_it_off(value: object, state: str) -> None:
    crashlytics = a_package("com.google.firebase.crashlytics", "FirebaseCrashlytics")
    key = a_key("firebase_crashlytics_collection_enabled", value)
    assert gather(crashlytics, metaData=[key])["firebase-crashlytics"].state == state


def test_a_switch_for_all_of_firebase_turns_crash_reports_off() -> None:
    crashlytics = a_package("com.google.firebase.crashlytics", "FirebaseCrashlytics")
    key = a_key("firebase_data_collection_default_enabled", False)  # noqa: FBT003 — the value of a manifest key
    assert gather(crashlytics, metaData=[key])["firebase-crashlytics"].state == "switched_off"


def test_a_switch_counts_only_for_the_sdk_it_belongs_to() -> None:
    key = a_key("firebase_crashlytics_collection_enabled", False)  # noqa: FBT003 — the value of a manifest key
    assert gather(ADMOB, metaData=[APP_ID, key])["google-admob"].state == "active"


@pytest.mark.parametrize("name", ["com.adjuster.sdk", "com.adjust.sdkx", "xcom.adjust.sdk", "xcom.adjust.sdk.x"])
def test_a_look_alike_is_not_recognised(name: str) -> None:
    assert "adjust" not in gather(a_package(name, "Adjust"))


@pytest.mark.parametrize("name", ["com.adjust.sdk", "com.adjust.sdk.network"])
def test_the_specimen_is_recognised(name: str) -> None:
    assert gather(a_package(name, "Adjust"))["adjust"].classes == 1


def test_the_longest_prefix_wins() -> None:
    found = gather(a_package("com.google.android.gms.ads.identifier", "AdvertisingIdClient"))
    assert set(found) == {"google-advertising-id"}


def test_a_prefix_may_name_a_single_class() -> None:
    found = gather(a_package("com.mapbox.mapboxsdk.maps", "MapView", "TelemetryDefinition", "TelemetryDefinition$1"))
    assert (found["mapbox"].classes, found["mapbox-telemetry"].classes) == (1, 2)


def test_classes_beyond_the_list_still_count() -> None:
    package = a_package("com.amplitude.api", "Amplitude") | {"count": 50}
    assert gather(package)["amplitude"].classes == 50


def test_the_bytes_of_the_first_class_are_kept() -> None:
    marks = gather(a_package("com.amplitude.api", "Amplitude"))["amplitude"]
    assert marks.where == "/apk/code/packages/1"
    assert marks.example == "com.amplitude.api.Amplitude"


def test_the_bytes_of_another_class_are_not_passed_off_as_its_own() -> None:
    found = gather(a_package("com.mapbox.mapboxsdk.maps", "MapView", "TelemetryDefinition"))
    assert found["mapbox"].at == {"entry": "classes.dex", "offset": 512, "length": 30, "class": "MapView"}
    assert found["mapbox-telemetry"].at == {"entry": "classes.dex"}


def test_unlisted_classes_count_where_a_prefix_names_single_classes() -> None:
    package = a_package("com.mapbox.mapboxsdk.maps", "TelemetryDefinition") | {"count": 4}
    found = gather(package)
    assert (found["mapbox"].classes, found["mapbox-telemetry"].classes) == (3, 1)


def test_a_package_of_single_marks_passes_over_its_other_classes() -> None:
    found = gather(a_package("com.facebook", "AccessToken", "SomethingElse"))
    assert found["facebook-core"].classes == 1


def test_a_package_without_a_name_is_passed_over() -> None:
    assert gather({"classes": ["A"], "count": 1}) == {}


def test_references_beside_definitions_are_counted_apart() -> None:
    marks = gather(a_package("com.amplitude.api", "Amplitude", referenced=3))["amplitude"]
    assert (marks.classes, marks.referenced, marks.tier) == (1, 3, "defined")


def test_a_name_under_another_root_is_named_until_a_word_of_its_own_confirms_it() -> None:
    moved = a_package("fr.app.shaded.com.adjust.sdk", "Adjust", "Util")
    alone = gather(moved)["adjust"]
    assert (alone.tier, alone.classes, alone.may_be_renamed) == ("string", 0, True)

    host = [{"host": "app.adjust.com", "schemes": [], "paths": [], "count": 1, "at": [], "users": []}]
    sure = gather(moved, endpoints=host)["adjust"]
    assert (sure.tier, sure.state, sure.classes) == ("defined", "unknown", 2)
    assert sure.example == "fr.app.shaded.com.adjust.sdk.Adjust"


def test_a_moved_copy_beside_the_real_one_changes_nothing() -> None:
    both = gather(a_package("com.adjust.sdk", "Adjust"), a_package("fr.app.com.adjust.sdk", "Adjust", "B"))["adjust"]

    assert (both.classes, both.moved) == (1, None)


@pytest.mark.parametrize("name", ["com.tunein.player", "org.tune.com", "fr.app.io.branchement", "com.fr.adjust.sdk"])
def test_names_that_only_sound_alike_are_no_moved_copies(name: str) -> None:
    assert {"tune", "branch", "adjust"}.isdisjoint(gather(a_package(name, "Player")))


def test_an_sdk_whose_starting_parts_are_all_disabled_is_switched_off() -> None:
    code = a_package("com.adjust.sdk", "Adjust")
    receiver = a_component("receiver", "com.adjust.sdk.AdjustReferrerReceiver", enabled=False)
    provider = a_component("provider", "com.adjust.sdk.SystemLifecycleContentProvider")

    assert gather(code, components=[receiver])["adjust"].state == "switched_off"
    assert gather(code, components=[receiver, provider])["adjust"].state == "active"


def a_call(target: str, method: str, caller: str = "fr.fictif.carnet.App", *, works: bool = True) -> dict[str, Any]:
    """One row of what own code calls."""
    return {"class": target, "method": method, "from": caller, "works": works, "at": {"entry": "classes.dex"}}


def called(*calls: dict[str, Any], package: str = "com.amplitude.api", **changes: Any) -> Marks:
    packages = [a_package("fr.fictif.carnet", "App"), a_package(package, "Amplitude")]
    code = {"dex": [], "packages": packages, "calls": list(calls)}
    (found,) = gather(code=code, **changes).values()
    return found


def test_a_call_by_the_apps_own_code_wires() -> None:
    marks = called(a_call("com.amplitude.api.Amplitude", "getInstance"))

    assert (marks.tier, marks.state, marks.where) == ("wired", "active", "/apk/code/calls/0")


def test_a_call_that_only_asks_wires_nothing() -> None:
    marks = called(a_call("com.amplitude.api.Amplitude", "setOptOut", works=False))

    assert (marks.tier, marks.state) == ("defined", "unknown")


def test_a_call_wires_what_the_manifest_should_start_too() -> None:
    call = a_call("com.google.android.gms.ads.AdView", "loadAd")
    marks = called(call, package="com.google.android.gms.ads")

    assert (marks.tier, marks.state) == ("wired", "active")
    assert "une personne vérifie" in describe(marks, shipped_knowledge()).fr


def test_a_switch_at_off_and_a_call_contradict_each_other() -> None:
    key = a_key("io.sentry.auto-init", False)  # noqa: FBT003 — the value of a manifest key
    init = a_call("io.sentry.android.core.SentryAndroid", "init")

    assert called(package="io.sentry", metaData=[key]).state == "switched_off"
    marks = called(init, package="io.sentry", metaData=[key])
    assert (marks.tier, marks.state) == ("wired", "unknown")


def test_a_disabled_part_does_not_switch_off_what_own_code_calls() -> None:
    receiver = a_component("receiver", "com.amplitude.api.R", enabled=False)

    assert called(components=[receiver]).state == "switched_off"
    assert called(a_call("com.amplitude.api.Amplitude", "logEvent"), components=[receiver]).state == "active"
