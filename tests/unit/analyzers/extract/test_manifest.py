"""The manifest says what was declared; what the platform makes of it stands apart."""

import pytest

from analyzers.extract.manifest import full_name
from tests.builders.apk import Component
from tests.unit.analyzers.extract.packages import a_source, facts_of


def test_identity_levels_and_label_are_read() -> None:
    facts = facts_of(a_source(version_code=320, version_name="3.2.0", label={"": "Diary", "fr": "Carnet"}))

    assert (facts["packageName"], facts["versionCode"], facts["versionName"]) == ("fr.fictif.app", "320", "3.2.0")
    assert (facts["minSdkVersion"], facts["targetSdkVersion"]) == (26, 36)
    assert facts["label"] == {"default": "Diary", "fr": "Carnet"}


def test_an_app_without_a_label_is_known_by_the_screen_it_starts_with() -> None:
    start = {"actions": ("android.intent.action.MAIN",), "categories": ("android.intent.category.LAUNCHER",)}
    other = Component("activity", ".Aide", {"label": "Aide"}, ("android.intent.action.VIEW",))
    first = Component("activity-alias", ".Accueil", {"label": "Carnet"}, **start)

    assert facts_of(a_source(label=None, components=(other, first)))["label"] == {"default": "Carnet"}
    assert facts_of(a_source(label=None, components=(other,)))["label"] == {}


def test_absent_levels_are_declared_null_and_effectively_one() -> None:
    facts = facts_of(a_source(min_sdk=None, target_sdk=None))

    assert (facts["minSdkVersion"], facts["targetSdkVersion"]) == (None, None)
    assert (facts["effective"]["minSdkVersion"], facts["effective"]["targetSdkVersion"]) == (1, 1)


@pytest.mark.parametrize(
    ("application", "target", "setting", "effective"),
    [
        ({}, 36, "allowBackup", True),
        ({"allowBackup": False}, 36, "allowBackup", False),
        ({}, 36, "debuggable", False),
        ({"debuggable": True}, 36, "debuggable", True),
        ({}, 36, "usesCleartextTraffic", False),
        ({}, 27, "usesCleartextTraffic", True),
        ({"usesCleartextTraffic": True}, 36, "usesCleartextTraffic", True),
    ],
)
def test_settings_follow_the_platforms_defaults(
    application: dict[str, bool],
    target: int,
    setting: str,
    effective: bool,  # noqa: FBT001 - a table of cases
) -> None:
    facts = facts_of(a_source(application=application, target_sdk=target))

    assert facts["effective"][setting] is effective
    assert facts["declared"][setting] is application.get(setting)


def test_permissions_keep_their_last_level_and_the_wider_request_counts() -> None:
    asked = (("android.permission.CAMERA", 22), ("android.permission.NFC", 18), ("android.permission.NFC", None))
    rows = facts_of(a_source(permissions=asked))["permissions"]

    assert [(row["name"][19:], row["maxSdkVersion"], row["declaredBy"]) for row in rows] == [
        ("CAMERA", 22, "uses-permission"),
        ("NFC", None, "uses-permission"),
    ]


def test_split_permissions_are_implied_with_the_limits_of_their_cause() -> None:
    rows = facts_of(a_source(permissions=(("android.permission.WRITE_EXTERNAL_STORAGE", 18),)))["permissions"]

    implied = [row for row in rows if row["declaredBy"] == "implied"]
    assert [(row["name"], row["maxSdkVersion"]) for row in implied] == [
        ("android.permission.READ_EXTERNAL_STORAGE", 18)
    ]


def test_apps_for_the_first_platforms_are_given_two_permissions() -> None:
    rows = facts_of(a_source(min_sdk=None, target_sdk=None))["permissions"]

    assert {row["name"][19:] for row in rows} == {
        "WRITE_EXTERNAL_STORAGE",
        "READ_PHONE_STATE",
        "READ_EXTERNAL_STORAGE",
    }


@pytest.mark.parametrize(
    ("component", "target", "exported"),
    [
        (Component("service", ".S"), 36, False),
        (Component("service", ".S", {}, ("a",)), 30, True),
        (Component("service", ".S", {"exported": False}, ("a",)), 30, False),
        (Component("provider", ".P"), 16, True),
        (Component("provider", ".P"), 17, False),
    ],
)
def test_components_are_open_when_the_platform_says_so(component: Component, target: int, exported: bool) -> None:  # noqa: FBT001 - a table of cases
    (row,) = facts_of(a_source(components=(component,), target_sdk=target))["components"]

    assert row["exported"] is exported
    assert row["exportedDeclared"] is component.attributes.get("exported")


def test_a_component_is_guarded_by_the_applications_permission() -> None:
    (row,) = facts_of(a_source(application={"permission": "fr.fictif.GARDE"}))["components"]

    assert (row["permission"], row["name"], row["nameDeclared"]) == (
        "fr.fictif.GARDE",
        "fr.fictif.app.Accueil",
        ".Accueil",
    )


@pytest.mark.parametrize(
    ("name", "package", "full"),
    [(".A", "p.q", "p.q.A"), ("A", "p.q", "p.q.A"), ("x.A", "p.q", "x.A"), ("A", None, "A")],
)
def test_short_names_belong_to_the_package(name: str, package: str | None, full: str) -> None:
    assert full_name(name, package) == full


def test_metadata_and_filters_are_kept_with_their_places() -> None:
    component = Component("receiver", ".R", {}, ("fr.fictif.GO",), ("c",), {"cle": "valeur"})
    facts = facts_of(a_source(components=(component,), meta={"id": 7}))

    assert facts["components"][0]["intentFilters"] == [{"actions": ["fr.fictif.GO"], "categories": ["c"], "data": []}]
    assert facts["components"][0]["metaData"][0]["value"] == "valeur"
    assert (facts["metaData"][0]["value"], facts["metaData"][0]["at"]["entry"]) == (7, "AndroidManifest.xml")
