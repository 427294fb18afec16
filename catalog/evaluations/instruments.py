"""The real laboratory: extraction in the sandbox's child, the registered detectors, the knowledge on disk."""

import sqlite3
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict
from functools import cached_property
from pathlib import Path

from analyzers.contract import Evidence
from analyzers.detector import Detector
from analyzers.knowledge.book import Knowledge
from analyzers.knowledge.load import load_knowledge
from analyzers.registry import list_detectors
from analyzers.sandbox.forkserver import ForkServer
from analyzers.sandbox.limits import Limits
from analyzers.sandbox.run import run_excerpt, run_extraction
from catalog.evaluations.laboratory import Reading
from catalog.evaluations.postings import Postings, sheet_of
from criteria.findings import ArtifactKind


class Instruments:
    """The instruments of this installation. Knowledge is read once, when an evaluation first needs it."""

    def __init__(self, datasets: Path, limits: Limits | None = None, postings: Postings | None = None) -> None:
        self.datasets = datasets
        self.postings = postings
        self.limits = limits or Limits()
        self.server = ForkServer()  # starts with the first piece, dies with this process

    def extract(self, kind: ArtifactKind, path: Path) -> Reading:
        """Read one piece in a child of its own; every ending has a name."""
        result = run_extraction(kind, path, self.limits, runner=self.server.run)
        facts = {
            "limits": asdict(self.limits),
            "milliseconds": round(result.seconds * 1000),
            "peak_mib": result.peak_mib,
            "versions": dict(result.versions),
        }
        self._index(result.extraction.evidence)
        return Reading(result.extraction.outcome, result.extraction.evidence, result.tier, facts)

    def _index(self, evidence: Evidence | None) -> None:
        """Note the packages of an app. The index can be made again: that it cannot be written stops no examination."""
        sheet = sheet_of(evidence) if evidence is not None else None
        if self.postings is not None and sheet is not None:
            with suppress(OSError, sqlite3.Error):
                self.postings.add([sheet])

    def excerpt(self, path: Path, member: str, start: int, stop: int) -> bytes:
        """Unpack them in a child of its own, like everything that a stranger sent."""
        return run_excerpt(path, member, start, stop, self.limits, self.server.run)

    def detectors(self, kind: ArtifactKind) -> Sequence[Detector]:
        """Return the registered detectors of one kind of piece, sorted by name."""
        return list_detectors(kind)

    def knowledge(self) -> Knowledge:
        """Return the curated data and whatever data sets are there."""
        return self._knowledge

    @cached_property
    def _knowledge(self) -> Knowledge:
        return load_knowledge(self.datasets)
