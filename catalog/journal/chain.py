"""The chain: the digest of an entry, and the check of a whole journal. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

import rfc8785

GENESIS = "0" * 64


@dataclass(frozen=True, slots=True)
class Link:
    """One entry as it is chained."""

    number: int
    at: datetime
    actor_id: str
    role: str | None
    event: str
    subject_id: str
    facts: dict[str, Any]
    previous: str


def digest_of(link: Link) -> str:
    """Return the SHA-256 (hex) of the entry in canonical form, the digest before it included."""
    body: dict[str, Any] = {
        "number": link.number,
        "at": link.at.isoformat(),
        "actor": link.actor_id,
        "role": link.role,
        "event": link.event,
        "subject": link.subject_id,
        "facts": link.facts,
        "previous": link.previous,
    }
    return sha256(rfc8785.dumps(body)).hexdigest()


def find_break(entries: Iterable[tuple[Link, str]], head: tuple[int, str] | None = None) -> int | None:
    """Return the number of the first entry that does not hold, or None.

    `entries` come in order with their stored digests. `head` is a number and digest noted elsewhere, then or since:
    it shows a journal cut short, or written again from before that entry.
    """
    previous, number = GENESIS, 0
    for link, digest in entries:
        number += 1
        if link.number != number or link.previous != previous or digest_of(link) != digest:
            return number
        if head is not None and head[0] == number and head[1] != digest:
            return number
        previous = digest
    return number + 1 if head is not None and head[0] > number else None
