"""What the manifest states becomes findings; what it does not state is not made up."""

from typing import Any

from analyzers.contract import Detection
from analyzers.identity.declared import detect_declared
from criteria.findings import Extent, Finding
from tests.builders.evidence import APK_SHA256, AT, a_component, apk_evidence
from tests.builders.knowledge import shipped_knowledge


def detect(**changes: Any) -> Detection:
    return detect_declared(APK_SHA256, apk_evidence(**changes), shipped_knowledge())


def of_kind(detection: Detection, kind: str) -> list[Finding]:
    return [row for row in detection.findings if row.kind == kind]


def extent(detection: Detection, kind: str) -> Extent:
    return next(row.extent for row in detection.coverage if row.kind == kind)


def test_the_app_is_identified_with_its_bytes() -> None:
    found = of_kind(detect(), "app.identified")[0]
    assert found.attributes == {
        "package": "fr.fictif.carnet",
        "version_name": "3.2.0",
        "version_code": "320",
        "label": "Carnet (FICTIF)",
    }
    assert (found.pointer.path, found.pointer.offset, found.pointer.length) == (("AndroidManifest.xml",), 100, 40)


def test_the_parts_of_a_set_are_named_in_words() -> None:
    parts = [{"file": f"{name}.apk", "name": name} for name in (None, "carnet", "config.fr")]
    alone, several = (of_kind(detect(splits=rows), "app.identified")[0].reasoning for rows in ([], parts))

    assert "3 parties, lues comme une seule application (carnet, config.fr)." in several.fr
    assert "3 parts, read as one app (carnet, config.fr)." in several.en
    assert "parties" not in alone.fr


def test_a_french_label_is_preferred() -> None:
    found = of_kind(detect(label={"": "Diary", "fr": "Carnet", "de": "Buch"}), "app.identified")[0]
    assert found.attributes["label"] == "Carnet"


def test_nothing_is_identified_nor_covered_without_a_manifest() -> None:
    detection = detect_declared(APK_SHA256, {"apk": {}}, shipped_knowledge())
    assert detection.findings == ()
    assert {row.extent for row in detection.coverage} == {Extent.NONE}


def test_an_unread_manifest_covers_no_permission() -> None:
    unread = {"entries_unread": [{"entry": "AndroidManifest.xml", "why": "truncated"}]}
    assert extent(detect(completeness=unread), "permission.requested") is Extent.NONE


def test_a_target_is_current_by_the_dated_table() -> None:
    level = shipped_knowledge().platform.target
    for target, current in ((level, True), (level - 1, False), (None, None)):
        found = of_kind(detect(effective={"minSdkVersion": 24, "targetSdkVersion": target}), "platform.targeted")[0]
        assert found.attributes["target_current"] is current


def test_a_sensitive_permission_is_said_in_plain_words() -> None:
    rows = [
        {"name": "android.permission.READ_CONTACTS", "declaredBy": "uses-permission", "maxSdkVersion": 30, "at": AT}
    ]
    found = of_kind(detect(permissions=rows), "permission.requested")[0]
    assert found.attributes == {
        "name": "android.permission.READ_CONTACTS",
        "group": "contacts",
        "sensitive": True,
        "advertising_id": False,
        "max_sdk": 30,
        "declared_by": "uses-permission",
    }
    assert "Lire vos contacts" in found.reasoning.fr


def test_an_unknown_permission_is_stated_without_being_called_sensitive() -> None:
    found = of_kind(detect(permissions=[{"name": "org.example.X"}]), "permission.requested")[0]
    assert (found.attributes["group"], found.attributes["sensitive"]) == (None, False)


def test_the_advertising_identifier_is_told_apart() -> None:
    rows = [{"name": "com.google.android.gms.permission.AD_ID"}]
    assert of_kind(detect(permissions=rows), "permission.requested")[0].attributes["advertising_id"] is True


def test_only_exported_components_are_exposed() -> None:
    rows = [a_component("activity", "a.B", exported=True), a_component("service", "a.C")]
    assert [row.attributes["name"] for row in of_kind(detect(components=rows), "component.exposed")] == ["a.B"]


def test_an_alias_is_an_activity() -> None:
    rows = [a_component("activity-alias", "a.B", exported=True)]
    assert of_kind(detect(components=rows), "component.exposed")[0].attributes["type"] == "activity"


def test_a_provider_is_guarded_only_when_reading_and_writing_are() -> None:
    for permissions, guarded in (
        ({"readPermission": "p"}, False),
        ({"readPermission": "p", "writePermission": "p"}, True),
        ({"permission": "p"}, True),
    ):
        rows = [a_component("provider", "a.P", exported=True, **permissions)]
        assert of_kind(detect(components=rows), "component.exposed")[0].attributes["guarded"] is guarded


def test_languages_are_never_covered_completely() -> None:
    detection = detect(locales=["fr", "br"])
    assert [row.attributes["locale"] for row in of_kind(detection, "language.offered")] == ["fr", "br"]
    assert extent(detection, "language.offered") is Extent.PARTIAL
    assert extent(detect(locales=[]), "language.offered") is Extent.NONE


def test_rows_without_a_name_are_passed_over() -> None:
    detection = detect(permissions=[{}], components=[a_component("activity", "", exported=True)], locales=[""])
    for kind in ("permission.requested", "component.exposed", "language.offered"):
        assert of_kind(detection, kind) == []


def test_levels_that_are_not_stated_are_not_made_up() -> None:
    detection = detect(effective={}, minSdkVersion=None, targetSdkVersion=None)
    assert of_kind(detection, "platform.targeted") == []
    assert extent(detection, "platform.targeted") is Extent.NONE
