"""The README as a newcomer types it: the walk by API, run as it stands against a served demonstration."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders.running import ROOT

pytestmark = [pytest.mark.e2e, pytest.mark.enable_socket]
BIN = Path(sys.executable).parent
FIXTURES = ROOT / "fixtures"
START, PATIENCE = 30, 120  # seconds


def _blocks(heading: str) -> list[str]:
    text = (ROOT / "README.md").read_text(encoding="utf-8").split(f"## {heading}", 1)[1].split("\n## ", 1)[0]
    return re.findall(r"```sh\n(.*?)```", text, flags=re.DOTALL)


def _free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v1/health", timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, dict[str, str]]]:
    """A seeded, served demonstration, and a folder with an APK and a capture of another app, named as in the README."""
    folder, port = tmp_path_factory.mktemp("newcomer"), _free_port()
    state = folder / "state"
    environment = {"PATH": f"{BIN}:/usr/bin:/bin", "HOME": str(folder), "PORT": str(port), "LANG": "C.UTF-8"}
    environment |= {"SCEAU_STATE": str(state), "SCEAU_PORT": str(port)}
    shutil.copy(FIXTURES / "apks/sosie-1.0.0.apk", folder / "my-app.apk")
    shutil.copy(FIXTURES / "captures/sommeil-doux-autre-application.har", folder / "my-capture.har")
    (folder / ".venv").symlink_to(BIN.parent)
    subprocess.run([BIN / "sceau", "dev", "seed"], env=environment, cwd=ROOT, check=True, capture_output=True)
    server = subprocess.Popen(
        [BIN / "sceau", "serve"], env=environment, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    deadline = time.monotonic() + START
    while not _answers(port) and time.monotonic() < deadline:
        time.sleep(0.2)
    try:
        yield folder, environment
    finally:
        server.send_signal(signal.SIGINT)
        assert server.wait(20) == 0  # Ctrl-C stops it cleanly
        if server.stdout:
            server.stdout.close()


def _type(script: str, folder: Path, environment: dict[str, str]) -> str:
    run = ["bash", "-eu", "-o", "pipefail", "-c", script]
    done = subprocess.run(
        run, cwd=folder, env=environment, capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return done.stdout


def test_the_walk_by_api_ends_with_a_listing_that_says_what_is_unknown(
    demonstration: tuple[Path, dict[str, str]],
) -> None:
    folder, environment = demonstration
    (block,) = _blocks("The same path, by API")
    out = _type(block, folder, environment)
    card = json.loads((folder / "listing.json").read_text(encoding="utf-8"))
    assert card["app"]["name"] == "Don du sang"
    assert card["captures"][0]["state"] == "capture.foreign"  # set aside by name
    assert card["unknown"]
    assert card["state"]["state"] == "conditional"
    assert out.strip().splitlines()[-1].count(".") == 2  # a compact JWS


def test_a_second_start_loses_nothing_and_the_journal_holds(demonstration: tuple[Path, dict[str, str]]) -> None:
    folder, environment = demonstration
    assert "entries hold" in _type("sceau journal check && sceau listings", folder, environment)


def test_the_house_has_every_stop_of_its_tour() -> None:
    assert all(
        (ROOT / name).exists() for name in re.findall(r"\| `([\w./-]+)` \|", (ROOT / "README.md").read_text("utf-8"))
    )


def test_no_variable_of_the_machine_is_needed() -> None:
    done = subprocess.run([BIN / "sceau", "--help"], env={"PATH": os.defpath}, capture_output=True, check=False)
    assert done.returncode == 0
