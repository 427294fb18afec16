"""The inside of the fork server: everything imported once, then one locked child per job. It reads no file itself."""

import contextlib
import ctypes
import gc
import json
import os
import selectors
import signal
import socket
import struct
from dataclasses import dataclass

from analyzers.sandbox import child
from analyzers.sandbox.limits import BROKEN_EXIT

LINK = 0  # jobs come over standard input, a socket; nothing a stranger wrote ever does
REPORT = struct.Struct("<iQ")  # exit (negative: the signal), peak memory in KiB
MAX_WORDS = 1 << 17
_DESCRIPTORS = 4  # the file, the answer, the log, and the line on which one job is stopped and reported
_PR_SET_PDEATHSIG = 1
_FIRST_UNNEEDED, _LAST = 3, 1 << 20
_LOST_EXIT = 79


@dataclass(frozen=True, slots=True)
class _Job:
    """One living child: its number, a handle that tells of its end, and the line to who asked."""

    pid: int
    handle: int
    line: socket.socket


def serve(parent: int) -> None:
    """Take jobs until the other side is gone. One thread, one life: a fork copies nothing half done."""
    die_with(parent)
    child.make_all_ready()
    gc.disable()
    gc.freeze()  # children share what was imported, and never touch it to count it
    with socket.socket(fileno=LINK) as link, selectors.DefaultSelector() as waiting:
        waiting.register(link, selectors.EVENT_READ)
        while True:
            for key, _ in waiting.select():
                if waiting.get_map().get(key.fd) is not key:
                    continue  # its job ended earlier in this very round
                if key.data is not None:
                    _follow(waiting, key.data, ended=key.fd == key.data.handle)
                elif not _take(waiting, link):
                    return


def die_with(parent: int) -> None:
    """Bind the life of this process to that of `parent`, which started it."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:  # it went before the kernel was told
        os._exit(_LOST_EXIT)


def _take(waiting: selectors.BaseSelector, link: socket.socket) -> bool:
    """Start the next job. False when the other side is gone."""
    told, given, _, _ = socket.recv_fds(link, MAX_WORDS, _DESCRIPTORS)
    if not told:
        return False
    server = os.getpid()
    pid = os.fork()
    if pid == 0:
        _become_child(told, given, server)
    line = socket.socket(fileno=given.pop())
    for descriptor in given:
        os.close(descriptor)
    job = _Job(pid, os.pidfd_open(pid), line)
    waiting.register(job.handle, selectors.EVENT_READ, job)
    waiting.register(job.line, selectors.EVENT_READ, job)
    return True


def _become_child(told: bytes, given: list[int], server: int) -> None:
    """From here on another process: a group of its own, three descriptors, and nothing else that was open."""
    try:
        os.setsid()
        die_with(server)
        for wanted, descriptor in enumerate(given[:3]):
            os.dup2(descriptor, wanted)
        os.closerange(_FIRST_UNNEEDED, _LAST)
        child.main(json.loads(told))
    finally:
        os._exit(BROKEN_EXIT)


def _follow(waiting: selectors.BaseSelector, job: _Job, *, ended: bool) -> None:
    """End a job that was called off, and report one that is over. Its number is its own until it is reaped."""
    for kill in (os.kill, os.killpg):  # itself first: it may not lead its group yet
        with contextlib.suppress(ProcessLookupError):
            kill(job.pid, signal.SIGKILL)
    if not ended:
        waiting.unregister(job.line)  # its end will be told by its handle
        return
    _, status, usage = os.wait4(job.pid, 0)
    with contextlib.suppress(KeyError):
        waiting.unregister(job.line)
    waiting.unregister(job.handle)
    os.close(job.handle)
    with job.line, contextlib.suppress(OSError):
        job.line.send(REPORT.pack(os.waitstatus_to_exitcode(status), usage.ru_maxrss))
