"""A switch is off only where the SDK itself would read it so; whatever cannot be told is never taken for off."""

from typing import Any

import pytest

from analyzers.sdk_classes.switches import Switched, read_switches
from tests.builders.evidence import a_component, a_key, apk_evidence
from tests.builders.knowledge import shipped_knowledge

BOOK = shipped_knowledge()
ANALYTICS = "firebase_analytics_collection_enabled"


def switched(*keys: dict[str, Any], **changes: Any) -> dict[str, Switched]:
    return read_switches(apk_evidence(metaData=list(keys), **changes)["apk"], BOOK)


def off(*keys: dict[str, Any], **changes: Any) -> dict[str, list[str]]:
    return {name: found.off for name, found in switched(*keys, **changes).items() if found.off}


def a_flag(name: str, *, value: bool) -> dict[str, Any]:
    return a_key(name, value)


def test_a_truth_value_of_the_application_is_read() -> None:
    assert off(a_flag(ANALYTICS, value=False)) == {"firebase-analytics": [ANALYTICS]}
    assert switched(a_flag(ANALYTICS, value=True)) == {"firebase-analytics": Switched()}


@pytest.mark.parametrize("value", ["false", " FALSE ", "0", 0, 1, -1, None, "", "no idea", [False]])
def test_what_the_platform_would_not_read_as_a_truth_value_is_unsure(value: object) -> None:
    assert switched(a_key(ANALYTICS, value)) == {"firebase-analytics": Switched(unsure=[ANALYTICS])}


def test_a_value_that_varies_between_phones_is_unsure() -> None:
    row = a_flag(ANALYTICS, value=False) | {"varies": True}

    assert switched(row)["firebase-analytics"] == Switched(unsure=[ANALYTICS])


def test_a_key_said_twice_in_two_ways_is_unsure_and_twice_in_one_way_is_not() -> None:
    no, yes = a_flag(ANALYTICS, value=False), a_flag(ANALYTICS, value=True)

    assert switched(no, yes)["firebase-analytics"] == Switched(unsure=[ANALYTICS])
    assert switched(no, yes, no)["firebase-analytics"] == Switched(unsure=[ANALYTICS])
    assert off(no, no) == {"firebase-analytics": [ANALYTICS]}


def test_a_switch_of_several_gives_way_to_one_of_its_own() -> None:
    every = a_flag("firebase_data_collection_default_enabled", value=False)
    one = a_flag("firebase_crashlytics_collection_enabled", value=True)

    assert set(off(every)) == {"firebase-crashlytics", "firebase-in-app", "firebase-messaging"}
    assert set(off(every, one)) == {"firebase-in-app", "firebase-messaging"}


def test_a_switch_inside_a_component_is_read_by_nobody() -> None:
    inside = a_component("service", "fr.fictif.S", metaData=[a_flag(ANALYTICS, value=False)])

    assert off(a_flag(ANALYTICS, value=True), components=[inside]) == {}
    assert switched(components=[inside])["firebase-analytics"] == Switched(unsure=[ANALYTICS])


def test_a_word_switches_off_in_any_case_and_nothing_else_does() -> None:
    key = "com.onesignal.PrivacyConsent"

    assert off(a_key(key, "Enable")) == {"onesignal": [key]}
    assert off(a_key(key, "DISABLE")) == {}


def test_what_turns_off_a_part_leaves_the_rest_on() -> None:
    (found,) = switched(a_flag("com.facebook.sdk.AdvertiserIDCollectionEnabled", value=False)).values()

    assert (found.off, [part.key for part in found.parts]) == ([], ["com.facebook.sdk.AdvertiserIDCollectionEnabled"])
    assert switched(a_key("CLEVERTAP_DISABLE_APP_LAUNCHED", 1))["clevertap"].parts


def test_every_switch_names_its_source_and_its_day() -> None:
    rows = [switch for sdk in BOOK.sdks for switch in sdk.switches]

    assert len(rows) > 30
    assert all(row.source.startswith("https://") and row.as_of for row in rows)
