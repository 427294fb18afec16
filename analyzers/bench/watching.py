"""What the recording tool says while it runs, distrusted: short lines of a strict shape, anything else is dropped."""

import json
from dataclasses import dataclass
from typing import Any

from analyzers.bench.phases import PHASES, Phase
from analyzers.extract.urls import clean_address, clean_host

LONGEST = 2048
_ENDINGS = frozenset(
    {"stopped", "abandoned", "disk-full", "tool-fault", "limit-time", "limit-size", "limit-rows"},
)


@dataclass(frozen=True, slots=True)
class Sight:
    """One thing that came in sight: a server, a count, the beginning of a phase, readiness, or the end."""

    host: str | None = None
    address: str | None = None
    reason: str | None = None  # why the exchange could not be read; None when it was
    phase: Phase | None = None
    count: int | None = None
    size: int | None = None
    ended: str | None = None
    ready: bool = False


def read_sight(line: bytes) -> Sight | None:
    """Read one line of the tool, or None for a line that is none of ours."""
    if len(line) > LONGEST:
        return None
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(row, dict):
        return None
    host, phase, ended = row.get("host"), row.get("phase"), row.get("ended")
    sight = Sight(
        host=clean_host(host) if isinstance(host, str) else None,
        address=clean_address(row["address"]) if isinstance(row.get("address"), str) else None,
        reason=row["reason"][:120] if isinstance(row.get("reason"), str) else None,
        phase=Phase(phase) if isinstance(phase, str) and phase in PHASES else None,
        count=_count(row.get("count")),
        size=_count(row.get("bytes")),
        ended=ended if isinstance(ended, str) and ended in _ENDINGS else None,
        ready=row.get("ready") is True,
    )
    return None if sight == Sight() else sight


def _count(value: Any) -> int | None:  # anything may come
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 1 << 53 else None
