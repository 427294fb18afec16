"""One file, one child, one answer: starts the jailed reader, holds the clock, and believes nothing it says."""

import contextlib
import hashlib
import os
import platform
import selectors
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import analyzers
from analyzers.contract import Extraction
from analyzers.extract.outcomes import outcome
from analyzers.sandbox.answer import AnswerError, read_answer
from analyzers.sandbox.child import MEMORY_EXIT
from analyzers.sandbox.jail import TIER_REDUCED
from analyzers.sandbox.limits import Limits, SandboxResult
from criteria.findings import ArtifactKind

EXTRACTOR_VERSION = "1"

_ROOT = Path(analyzers.__file__).resolve().parent.parent
_PIECE = 1 << 16
_BOOT = (
    "import sys; sys.path.insert(0, sys.argv.pop(1)); "
    "from analyzers.sandbox.child import main; sys.exit(main(sys.argv[1:]))"
)


@dataclass(frozen=True, slots=True)
class _Ended:
    """How a child ended: its answer, its exit (negative: the signal), whether a ceiling was met."""

    answer: bytes
    exit: int
    limit: str | None
    peak_mib: int


def run_extraction(kind: ArtifactKind, path: Path, limits: Limits | None = None) -> SandboxResult:
    """Extract the evidence of one file in a child of its own. Never raises on data; every ending has a name."""
    limits = limits or Limits()
    started = time.monotonic()
    with path.open("rb") as source:
        size = os.fstat(source.fileno()).st_size
        digest = hashlib.file_digest(source, "sha256").hexdigest()
        source.seek(0)
        ended = _run(kind, source.fileno(), limits)
    extraction = _conclude(ended, kind, size, digest)
    versions = {"extractor": EXTRACTOR_VERSION, "python": platform.python_version()}
    subject = {"kind": kind.value, "sha256": digest, "size": size}
    return SandboxResult(extraction, TIER_REDUCED, time.monotonic() - started, ended.peak_mib, versions, subject)


def _conclude(ended: _Ended, kind: ArtifactKind, size: int, digest: str) -> Extraction:
    if ended.limit:
        return Extraction(None, outcome(ended.limit))
    if ended.exit == -signal.SIGXCPU:
        return Extraction(None, outcome("time"))
    if ended.exit == MEMORY_EXIT:
        return Extraction(None, outcome("memory"))
    if ended.exit != 0:
        return Extraction(None, outcome("crashed"))
    try:
        return read_answer(ended.answer, kind, size, digest)
    except AnswerError:
        return Extraction(None, outcome("untrusted-answer"))


def _run(kind: ArtifactKind, source: int, limits: Limits) -> _Ended:
    command = [sys.executable, "-I", "-B", "-c", _BOOT, str(_ROOT), kind.value]
    command += [str(limits.memory_bytes), str(limits.cpu_seconds), str(limits.output_bytes), str(limits.open_files)]
    child = subprocess.Popen(  # noqa: S603 - our own interpreter and fixed words; the file comes as an open descriptor
        [*command, TIER_REDUCED],
        stdin=source,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={},
        cwd="/",
        start_new_session=True,
    )
    try:
        answer, limit = _listen(child, limits)
    finally:
        _kill(child.pid)
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        for pipe in (child.stdout, child.stderr):
            if pipe:
                pipe.close()
    return _Ended(answer, child.returncode, limit, usage.ru_maxrss >> 10)


def _listen(child: "subprocess.Popen[bytes]", limits: Limits) -> tuple[bytes, str | None]:
    """Everything the child says until it closes its pipes, or the name of the ceiling it met."""
    deadline = time.monotonic() + limits.wall_seconds
    heard = {"answer": bytearray(), "log": bytearray()}
    ceilings = {"answer": limits.output_bytes, "log": limits.log_bytes}
    with selectors.DefaultSelector() as waiting:
        waiting.register(child.stdout or -1, selectors.EVENT_READ, "answer")
        waiting.register(child.stderr or -1, selectors.EVENT_READ, "log")
        while waiting.get_map():
            ready = waiting.select(max(0.0, deadline - time.monotonic()))
            if not ready:
                return b"", "time"
            for key, _ in ready:
                piece = os.read(key.fd, _PIECE)
                heard[key.data] += piece
                if not piece:
                    waiting.unregister(key.fileobj)
                elif len(heard[key.data]) > ceilings[key.data]:
                    return b"", "output"
    return bytes(heard["answer"]), None if _exits(child, deadline) else "time"


def _exits(child: "subprocess.Popen[bytes]", deadline: float) -> bool:
    """Whether the child ends by itself in time. It is not reaped here: its usage is wanted."""
    while os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT | os.WNOHANG) is None:
        if time.monotonic() > deadline:
            return False
        time.sleep(0.001)
    return True


def _kill(pid: int) -> None:
    """End the child and all it may have left behind. It has not been reaped, so the number is still its own."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)
