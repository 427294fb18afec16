"""What is odd and what stayed unread is said, each once."""

from typing import Any

from analyzers.contract import Detection
from analyzers.identity.container import detect_container
from criteria.findings import Extent
from tests.builders.evidence import APK_SHA256, a_dex, apk_evidence


def detect(**changes: Any) -> Detection:
    return detect_container(APK_SHA256, apk_evidence(**changes))


def extents(detection: Detection) -> dict[str, Extent]:
    return {row.kind: row.extent for row in detection.coverage}


def test_a_sound_archive_is_covered_without_a_finding() -> None:
    assert detect().findings == ()
    assert set(extents(detect()).values()) == {Extent.COMPLETE}


def test_a_deviation_points_into_the_package_file_itself() -> None:
    rows = [{"code": "duplicate-name", "entry": "a.txt", "offset": 77}]
    (found,) = detect(archive={"deviations": rows, "unlisted": 0}).findings
    assert found.attributes == {"deviation": "duplicate-name", "entry": "a.txt"}
    assert (found.pointer.path, found.pointer.offset) == ((), 77)


def test_deviations_beyond_the_list_lower_coverage() -> None:
    assert extents(detect(archive={"deviations": [], "unlisted": 3}))["archive.deviating"] is Extent.PARTIAL


def test_an_entry_named_unread_twice_is_stated_once() -> None:
    gap = {"entry": "classes2.dex", "why": "truncated"}
    code = {"dex": [a_dex(), a_dex("classes2.dex", read=False, why="truncated")], "packages": []}
    (found,) = detect(code=code, completeness={"entries_unread": [gap]}).findings
    assert found.attributes == gap
    assert found.pointer.path == ("classes2.dex",)


def test_missing_lists_cover_nothing() -> None:
    detection = detect_container(APK_SHA256, {"apk": {"archive": 1}})
    assert set(extents(detection).values()) == {Extent.NONE}


def test_a_deviation_without_a_code_is_passed_over() -> None:
    assert detect(archive={"deviations": [{"entry": "x"}], "unlisted": 0}).findings == ()
