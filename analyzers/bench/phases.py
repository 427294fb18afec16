"""The phases of a recording: what the person had chosen, and what was being done, while the traffic passed."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any


class Phase(StrEnum):
    """What was being done. The first three say what had been chosen; the last two go on under the last choice."""

    COLD_START = "cold_start"  # opened, nothing touched
    REFUSED = "refused"  # everything refused
    ACCEPTED = "accepted"  # everything accepted
    USE = "use"
    BACKGROUND = "background"


class Consent(StrEnum):
    """What the person had chosen while a phase went on."""

    NONE = "none"
    REFUSED = "refused"
    ACCEPTED = "accepted"


PHASES = frozenset(phase.value for phase in Phase)
_CHOICES = {Phase.COLD_START: Consent.NONE, Phase.REFUSED: Consent.REFUSED, Phase.ACCEPTED: Consent.ACCEPTED}
SCOPES: Mapping[Consent, str] = {
    Consent.NONE: "traffic:cold_start",
    Consent.REFUSED: "traffic:refused",
    Consent.ACCEPTED: "traffic:accepted",
}


def order_phases(marks: Iterable[tuple[str, str | None]], end: str | None) -> list[dict[str, Any]]:
    """Phases in the order in which they were marked, each with the choice it stands under, its start and its end.

    A mark that names no phase is left out: what follows it belongs to the phase before.
    """
    found: list[dict[str, Any]] = []
    chosen = Consent.NONE
    for name, at in marks:
        if name not in PHASES:
            continue
        chosen = _CHOICES.get(Phase(name), chosen)
        if found:
            found[-1]["end"] = at
        found.append({"id": name, "consent": chosen.value, "start": at, "end": end})
    return found
