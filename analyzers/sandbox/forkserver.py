"""The parent's side of the fork server: starts it, hands it jobs, starts it again when it is gone."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import threading
import time
import weakref
from collections.abc import Sequence
from typing import Any

from analyzers.sandbox.limits import Limits
from analyzers.sandbox.listening import Ended, listen
from analyzers.sandbox.oneshot import run_alone
from analyzers.sandbox.server import REPORT
from analyzers.sandbox.start import server_command

_PATIENCE = 5.0  # for the report of a child that was killed


class _LostError(Exception):
    """The server went away before the job was done."""


class ForkServer:
    """Runs each job in a child forked from one preloaded process. Started by the first job, ended with this object.

    Where the server cannot be had, or is lost midway, the job runs in a child started directly: the same jail, slower.
    """

    def __init__(self, command: Sequence[str] | None = None) -> None:
        self._command = command
        self._lock = threading.Lock()
        self._link: socket.socket | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0
        self._end: weakref.finalize[Any, Any] | None = None

    def run(self, words: list[str], source: int, limits: Limits) -> Ended:
        """Run one job (a `Runner`)."""
        try:
            return self._ask(self._reach(), words, source, limits)
        except (_LostError, OSError):
            self.close()
            return run_alone(words, source, limits)

    @property
    def pid(self) -> int | None:
        """The number of the server process, while there is one."""
        return self._process.pid if self._process else None

    def close(self) -> None:
        """End the server and all its children."""
        with self._lock:
            if self._end:
                self._end()
            self._link = self._process = self._end = None

    def _reach(self) -> socket.socket:
        """The link to a living server of this very process: one that was inherited belongs to another."""
        with self._lock:
            if self._process and self._owner == os.getpid() and self._process.poll() is None and self._link:
                return self._link
            if self._end:
                self._end()
            here, there = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            with there, contextlib.ExitStack() as unless:
                unless.callback(here.close)
                process = subprocess.Popen(  # noqa: S603 - our own interpreter and fixed words
                    self._command or server_command(),
                    stdin=there.fileno(),
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    env={},
                    cwd="/",
                    start_new_session=True,
                )
                unless.pop_all()
            self._link, self._process, self._owner = here, process, os.getpid()
            self._end = weakref.finalize(self, _end, here, process, self._owner)
            return here

    def _ask(self, link: socket.socket, words: list[str], source: int, limits: Limits) -> Ended:
        deadline = time.monotonic() + limits.wall_seconds
        with contextlib.ExitStack() as ours:
            here, there = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            ours.enter_context(here)
            (answer, said), (log, logged) = os.pipe(), os.pipe()
            ours.callback(os.close, answer)
            ours.callback(os.close, log)
            try:
                socket.send_fds(link, [json.dumps(words).encode()], [source, said, logged, there.fileno()])
            finally:
                there.close()
                os.close(said)
                os.close(logged)
            heard, limit = listen(answer, log, limits, deadline)
            report = b"" if limit else _report(here, max(0.001, deadline - time.monotonic()))
            if report is None:
                heard, limit = b"", "time"
            if limit:
                with contextlib.suppress(OSError):
                    here.shutdown(socket.SHUT_WR)  # called off
                report = _report(here, _PATIENCE)
        if not report and limit:
            self.close()  # the child goes with it, and its end has a name already
            return Ended(b"", -signal.SIGKILL, limit, 0)
        if not report:
            raise _LostError
        code, peak = REPORT.unpack(report)
        return Ended(heard, code, limit, peak >> 10)


def _report(line: socket.socket, patience: float) -> bytes | None:
    """What the server says of the child's end: nothing when the server is gone, None when it is not said in time."""
    line.settimeout(patience)
    try:
        return line.recv(REPORT.size)
    except TimeoutError:
        return None
    except ConnectionError:
        return b""


def _end(link: socket.socket, process: "subprocess.Popen[bytes]", owner: int) -> None:
    link.close()
    if owner == os.getpid():
        process.kill()
        process.wait()
