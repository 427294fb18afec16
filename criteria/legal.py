"""What binds in a written rule: its references, the certificates it recognises, the digest of its normative half."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from criteria.findings import Text
from criteria.model import Citation, Confidence
from criteria.strict import Entry

# The wording that may improve without making another rule: translations, and how well a reference was checked.
EDITORIAL_KEYS = frozenset({"en", "confidence"})


class Attestation(StrEnum):
    """A certificate or an evaluation that a publisher may already hold: asked once, read wherever it proves."""

    HDS = "hds"
    CE = "ce"
    ISO_27001 = "iso27001"
    TR_03161 = "tr03161"
    DTAC = "dtac"
    MASA = "masa"
    SECNUMCLOUD = "secnumcloud"


def digest_of(value: object) -> str:
    """Digest what binds: canonical JSON of the value without its editorial keys, whatever the order of keys."""
    text = json.dumps(_strip(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


def _strip(value: object) -> object:
    if isinstance(value, Mapping):
        return {key: _strip(one) for key, one in value.items() if key not in EDITORIAL_KEYS}
    if isinstance(value, list):
        return [_strip(one) for one in value]
    if isinstance(value, str):
        # Folding a line differently does not make another rule.
        return " ".join(value.split())
    return value.isoformat() if isinstance(value, date) else value


def parse_citations(entry: Entry) -> tuple[Citation, ...]:
    """Read references with the confidence they were checked with; at least one is owed."""
    citations = []
    for one in entry.items():
        fields = one.open(("fr", "en", "confidence"))
        text = Text(fields["fr"].word(), fields["en"].word())
        citations.append(Citation(text, fields["confidence"].one_of(Confidence)))
    if not citations:
        raise entry.refuse("must hold at least one reference")
    return tuple(citations)
