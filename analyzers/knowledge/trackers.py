"""A tracker list in the form of Exodus Privacy, held against our knowledge: what it would add, change, contradict."""

import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any

from analyzers.knowledge.book import Knowledge, Sdk

MAX_FILE = 32 << 20
MAX_TRACKERS = 10_000
MAX_SIGNATURE = 8_192
_WORDS = re.compile(r"[A-Za-z_][\w$-]*(?:\.[\w$-]+)*")
_HOST = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+")
_SLUG = re.compile(r"[^a-z0-9]+")
# Its categories, in our words for what an SDK serves.
_PURPOSES = {
    "advertisement": "advertising", "analytics": "analytics", "crash reporting": "crash",
    "identification": "identification", "location": "location", "profiling": "profiling",
}  # fmt: skip


class BrokenListError(ValueError):
    """The file is no tracker list of this form; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Tracker:
    """One entry of the list. `odd` are parts of its signatures that are no plain names."""

    id: int
    name: str
    website: str
    classes: tuple[str, ...]
    hosts: tuple[str, ...]
    odd: tuple[str, ...]
    purposes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """What one entry means for our knowledge. `nature` is adds, changes, contradicts, or unread."""

    nature: str
    tracker: int
    name: str
    ours: str | None  # the SDK of ours that it concerns
    classes: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    said: str = ""

    def as_row(self) -> dict[str, Any]:
        """The difference as JSON."""
        return asdict(self)


def read_trackers(data: bytes) -> tuple[Tracker, ...]:
    """Read the list, sorted by its numbers.

    Raises:
        BrokenListError: the file is too large, no JSON, or not of this form.
    """
    if len(data) > MAX_FILE:
        raise BrokenListError(f"the file is larger than {MAX_FILE >> 20} MiB")
    try:
        content: Any = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise BrokenListError("the file is no JSON") from error
    rows = content.get("trackers") if isinstance(content, dict) else None
    rows = list(rows.values()) if isinstance(rows, dict) else rows
    if not isinstance(rows, list) or not rows:
        raise BrokenListError("no list of trackers under “trackers”")
    if len(rows) > MAX_TRACKERS:
        raise BrokenListError(f"more than {MAX_TRACKERS} trackers")
    found = sorted((_tracker(row, place) for place, row in enumerate(rows)), key=lambda one: one.id)
    twice = [one.id for one, other in pairwise(found) if one.id == other.id]
    if twice:
        raise BrokenListError(f"number {twice[0]} comes twice")
    return tuple(found)


def _tracker(row: Any, place: int) -> Tracker:
    if not isinstance(row, dict) or type(row.get("id")) is not int or not isinstance(row.get("name"), str):
        raise BrokenListError(f"entry {place} has no number or no name")
    parts: dict[str, list[str]] = {"code_signature": [], "network_signature": []}
    odd: list[str] = []
    for key, rule in (("code_signature", _WORDS), ("network_signature", _HOST)):
        text = row.get(key) or ""
        if not isinstance(text, str) or len(text) > MAX_SIGNATURE:
            raise BrokenListError(f"entry {place} has a {key} that is no text of bearable length")
        for part in filter(None, text.split("|")):
            plain = part.strip().replace("\\.", ".").replace("\\-", "-").lstrip("^").rstrip("$").rstrip(".")
            plain = plain.removeprefix(".") if key == "network_signature" else plain
            (parts[key] if rule.fullmatch(plain) else odd).append(plain)
    stated = row.get("categories")
    categories = stated if isinstance(stated, list) else []
    purposes = sorted({_PURPOSES[c.lower()] for c in categories if isinstance(c, str) and c.lower() in _PURPOSES})
    website = row["website"] if isinstance(row.get("website"), str) else ""
    return Tracker(
        row["id"], row["name"][:200], website[:500], tuple(dict.fromkeys(parts["code_signature"])),
        tuple(dict.fromkeys(parts["network_signature"])), tuple(odd), tuple(purposes),
    )  # fmt: skip


def compare_trackers(trackers: tuple[Tracker, ...], knowledge: Knowledge) -> list[Difference]:
    """Say of every entry what it adds, changes or contradicts; nothing where we already say all of it."""
    by_number = {number: sdk for sdk in knowledge.sdks for number in sdk.exodus}
    return [row for one in trackers for row in _differences(one, by_number.get(one.id), knowledge)]


def _differences(one: Tracker, ours: Sdk | None, knowledge: Knowledge) -> Iterator[Difference]:
    owners = {name: knowledge.sdk_by_prefix(f"{name}.X") or knowledge.sdk_by_prefix(name) for name in one.classes}
    others = sorted({sdk.id for sdk in owners.values() if sdk is not None and one.id not in sdk.exodus})
    fresh = tuple(name for name, sdk in owners.items() if sdk is None)
    hosts = tuple(host for host in one.hosts if knowledge.owner_of(host) is None)
    for other in others:
        taken = tuple(name for name, sdk in owners.items() if sdk is not None and sdk.id == other)
        numbers = next(sdk.exodus for sdk in knowledge.sdks if sdk.id == other)
        if ours is None and not numbers and not fresh:
            yield Difference("changes", one.id, one.name, other, taken, hosts, "ours has no number of that list")
        else:
            yield Difference(
                "contradicts", one.id, one.name, other, taken, (), "these names belong to another SDK here"
            )
    if ours is None and not others:
        yield Difference("adds", one.id, one.name, None, fresh, hosts, "unknown here")
    elif ours is not None and (fresh or hosts):
        yield Difference("changes", one.id, one.name, ours.id, fresh, hosts, "names that ours does not have")
    if one.odd:
        said = "no plain names: a person reads them (" + ", ".join(one.odd)[:200] + ")"
        yield Difference("unread", one.id, one.name, ours.id if ours else None, (), (), said)


def addition_of(one: Tracker, knowledge: Knowledge) -> dict[str, Any]:
    """An entry as an addition holds it: only names that nobody here has, purposes as stated there."""
    return {
        "id": f"exodus-{one.id}-{_SLUG.sub('-', one.name.lower()).strip('-')}"[:80],
        "name": one.name,
        "purposes": list(one.purposes) or ["analytics"],
        "classes": [name for name in one.classes if knowledge.sdk_by_prefix(f"{name}.X") is None],
        "hosts": [host for host in one.hosts if knowledge.owner_of(host) is None],
        "exodus": [one.id],
        "source": one.website or f"https://reports.exodus-privacy.eu.org/en/trackers/{one.id}/",
    }
