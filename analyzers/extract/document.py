"""A lodged document to evidence: what it is, a declared list of recipients, and sentences that answer a question."""

import hashlib

from analyzers.contract import Extraction, RunOutcome
from analyzers.extract.outcomes import outcome
from analyzers.extract.quoting import Fact, quote
from analyzers.extract.recipients import read_recipients
from analyzers.extract.sayings import load_sayings
from analyzers.formats.endrecord import Buffer
from analyzers.formats.errors import FormatError
from analyzers.formats.markup import is_markup, read_markup
from analyzers.formats.office import MEMBERS, read_office, tell_office
from analyzers.formats.pdf import read_pdf
from analyzers.formats.prose import Page, read_plain
from analyzers.formats.sniff import HEAD, sniff_document

SCHEMA = "sceau/document/2"
_IMAGES = frozenset(("png", "jpeg"))
_DOCUMENT_ENDINGS = frozenset(("document-encrypted", "document-too-large"))
TABLE = load_sayings()  # read before the jail closes


def extract_document(data: Buffer) -> Extraction:
    """Say what a document is and what it says: its text is looked through here, and only quotes leave."""
    if len(data) == 0:
        return Extraction(None, outcome("empty-file"))
    head = bytes(data[:HEAD])
    found = tell_office(data) if head.startswith(b"PK") else sniff_document(head)
    if found == "text" and is_markup(head):
        found = "html"
    if found is None:
        return Extraction(None, outcome("unknown-document"))
    said, ended = _read(data, found)
    subject = {"kind": "document", "sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}
    recipients = read_recipients(data) if found == "text" else None
    document = {"format": found, "recipients": recipients, "text": said}
    return Extraction({"schema": SCHEMA, "subject": subject, "document": document}, ended)


def _read(data: Buffer, kind: str) -> tuple[Fact | None, RunOutcome]:
    if kind in _IMAGES:
        return None, outcome("document-without-text")
    try:
        pages = _read_pages(data, kind)
    except FormatError as error:
        known = outcome(error.code)
        return None, known if known.code in _DOCUMENT_ENDINGS else outcome("document-broken")
    letters = sum(len(page.text.strip()) for page in pages)
    if letters == 0:
        return None, outcome("document-without-text")
    said = quote(pages, TABLE, are_lines_whole=kind in ("html", *MEMBERS))
    return {"pages": len(pages), "letters": letters, **said}, outcome("read")


def _read_pages(data: Buffer, kind: str) -> list[Page]:
    match kind:
        case "pdf":
            return read_pdf(data)
        case "html":
            return read_markup(data)
        case "text":
            return read_plain(data)
        case _:
            return read_office(data, kind)
