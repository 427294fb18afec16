"""The parent's side: what it makes of silence, of a report, and of a server it cannot have."""

import os
import socket

import pytest

from analyzers.sandbox import forkserver
from analyzers.sandbox.forkserver import ForkServer
from analyzers.sandbox.limits import Limits
from analyzers.sandbox.listening import Ended
from analyzers.sandbox.server import REPORT

_ALONE = Ended(b"alone", 0, None, 1)


@pytest.fixture(name="lines")
def fixture_lines() -> tuple[socket.socket, socket.socket]:
    return socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)


def test_a_report_is_taken_as_it_is(lines: tuple[socket.socket, socket.socket]) -> None:
    here, there = lines
    with here, there:
        there.send(REPORT.pack(-9, 2048))
        assert REPORT.unpack(forkserver._report(here, 1) or b"") == (-9, 2048)


def test_silence_and_a_server_that_is_gone_are_told_apart(lines: tuple[socket.socket, socket.socket]) -> None:
    here, there = lines
    with here:
        assert forkserver._report(here, 0.001) is None
        there.close()
        assert forkserver._report(here, 1) == b""


def test_without_a_server_the_job_runs_in_a_child_started_directly(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []
    monkeypatch.setattr(forkserver, "run_alone", lambda words, *_: asked.append(words) or _ALONE)
    server = ForkServer([os.devnull])

    assert server.run(["document"], 0, Limits()) == _ALONE
    assert (asked, server.pid) == ([["document"]], None)


def test_a_server_that_was_never_started_closes() -> None:
    server = ForkServer()
    server.close()

    assert server.pid is None
