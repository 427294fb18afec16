"""What a detector promises: from evidence and dated knowledge to findings and coverage, outside the jail."""

from typing import Protocol

from analyzers.contract import Detection, Evidence, Manifest
from analyzers.knowledge.book import Knowledge


class Detector(Protocol):
    """Evidence and knowledge to findings and coverage. Pure: same input, same output, in a stable order.

    Duties: emit only declared kinds; say coverage for every kind it emits, also when it saw nothing; give every
    finding a reasoning and a pointer; lower coverage wherever the evidence says something was not read.
    """

    @property
    def manifest(self) -> Manifest:
        """The detector's card."""
        ...

    def detect(self, artifact: str, evidence: Evidence, knowledge: Knowledge) -> Detection:
        """State what `evidence` (of the artifact with this SHA-256) shows. Never raises on data."""
        ...
