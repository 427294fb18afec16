"""What one extraction may use, and the result that states what it did use."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from analyzers.contract import Extraction

MIB = 1 << 20
_SECONDS_PER_100_MIB = 20
# How a child ends where it cannot answer.
UNLOCKED_EXIT, MEMORY_EXIT, BROKEN_EXIT = 76, 77, 78


@dataclass(frozen=True, slots=True)
class Limits:
    """Ceilings of one extraction. The address space is counted without the file itself, which is mapped, not copied."""

    wall_seconds: float = 60.0
    cpu_seconds: int = 30
    memory_bytes: int = 1024 * MIB
    output_bytes: int = 32 * MIB
    log_bytes: int = 64 << 10
    open_files: int = 32
    tiers: tuple[str, ...] = ("B",)  # accepted jails; "C" (no Landlock) only where the operator says so

    def for_capture(self, size: int) -> "Limits":
        """The same for a capture of so many bytes: read in one pass, so that its time grows and nothing else."""
        seconds = _SECONDS_PER_100_MIB * size // (100 * MIB)
        return replace(self, cpu_seconds=self.cpu_seconds + seconds, wall_seconds=self.wall_seconds + 2 * seconds)


@dataclass(frozen=True, slots=True)
class Levels:
    """Platform levels to verify signatures for, where a question is about others than the manifest's."""

    min_sdk: int | None = None
    max_sdk: int | None = None


@dataclass(frozen=True, slots=True)
class SandboxResult:
    """What came back from one child, and under which conditions it ran."""

    extraction: Extraction
    tier: str
    seconds: float
    peak_mib: int
    versions: Mapping[str, str] = field(default_factory=dict)
    subject: Mapping[str, Any] = field(default_factory=dict)  # kind, sha256, size: known whatever came back
