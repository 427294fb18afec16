"""A finding's proof as a page quotes it: its place in the evidence, and the bytes it rests on."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from catalog.evaluations.service import Evaluations
from catalog.plumbing.storage import ArtifactDigest
from catalog.reviews.explanation import Step
from web.evaluator.excerpts import Excerpt, lay_out, look_up, place

QUOTED_MAX = 8  # findings whose bytes stand beside them; each takes a child of the jail, the others have their link
SHORT = 1500  # characters of evidence beside a finding; its own page shows all


@dataclass(frozen=True, slots=True)
class Quote:
    """What stands beside a finding."""

    evidence: str
    excerpt: Excerpt | None


def quote_all(evaluations: Evaluations, steps: Sequence[Step]) -> list[tuple[Step, Quote]]:
    """Put its proof beside each finding; past the first ones, the evidence only."""
    return [(step, quote(evaluations, step, with_bytes=at < QUOTED_MAX)) for at, step in enumerate(steps)]


def quote(evaluations: Evaluations, step: Step, *, with_bytes: bool = True) -> Quote:
    """Quote the evidence and the bytes of one finding."""
    at = step.finding.pointer
    text = quote_evidence(evaluations, step.evidence, at["evidence"]) if step.evidence else ""
    member = at["path"][-1] if at["path"] else ""
    excerpt = None
    if with_bytes and at["offset"] is not None:
        excerpt = quote_bytes(evaluations, at["artifact"], member, at["offset"], at["length"] or 1)
    return Quote(text if len(text) <= SHORT else f"{text[:SHORT]}…", excerpt)


def quote_evidence(evaluations: Evaluations, digest: str, at: str) -> str:
    """Return one place of an evidence document, as text."""
    found = look_up(json.loads(evaluations.blobs.get(ArtifactDigest(digest))), at)
    return json.dumps(found, ensure_ascii=False, indent=2, sort_keys=True)


def quote_bytes(evaluations: Evaluations, digest: str, member: str, offset: int, length: int) -> Excerpt | None:
    """Return the bytes around a place of a piece, or None where they cannot be shown.

    Nothing of the piece is unpacked here: the service has that done in the jail.
    """
    start, stop = place(offset, length)
    return lay_out(evaluations.read_bytes(digest, member, start, stop), start, offset, length)
