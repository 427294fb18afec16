"""One child started directly, for one file: the quicker way where only a few files are read."""

import contextlib
import os
import signal
import subprocess
import time

from analyzers.sandbox.limits import Limits
from analyzers.sandbox.listening import Ended, listen
from analyzers.sandbox.start import start_command


def run_alone(words: list[str], source: int, limits: Limits) -> Ended:
    """Start a child on an open file, hear it out, and leave nothing of it behind."""
    deadline = time.monotonic() + limits.wall_seconds
    child = subprocess.Popen(  # noqa: S603 - our own interpreter and fixed words; the file comes as an open descriptor
        start_command(*words),
        stdin=source,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={},
        cwd="/",
        start_new_session=True,
    )
    with contextlib.ExitStack() as pipes:
        said, logged = (pipes.enter_context(pipe) for pipe in (child.stdout, child.stderr) if pipe)
        try:
            answer, limit = listen(said.fileno(), logged.fileno(), limits, deadline)
            if limit is None and not _exits(child.pid, deadline):
                answer, limit = b"", "time"
        finally:
            # It has not been reaped, so the number is still its own.
            with contextlib.suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
            _, status, usage = os.wait4(child.pid, 0)
            child.returncode = os.waitstatus_to_exitcode(status)
    return Ended(answer, child.returncode, limit, usage.ru_maxrss >> 10)


def _exits(pid: int, deadline: float) -> bool:
    """Whether the child ends by itself in time. It is not reaped here: its usage is wanted."""
    while os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT | os.WNOHANG) is None:
        if time.monotonic() > deadline:
            return False
        time.sleep(0.001)
    return True
