"""A lodged document to evidence: its format and size, and the rows of a declared list of recipients. Nothing else."""

import hashlib

from analyzers.contract import Extraction
from analyzers.extract.outcomes import outcome
from analyzers.extract.recipients import read_recipients
from analyzers.formats.endrecord import Buffer
from analyzers.formats.sniff import HEAD, sniff_document

SCHEMA = "sceau/document/1"


def extract_document(data: Buffer) -> Extraction:
    """Say what a document is, and what it says where it is a table of recipients."""
    if len(data) == 0:
        return Extraction(None, outcome("empty-file"))
    found = sniff_document(bytes(data[:HEAD]))
    if found is None:
        return Extraction(None, outcome("unknown-document"))
    subject = {"kind": "document", "sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}
    said = {"format": found, "recipients": read_recipients(data) if found == "text" else None}
    return Extraction({"schema": SCHEMA, "subject": subject, "document": said}, outcome("read"))
