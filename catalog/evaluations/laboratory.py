"""The laboratory: the port through which evaluations use the instruments, so that tests can direct a fake one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from analyzers.contract import RunOutcome
from analyzers.detector import Detector
from analyzers.knowledge.book import Knowledge
from criteria.findings import ArtifactKind


@dataclass(frozen=True, slots=True)
class Reading:
    """What one extraction gave: its outcome, its evidence if any, and under what it ran."""

    outcome: RunOutcome
    evidence: Mapping[str, Any] | None
    tier: str
    facts: Mapping[str, Any]  # limits, seconds, peak memory, versions


class Laboratory(Protocol):
    """The instruments. `extract` runs in the sandbox's child and never raises on what it reads."""

    def extract(self, kind: ArtifactKind, path: Path) -> Reading:
        """Read one piece."""
        ...

    def excerpt(self, path: Path, member: str, start: int, stop: int) -> bytes:
        """Return some unpacked bytes of an archive's member; none where they cannot be had."""
        ...

    def detectors(self, kind: ArtifactKind) -> Sequence[Detector]:
        """Return the detectors of one kind of piece, in a stable order."""
        ...

    def knowledge(self) -> Knowledge:
        """Return the knowledge in use."""
        ...
