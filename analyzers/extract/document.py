"""A lodged document to evidence: its format and size only. Nothing of it is parsed."""

import hashlib

from analyzers.contract import Extraction
from analyzers.extract.outcomes import outcome
from analyzers.formats.endrecord import Buffer
from analyzers.formats.sniff import HEAD, sniff_document

SCHEMA = "sceau/document/1"


def extract_document(data: Buffer) -> Extraction:
    """Say what a document is, and nothing about what it says."""
    if len(data) == 0:
        return Extraction(None, outcome("empty-file"))
    found = sniff_document(bytes(data[:HEAD]))
    if found is None:
        return Extraction(None, outcome("unknown-document"))
    subject = {"kind": "document", "sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}
    return Extraction({"schema": SCHEMA, "subject": subject, "document": {"format": found}}, outcome("read"))
