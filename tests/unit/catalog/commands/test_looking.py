"""The verb look: what it finds, that it never says absent, and exit codes that a script can rely on."""

import json
from pathlib import Path

from catalog.commands.looking import summarize
from tests.unit.catalog.commands.conftest import Run

APKS = Path(__file__).resolve().parents[4] / "fixtures" / "apks"


def test_it_finds_the_sdks_that_the_whole_reading_finds_defined(run: Run) -> None:
    file = str(APKS / "pas-a-pas-5.4.1.apk")
    seen, whole = json.loads(run("look", file).output), json.loads(run("analyze", "--json", file).output)
    found = [row["attributes"] for row in whole["findings"] if row["kind"] == "sdk.embedded"]
    defined = {row["sdk"]: row["classes"] for row in found if row["tier"] in ("wired", "defined")}

    assert defined
    assert {row["sdk"]: row["defined"] for row in seen["sdks"] if row["defined"]} == defined
    assert (seen["packageName"], seen["sha256"]) == (whole["apk"]["packageName"], whole["subject"]["sha256"])
    assert "ne prouve rien" in seen["bounds"]["fr"]


def test_a_file_for_each_and_what_is_no_package_refused_with_three(run: Run, tmp_path: Path) -> None:
    page = tmp_path / "page.apk"
    page.write_text("<html>", encoding="ascii")
    lines = run("look", str(page), str(APKS / "sosie-1.0.0.apk"), code=3).output.splitlines()

    assert [json.loads(line)["refused"] for line in lines] == ["no-end-record", None]


def test_a_folder_is_wrong_usage(run: Run) -> None:
    run("look", str(APKS), code=2)


def test_lines_for_a_person_name_what_was_not_read_and_move_no_cursor() -> None:
    document = {
        "refused": None, "packageName": "fr.a\x1b[2J", "versionName": "1", "sha256": "0" * 64,
        "unread": [{"entry": "classes.dex", "why": "truncated-dex"}],
        "sdks": [{"name": "Un", "defined": 2, "named": 0}, {"name": "Deux", "defined": 0, "named": 1}],
    }  # fmt: skip
    lines = list(summarize("a.apk", document, "fr"))

    assert "\x1b" not in "".join(lines)
    assert lines[1:] == [
        "  ? classes.dex : non lu (truncated-dex)", "  • Un : 2 classes définies", "  • Deux : seulement mentionné"
    ]  # fmt: skip
    assert list(summarize("a", {"refused": "no-end-record"}, "en")) == ["a  refused (no-end-record)"]
