"""Tests of the supervisor: programs that end, die, or will not stop."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from catalog.plumbing import supervisor
from catalog.plumbing.supervisor import Program, supervise

FOR_EVER = "import threading; threading.Event().wait()"
DEAF = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); open('{{}}', 'w').close(); {FOR_EVER}"


@pytest.fixture(autouse=True)
def handlers(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    before = {name: signal.getsignal(name) for name in (signal.SIGINT, signal.SIGTERM)}
    monkeypatch.setattr(supervisor, "PAUSE", 0.01)
    monkeypatch.setattr(supervisor, "GRACE", 2.0)
    yield
    for name, handler in before.items():
        signal.signal(name, handler)


def program(name: str, code: str, *, restarts: bool = False) -> Program:
    return Program(name, (sys.executable, "-S", "-c", code), restarts)


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list["subprocess.Popen[bytes]"]:
    """Every program that was started, in order."""
    processes: list[subprocess.Popen[bytes]] = []
    real = supervisor._start

    def start(one: Program) -> "subprocess.Popen[bytes]":
        processes.append(real(one))
        return processes[-1]

    monkeypatch.setattr(supervisor, "_start", start)
    return processes


def test_the_end_of_a_program_that_does_not_restart_ends_all(started: list["subprocess.Popen[bytes]"]) -> None:
    assert supervise([program("web", "raise SystemExit(3)"), program("worker", FOR_EVER, restarts=True)]) == 3

    assert len(started) == 2
    assert all(process.poll() is not None for process in started)


def test_a_worker_that_dies_is_started_again(tmp_path: Path, started: list["subprocess.Popen[bytes]"]) -> None:
    mark = tmp_path / "second"
    worker = f"import pathlib, sys; p = pathlib.Path('{mark}'); p.with_suffix('.x').exists() and p.touch(); "
    worker += "p.with_suffix('.x').touch(); sys.exit(9)"
    web = f"import pathlib, threading\nwhile not pathlib.Path('{mark}').exists(): threading.Event().wait(0.01)"

    assert supervise([program("web", web), program("worker", worker, restarts=True)]) == 0
    assert len(started) >= 3


def test_a_request_to_stop_stops_all_and_is_no_failure(started: list["subprocess.Popen[bytes]"]) -> None:
    asker = "import os, signal; os.kill(os.getppid(), signal.SIGTERM)"

    assert supervise([program("web", FOR_EVER), program("asker", asker, restarts=True)]) == 0
    assert all(process.poll() is not None for process in started)


def test_a_program_that_will_not_stop_is_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, started: list["subprocess.Popen[bytes]"]
) -> None:
    monkeypatch.setattr(supervisor, "GRACE", 0.2)
    ready = tmp_path / "ready"
    web = f"import pathlib, threading\nwhile not pathlib.Path('{ready}').exists(): threading.Event().wait(0.01)"

    assert supervise([program("deaf", DEAF.format(ready), restarts=True), program("web", web)]) == 0
    assert started[0].returncode == -signal.SIGKILL
