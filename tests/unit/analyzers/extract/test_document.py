"""A document is told by its first bytes; of its text only quotes leave the reader."""

import json
from collections.abc import Callable

import pytest

from analyzers.extract.document import extract_document
from analyzers.extract.shapes import find_fault
from tests.builders.papers import a_docx, a_locked_pdf, a_pdf, a_scan, a_web_page, an_odt

TEXT = "Politique de confidentialité\nVos données sont hébergées en France.\nLe secret de fabrique est 42."


@pytest.mark.parametrize(
    ("make", "found"),
    [(a_pdf, "pdf"), (a_docx, "docx"), (an_odt, "odt"), (a_web_page, "html"), (str.encode, "text")],
)
def test_every_format_gives_the_same_quotes_and_nothing_else_of_its_text(
    make: Callable[[str], bytes], found: str
) -> None:
    data = make(TEXT)
    extraction = extract_document(data)
    evidence = extraction.evidence

    assert evidence is not None
    assert (extraction.outcome.code, evidence["document"]["format"]) == ("read", found)
    assert evidence["subject"]["size"] == len(data)
    said = evidence["document"]["text"]
    assert (said["nature"], [one["saying"] for one in said["quotes"]]) == ("policy", ["place-eea"])
    assert "fabrique" not in json.dumps(evidence)
    assert find_fault(json.loads(json.dumps(evidence)), "document") is None


@pytest.mark.parametrize(
    ("data", "found", "code"),
    [
        (b"\x89PNG\r\n\x1a\n", "png", "document-without-text"),
        (b"\xff\xd8\xff\xe0", "jpeg", "document-without-text"),
        (a_scan(), "pdf", "document-without-text"),
        (b"  \n", "text", "document-without-text"),
        (a_locked_pdf(), "pdf", "document-encrypted"),
        (b"%PDF-1.7\n", "pdf", "document-broken"),
        (b"a" * 600 + b"\xff", "text", "document-broken"),
        (b"a" * 1_100_000, "text", "document-too-large"),
    ],
)
def test_a_document_whose_text_cannot_be_read_is_kept_and_says_why(data: bytes, found: str, code: str) -> None:
    extraction = extract_document(data)

    assert extraction.outcome.code == code
    assert extraction.evidence is not None
    assert (extraction.evidence["document"]["format"], extraction.evidence["document"]["text"]) == (found, None)


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"", "empty-file"), (b"MZ\0\0", "unknown-document"), (b"PK\x03\x04", "unknown-document")],
)
def test_others_are_refused(data: bytes, code: str) -> None:
    extraction = extract_document(data)

    assert (extraction.evidence, extraction.outcome.code) == (None, code)
