"""One file, one child, one answer: starts the jailed reader, holds the clock, and believes nothing it says."""

import contextlib
import hashlib
import os
import platform
import selectors
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from analyzers.contract import Extraction
from analyzers.extract.outcomes import outcome
from analyzers.sandbox.answer import AnswerError, read_answer
from analyzers.sandbox.child import MEMORY_EXIT, UNLOCKED_EXIT
from analyzers.sandbox.limits import Levels, Limits, SandboxResult
from analyzers.sandbox.start import start_command
from analyzers.sandbox.tiers import probe_sandbox
from criteria.findings import ArtifactKind

EXTRACTOR_VERSION = "1"

_PIECE = 1 << 16
_ENDINGS = {MEMORY_EXIT: "memory", UNLOCKED_EXIT: "no-sandbox"}


@dataclass(frozen=True, slots=True)
class _Ended:
    """How a child ended: its answer, its exit (negative: the signal), whether a ceiling was met."""

    answer: bytes
    exit: int
    limit: str | None
    peak_mib: int


def run_extraction(
    kind: ArtifactKind,
    path: Path,
    limits: Limits | None = None,
    tier: str | None = None,
    levels: Levels | None = None,
) -> SandboxResult:
    """Extract the evidence of one file in a child of its own. Never raises on data; every ending has a name.

    The tier is the one the probes found, unless it is stated. Below what the limits accept, nothing is analysed.
    `levels` replace the manifest's where signatures are verified.
    """
    limits = limits or Limits()
    started = time.monotonic()
    with path.open("rb") as source:
        size = os.fstat(source.fileno()).st_size
        digest = hashlib.file_digest(source, "sha256").hexdigest()
        source.seek(0)
        tier = tier or probe_sandbox().tier
        ended = (
            _run(_words(kind, tier, limits, levels), source.fileno(), limits)
            if tier in limits.tiers
            else _Ended(b"", UNLOCKED_EXIT, None, 0)
        )
    extraction = _conclude(ended, kind, size, digest)
    versions = {"extractor": EXTRACTOR_VERSION, "python": platform.python_version()}
    subject = {"kind": kind.value, "sha256": digest, "size": size}
    return SandboxResult(extraction, tier, time.monotonic() - started, ended.peak_mib, versions, subject)


def run_excerpt(path: Path, member: str, start: int, stop: int, limits: Limits | None = None) -> bytes:
    """Return unpacked bytes `start` to `stop` of an archive's member, read in a child of its own; none on any fault."""
    limits = limits or Limits()
    tier = probe_sandbox().tier
    if tier not in limits.tiers:
        return b""
    ceilings = (limits.memory_bytes, limits.cpu_seconds, limits.output_bytes, limits.open_files)
    words = ["excerpt", tier, *map(str, ceilings), member.encode("utf-8", "replace").hex(), str(start), str(stop)]
    with path.open("rb") as source:
        ended = _run(words, source.fileno(), limits)
    return ended.answer[: max(stop - start, 0)] if ended.exit == 0 and not ended.limit else b""


def _conclude(ended: _Ended, kind: ArtifactKind, size: int, digest: str) -> Extraction:
    if ended.limit:
        return Extraction(None, outcome(ended.limit))
    if ended.exit == -signal.SIGXCPU:
        return Extraction(None, outcome("time"))
    if ended.exit in _ENDINGS:
        return Extraction(None, outcome(_ENDINGS[ended.exit]))
    if ended.exit != 0:
        return Extraction(None, outcome("crashed"))
    try:
        return read_answer(ended.answer, kind, size, digest)
    except AnswerError:
        return Extraction(None, outcome("untrusted-answer"))


def _words(kind: ArtifactKind, tier: str, limits: Limits, levels: Levels | None) -> list[str]:
    """What the child is told: fixed words and numbers."""
    ceilings = (limits.memory_bytes, limits.cpu_seconds, limits.output_bytes, limits.open_files)
    asked = (levels.min_sdk, levels.max_sdk) if levels else (None, None)
    return [kind.value, tier, *map(str, ceilings), *("" if level is None else str(level) for level in asked)]


def _run(words: list[str], source: int, limits: Limits) -> _Ended:
    child = subprocess.Popen(  # noqa: S603 - our own interpreter and fixed words; the file comes as an open descriptor
        start_command(*words),
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
