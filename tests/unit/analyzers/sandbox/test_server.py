"""The server's manners at its door; its children are proved where real processes are allowed."""

import selectors
import socket

import pytest

from analyzers.sandbox import server


def test_the_server_ends_when_the_other_side_is_gone() -> None:
    here, there = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    there.close()
    with here, selectors.DefaultSelector() as waiting:
        assert server._take(waiting, here) is False
        assert not waiting.get_map()


@pytest.mark.parametrize("exit_code", [-9, 0, 78])
def test_a_report_holds_every_exit_and_a_terabyte(exit_code: int) -> None:
    assert server.REPORT.unpack(server.REPORT.pack(exit_code, 1 << 30)) == (exit_code, 1 << 30)


def test_a_process_whose_parent_went_ends_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    ended: list[int] = []
    monkeypatch.setattr(server.os, "_exit", ended.append)
    monkeypatch.setattr(server.ctypes, "CDLL", lambda _: _Library())
    server.die_with(server.os.getppid())
    assert ended == []
    server.die_with(0)
    assert ended == [server._LOST_EXIT]


class _Library:
    def prctl(self, *_: int) -> int:
        return 0
