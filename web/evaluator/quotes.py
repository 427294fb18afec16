"""A finding's proof as a page quotes it: its place in the evidence, and the bytes it rests on."""

import json
from dataclasses import dataclass

from catalog.evaluations.service import Evaluations
from catalog.plumbing.storage import ArtifactDigest
from catalog.reviews.explanation import Step
from web.evaluator.excerpts import Excerpt, lay_out, look_up, place

SHORT = 1500  # characters of evidence beside a finding; its own page shows all


@dataclass(frozen=True, slots=True)
class Quote:
    """What stands beside a finding."""

    evidence: str
    excerpt: Excerpt | None


def quote(evaluations: Evaluations, step: Step) -> Quote:
    """Quote the evidence and the bytes of one finding."""
    at = step.finding.pointer
    text = quote_evidence(evaluations, step.evidence, at["evidence"]) if step.evidence else ""
    member = at["path"][-1] if at["path"] else ""
    excerpt = None
    if at["offset"] is not None:
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
