"""A child started directly; its life in the jail is proved where real readers run."""

import os
import sys
import time

import pytest

from analyzers.sandbox import oneshot
from analyzers.sandbox.limits import Limits


def _run(monkeypatch: pytest.MonkeyPatch, script: str, limits: Limits) -> tuple[bytes, int, str | None]:
    monkeypatch.setattr(oneshot, "start_command", lambda *_: [sys.executable, "-I", "-S", "-c", script])
    source, end = os.pipe()
    try:
        ended = oneshot.run_alone([], source, limits)
    finally:
        os.close(source)
        os.close(end)
    return ended.answer, ended.exit, ended.limit


def test_answer_and_exit_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _run(monkeypatch, "print('FICTIF'); raise SystemExit(3)", Limits()) == (b"FICTIF\n", 3, None)


def test_a_child_that_closes_its_pipes_and_stays_is_out_of_time(monkeypatch: pytest.MonkeyPatch) -> None:
    script = "import os; os.close(1); os.close(2)\nwhile True: pass"

    assert _run(monkeypatch, script, Limits(wall_seconds=0.5)) == (b"", -9, "time")


def test_a_child_that_is_not_there_has_ended() -> None:
    pid = os.fork()
    if pid == 0:
        os._exit(0)

    assert oneshot._exits(pid, time.monotonic() + 5)
    os.waitpid(pid, 0)
