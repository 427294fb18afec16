"""One file, one child, one answer: has the jailed reader run, names its end, and believes nothing it says."""

import hashlib
import os
import platform
import signal
import time
from pathlib import Path

from analyzers.contract import Extraction
from analyzers.extract.outcomes import outcome
from analyzers.sandbox.answer import AnswerError, read_answer
from analyzers.sandbox.limits import MEMORY_EXIT, UNLOCKED_EXIT, Levels, Limits, SandboxResult
from analyzers.sandbox.listening import Ended, Runner
from analyzers.sandbox.oneshot import run_alone
from analyzers.sandbox.tiers import probe_sandbox
from criteria.findings import ArtifactKind

EXTRACTOR_VERSION = "12"  # what documents say

_ENDINGS = {MEMORY_EXIT: "memory", UNLOCKED_EXIT: "no-sandbox"}


def run_extraction(
    kind: ArtifactKind,
    path: Path,
    limits: Limits | None = None,
    tier: str | None = None,
    levels: Levels | None = None,
    runner: Runner = run_alone,
) -> SandboxResult:
    """Extract the evidence of one file in a child of its own. Never raises on data; every ending has a name.

    The tier is the one the probes found, unless it is stated. Below what the limits accept, nothing is analysed.
    `levels` replace the manifest's where signatures are verified. `runner` starts the child, directly unless stated.
    """
    limits = limits or Limits()
    started = time.monotonic()
    with path.open("rb") as source:
        size = os.fstat(source.fileno()).st_size
        digest = hashlib.file_digest(source, "sha256").hexdigest()
        source.seek(0)
        if kind is ArtifactKind.CAPTURE:
            limits = limits.for_capture(size)
        tier = tier or probe_sandbox().tier
        ended = (
            runner(_words(kind, tier, limits, levels), source.fileno(), limits)
            if tier in limits.tiers
            else Ended(b"", UNLOCKED_EXIT, None, 0)
        )
    extraction = _conclude(ended, kind, size, digest)
    versions = {"extractor": EXTRACTOR_VERSION, "python": platform.python_version()}
    subject = {"kind": kind.value, "sha256": digest, "size": size}
    return SandboxResult(extraction, tier, time.monotonic() - started, ended.peak_mib, versions, subject)


def run_excerpt(
    path: Path, member: str, start: int, stop: int, limits: Limits | None = None, runner: Runner = run_alone
) -> bytes:
    """Return unpacked bytes `start` to `stop` of an archive's member, read in a child of its own; none on any fault."""
    limits = limits or Limits()
    tier = probe_sandbox().tier
    if tier not in limits.tiers:
        return b""
    ceilings = (limits.memory_bytes, limits.cpu_seconds, limits.output_bytes, limits.open_files)
    words = ["excerpt", tier, *map(str, ceilings), member.encode("utf-8", "replace").hex(), str(start), str(stop)]
    with path.open("rb") as source:
        ended = runner(words, source.fileno(), limits)
    return ended.answer[: max(stop - start, 0)] if ended.exit == 0 and not ended.limit else b""


def _conclude(ended: Ended, kind: ArtifactKind, size: int, digest: str) -> Extraction:
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
