"""SDKs are stated with owner and tier; silence counts only where all code was read."""

from typing import Any

import pytest

from analyzers.contract import Detection
from analyzers.sdk_classes.detect import detect
from criteria.findings import Extent
from tests.builders.evidence import APK_SHA256, a_dex, a_package, apk_evidence
from tests.builders.knowledge import shipped_knowledge


def run(*packages: dict[str, Any], **changes: Any) -> Detection:
    return detect(APK_SHA256, apk_evidence(*packages, **changes), shipped_knowledge())


def extent(detection: Detection) -> Extent:
    return detection.coverage[0].extent


def test_an_sdk_is_stated_with_owner_parent_and_bytes() -> None:
    (found,) = run(a_package("com.adjust.sdk", "Adjust")).findings
    assert found.attributes == {
        "sdk": "adjust",
        "name": "Adjust",
        "owner": "Adjust",
        "owner_country": "DE",
        "parent": "AppLovin Corporation",
        "parent_country": "US",
        "owner_confidence": "high",
        "purposes": ("attribution", "analytics"),
        "version": None,
        "contested": False,
        "tier": "defined",
        "state": "unknown",
        "classes": 1,
    }
    assert (found.pointer.path, found.pointer.offset) == (("classes.dex",), 512)


def test_a_library_without_owner_names_none() -> None:
    (found,) = run(a_package("io.reactivex", "Observable")).findings
    assert (found.attributes["owner"], found.attributes["parent_country"]) == (None, None)


def test_fully_read_plain_code_is_covered_completely() -> None:
    assert extent(run()) is Extent.COMPLETE


@pytest.mark.parametrize(
    "changes",
    [
        {"completeness": {"dex_bytes_unread": 1, "entries_unread": [], "verdict_ceiling": None}},
        {"completeness": {"dex_bytes_unread": 0, "entries_unread": [{"entry": "x"}], "verdict_ceiling": None}},
        {"completeness": {"dex_bytes_unread": 0, "entries_unread": [], "verdict_ceiling": "code-unread"}},
        {"completeness": {}},
        {"native": [{"file": "lib/arm64-v8a/libapp.so"}]},
    ],
)
def test_whatever_was_not_read_lowers_coverage(changes: dict[str, Any]) -> None:
    assert extent(run(**changes)) is Extent.PARTIAL


def test_one_unread_code_file_lowers_coverage() -> None:
    code = {"dex": [a_dex(), a_dex("classes2.dex", read=False)], "packages": [a_package("a", "B")]}
    assert extent(run(code=code)) is Extent.PARTIAL


@pytest.mark.parametrize("code", [None, {}, {"dex": [], "packages": []}, {"dex": [a_dex()], "packages": []}])
def test_no_code_covers_nothing(code: object) -> None:
    assert extent(run(code=code)) is Extent.NONE


@pytest.mark.parametrize("code", ["encryption-bit", "hidden-code", "path-traversal"])
def test_an_odd_container_never_leaves_coverage_complete(code: str) -> None:
    odd = {"deviations": [{"code": code, "entry": None, "offset": 0}], "unlisted": 0}
    found = run(archive=odd)

    assert found.coverage[0].extent is Extent.PARTIAL
    assert code in found.coverage[0].reason.en


def test_an_archive_inside_alone_lowers_nothing_it_was_read() -> None:
    odd = {"deviations": [{"code": "nested-archive", "entry": "assets/a.zip", "offset": 0}], "unlisted": 0}

    assert run(archive=odd).coverage[0].extent is Extent.COMPLETE


def test_a_contested_entry_says_so_with_its_source() -> None:
    (found,) = run(a_package("org.acra", "ACRA")).findings

    assert found.attributes["contested"] is True
    assert "Entrée contestée" in found.reasoning.fr
    assert "github.com/TrackerControl" in found.reasoning.en


def test_a_call_of_what_is_not_in_the_package_lowers_coverage() -> None:
    call = {"class": "com.adjust.sdk.Adjust", "method": "onCreate", "from": "fr.fictif.A", "works": True, "at": {}}
    packages = [a_package("a", "B"), a_package("com.adjust.sdk", referenced=1)]
    found = run(code={"dex": [a_dex()], "packages": packages, "calls": [call]})

    assert extent(found) is Extent.PARTIAL
    assert "code calls what is not there (Adjust)" in found.coverage[0].reason.en


def test_a_screen_that_names_a_view_of_an_sdk_without_class_is_a_leftover() -> None:
    view = {
        "name": "com.google.android.gms.ads.AdView",
        "at": {"entry": "res/layout/a.xml", "offset": 40, "length": 33},
    }
    (found,) = run(a_package("fr.fictif", "A"), layoutClasses=[view]).findings

    assert (found.attributes["tier"], found.attributes["state"]) == ("string", "unknown")
    assert "Reste de" in found.reasoning.fr
    assert (found.pointer.path, found.pointer.evidence) == (("res/layout/a.xml",), "/apk/layoutClasses/0")


def test_a_screen_that_names_a_view_of_an_sdk_that_is_there_is_said() -> None:
    view = {
        "name": "com.google.android.gms.ads.AdView",
        "at": {"entry": "res/layout/a.xml", "offset": 40, "length": 33},
    }
    (found,) = run(a_package("com.google.android.gms.ads", "AdView"), layoutClasses=[view]).findings

    assert (found.attributes["tier"], found.attributes["state"]) == ("defined", "dormant")
    assert "Yet a screen of the package names its class" in found.reasoning.en
