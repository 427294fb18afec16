"""What an instrument promises: extraction gives evidence and an outcome, detection gives findings and coverage."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from criteria.findings import ArtifactKind, Coverage, Finding, Text

# Evidence is a canonical JSON document (RFC 8785): no time, no host, no judgement. Its shape is `docs/evidence.md`.
Evidence = Mapping[str, Any]


class ReadState(StrEnum):
    """How an extraction ended. Failures of the observed file are data, never exceptions."""

    READ = "read"
    PARTLY_READ = "partly_read"
    REFUSED = "refused"  # by name: the code says why
    LIMIT = "limit"  # a ceiling of time, memory or output was met


@dataclass(frozen=True, slots=True)
class RunOutcome:
    """How one run ended: state, a stable kebab-case code, and a sentence that says what to do."""

    state: ReadState
    code: str
    message: Text


@dataclass(frozen=True, slots=True)
class Extraction:
    """What one extraction returned: evidence (None unless read or partly read) and its outcome."""

    evidence: Evidence | None
    outcome: RunOutcome


@dataclass(frozen=True, slots=True)
class Detection:
    """What one detector saw in one evidence document."""

    findings: tuple[Finding, ...]
    coverage: tuple[Coverage, ...]


@dataclass(frozen=True, slots=True)
class Manifest:
    """The card of a detector: its name, version, what it reads, what it may state, in plain words."""

    name: str
    version: str
    consumes: ArtifactKind
    emits: tuple[str, ...]
    description: Text
