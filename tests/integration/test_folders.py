"""A folder of apps on real processes: read once, ranked, its evidence kept, and going on after a kill."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from catalog.evaluations.postings import Postings

pytestmark = pytest.mark.integration

ROOT = Path(__file__).resolve().parents[2]
APKS = ROOT / "fixtures" / "apks"
_SCEAU = [
    sys.executable,
    "-c",
    "if __name__ == '__main__':\n import sys; sys.argv[0] = 'sceau'; from catalog.cli import main; main()",
]


def _environment(state: Path) -> dict[str, str]:
    return {"PATH": os.defpath, "HOME": str(state), "SCEAU_STATE": str(state), "PYTHONPATH": str(ROOT)}


def _analyze(folder: Path, state: Path) -> dict[str, Any]:
    done = subprocess.run(
        [*_SCEAU, "analyze", "--json", str(folder)],
        env=_environment(state),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    document: dict[str, Any] = json.loads(done.stdout)
    return document


def _lines(state: Path) -> list[Any]:
    found = list((state / "triage").glob("*.jsonl"))
    return found[0].read_bytes().splitlines() if found else []


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "apps"
    shutil.copytree(APKS, place)
    (place / "no-package.apk").write_bytes(b"<html>")
    return place


def test_a_folder_is_read_once_ranked_and_its_evidence_is_kept(folder: Path, tmp_path: Path) -> None:
    state = tmp_path / "state"
    first = _analyze(folder, state)

    assert (first["apps"], first["known"], first["done"]) == (9, 0, 9)
    assert first["apps_per_second"] > 0
    failed = [len(row["failed"]) for row in first["rows"]]
    assert failed == sorted(failed, reverse=True)
    refused = next(row for row in first["rows"] if row["file"] == "no-package.apk")
    assert (refused["state"], refused["evidence"]) == ("refused", None)
    assert refused["open"]
    for row in first["rows"]:
        kept = row["evidence"]
        assert kept is None or (state / "blobs" / "sha256" / kept[:2] / kept[2:]).is_file()
    assert Postings(state / "postings.db").find("example.carnettension")[0] == 1

    again = _analyze(folder, state)
    assert (again["known"], again["done"], again["rows"]) == (9, 0, first["rows"])

    path = next((state / "triage").iterdir())
    path.write_text(path.read_text().replace('"knowledge": "', '"knowledge": "older '))
    (folder / "respire-3.1.0.apk").chmod(0o000)  # not needed any more: its evidence is judged anew
    judged = _analyze(folder, state)
    assert (judged["known"], judged["done"], judged["rows"]) == (0, 9, first["rows"])


def test_a_run_that_is_killed_leaves_no_process_and_goes_on_where_it_was(folder: Path, tmp_path: Path) -> None:
    state = tmp_path / "state"
    for number in range(40):
        shutil.copy(APKS / "sosie-1.0.0.apk", folder / f"copy-{number:02}.apk")
    killed = subprocess.Popen(
        [*_SCEAU, "analyze", "--json", str(folder)], env=_environment(state), stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    deadline = time.monotonic() + 120
    while len(_lines(state)) < 5:
        assert time.monotonic() < deadline
        assert killed.poll() is None
        time.sleep(0.02)
    os.kill(killed.pid, signal.SIGKILL)
    killed.wait()
    done = len(_lines(state))
    after = _analyze(folder, state)

    assert 5 <= done < 49
    assert (after["apps"], after["known"]) == (49, done)
    assert len(_lines(state)) == 49  # each written down once, before or after
    assert not _living(killed.pid)


def _living(session: int) -> list[str]:
    """Processes that still belong to the session of the killed one."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            words = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(words[3]) == session and words[0] != "Z":
            found.append(path.parent.name)
    return found
