"""What is done is not done again: by name, size and time, and by what it was read and judged under."""

import json
import os
from pathlib import Path

import pytest

from catalog.evaluations.batch import Ledger, Task, list_apps, plan, stamp_of, under
from catalog.evaluations.triage import Row

_UNDER = {"extractor": "1", "knowledge": "k", "edition": "e", "detectors": "d"}


def _row(name: str) -> Row:
    return Row(name, "d" * 64, 1, "read", "read", "fr.x", "1", (), (), (), 0, "e" * 64)


def _apps(folder: Path) -> list[tuple[Path, str]]:
    for name in ("a.apk", "b.APK", "sub/c.xapk", "sub/notes.txt", "one/base.apk", "one/split_config.fr.apk"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(name.encode())
    return list_apps(folder)[0]


def test_the_parts_of_one_app_are_one_app(tmp_path: Path) -> None:
    assert [name for _, name in _apps(tmp_path)] == ["a.apk", "b.APK", "one", "sub/c.xapk"]


def test_an_app_under_another_name_is_one_and_what_is_none_is_named(tmp_path: Path) -> None:
    (tmp_path / "download.bin").write_bytes(b"PK\x03\x04rest")
    (tmp_path / "session.har").write_bytes(b"{}")
    os.mkfifo(tmp_path / "pipe")

    apps, aside = list_apps(tmp_path)

    assert [name for _, name in apps] == ["download.bin"]
    assert aside == ["pipe", "session.har"]


def test_what_is_written_down_is_not_read_again(tmp_path: Path) -> None:
    apps = _apps(tmp_path / "apps")
    ledger = Ledger(tmp_path / "kept" / "ledger", _UNDER)
    for path, name in apps[:2]:
        ledger.add(_row(name), stamp_of(path))
    done, left = plan(apps, Ledger(ledger.path, _UNDER))

    assert [row.file for row in done] == ["a.apk", "b.APK"]
    assert [task.name for task in left] == ["one", "sub/c.xapk"]


def test_a_line_cut_short_counts_as_none_and_spoils_no_other(tmp_path: Path) -> None:
    apps = _apps(tmp_path / "apps")
    ledger = Ledger(tmp_path / "ledger", _UNDER)
    for path, name in apps[:3]:
        ledger.add(_row(name), stamp_of(path))
    whole = ledger.path.read_bytes()
    ledger.path.write_bytes(whole[:-20])
    Ledger(ledger.path, _UNDER).add(_row(apps[3][1]), stamp_of(apps[3][0]))

    assert [row.file for row in plan(apps, Ledger(ledger.path, _UNDER))[0]] == ["a.apk", "b.APK", "sub/c.xapk"]


@pytest.mark.parametrize("junk", [b"\n", b"[]\n", b'{"row": {}}\n', b'{"row": null}\n', b"\xff\n"])
def test_a_line_that_is_none_of_ours_is_passed_over(tmp_path: Path, junk: bytes) -> None:
    ledger = Ledger(tmp_path / "ledger", _UNDER)
    ledger.path.write_bytes(junk)
    ledger.add(_row("a"), (1, 2))

    assert Ledger(ledger.path, _UNDER).find("a", (1, 2)) == _row("a")


def test_a_file_that_changed_is_read_again(tmp_path: Path) -> None:
    apps = _apps(tmp_path / "apps")[:1]
    ledger = Ledger(tmp_path / "ledger", _UNDER)
    ledger.add(_row("a.apk"), stamp_of(apps[0][0]))
    apps[0][0].write_bytes(b"another content")

    assert plan(apps, Ledger(ledger.path, _UNDER))[1] == [Task(apps[0][0], "a.apk", stamp_of(apps[0][0]))]


@pytest.mark.parametrize(("change", "is_known"), [("knowledge", True), ("edition", True), ("extractor", False)])
def test_other_rules_are_applied_to_the_evidence_another_extractor_reads_again(
    tmp_path: Path, change: str, *, is_known: bool
) -> None:
    apps = _apps(tmp_path / "apps")[:1]
    ledger = Ledger(tmp_path / "ledger", _UNDER)
    ledger.add(_row("a.apk"), stamp_of(apps[0][0]))
    done, left = plan(apps, Ledger(ledger.path, _UNDER | {change: "another"}))

    assert done == []
    assert left[0].evidence == ("e" * 64 if is_known else None)


def test_a_file_that_is_gone_is_a_task_like_any_other(tmp_path: Path) -> None:
    assert [task.name for task in plan([(tmp_path / "gone.apk", "gone.apk")], Ledger(tmp_path / "l", _UNDER))[1]] == [
        "gone.apk"
    ]


def test_a_row_says_under_which_detectors_it_was_judged() -> None:
    assert "sdk_classes=" in json.dumps(under("k", "e"))
