"""What a person's choice changed, as the public card tells it: who was contacted before, after refusing, accepting."""

from collections.abc import Iterable
from typing import Any

from criteria.findings import Finding, Source

_ORDER = ("none", "refused", "accepted")


def describe_choices(findings: Iterable[Finding]) -> dict[str, Any] | None:
    """Return the comparison that our own captures allow, else the publisher's; None where nobody compared."""
    rows = list(findings)
    for source in (Source.BENCH, Source.PUBLISHER):
        mine = [row for row in rows if row.source is source]
        tested = next((row for row in mine if row.kind == "refusal.tested"), None)
        if tested is not None:
            return _describe(tested, mine)
    return None


def _describe(tested: Finding, rows: list[Finding]) -> dict[str, Any]:
    played = {row.attributes["consent"]: row.attributes for row in rows if row.kind == "phase.played"}
    contacts = [row for row in rows if row.kind == "traffic.differing" and row.attributes["property"] is None]
    return {
        "effect": tested.attributes["effect"],
        "source": tested.source.value,
        "finding": tested.digest,
        "reason": {"fr": tested.reasoning.fr, "en": tested.reasoning.en},
        "phases": [
            {"consent": name, "seconds": played[name]["seconds"], "journeys": played[name]["journeys"]}
            for name in _ORDER
            if name in played
        ],
        "recipients": sorted((_recipient(row) for row in contacts), key=lambda row: str(row["host"])),
    }


def _recipient(row: Finding) -> dict[str, Any]:
    stated = row.attributes
    purposes = stated["purposes"]
    return {
        "host": stated["host"],
        "owner": stated["owner"],
        "purposes": list(purposes) if isinstance(purposes, tuple) else [],
        "before_choice": stated.get("before_choice"),
        "refused": stated["change"] in ("kept", "appeared"),
        "accepted": stated["change"] in ("kept", "vanished"),
    }
