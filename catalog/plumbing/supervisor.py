"""The supervisor: programs in one process group, stopped together, the worker started again when it dies."""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass

import structlog

log = structlog.get_logger()
GRACE = 10.0  # seconds between asking to stop and killing
PAUSE = 0.2


@dataclass(frozen=True, slots=True)
class Program:
    """One program to keep running; one that `restarts` is started again, the end of another ends all."""

    name: str
    command: tuple[str, ...]
    restarts: bool


def supervise(programs: Sequence[Program]) -> int:
    """Run the programs until SIGINT, SIGTERM, or the end of one that does not restart; return the exit code."""
    stop = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: stop.set())
    running = {program: _start(program) for program in programs}
    code = 0
    while not stop.wait(PAUSE):
        for program, process in list(running.items()):
            ended = process.poll()
            if ended is None:
                continue
            if not program.restarts:
                code = ended or 0
                stop.set()
                break
            log.warning("program.restarted", program=program.name, exit=ended)
            running[program] = _start(program)
    _stop(list(running.values()))
    return code


def _start(program: Program) -> "subprocess.Popen[bytes]":
    # A group of their own, so that the terminal's Ctrl-C reaches the supervisor alone, which stops them in order.
    return subprocess.Popen(program.command, process_group=0)  # noqa: S603 - our own programs, fixed words


def _stop(processes: Sequence["subprocess.Popen[bytes]"]) -> None:
    for process in processes:
        if process.poll() is None:
            process.terminate()
    deadline = time.monotonic() + GRACE
    for process in processes:
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
