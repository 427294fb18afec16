"""A document is told by its first bytes; nothing of it is parsed."""

import pytest

from analyzers.extract.document import extract_document


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"%PDF-1.7\n", "pdf"),
        (b"\x89PNG\r\n\x1a\n", "png"),
        (b"\xff\xd8\xff\xe0", "jpeg"),
        (b"Politique", "text"),
    ],
)
def test_known_formats_are_named(data: bytes, found: str) -> None:
    evidence = extract_document(data).evidence

    assert evidence is not None
    assert (evidence["document"]["format"], evidence["subject"]["size"]) == (found, len(data))


@pytest.mark.parametrize(("data", "code"), [(b"", "empty-file"), (b"MZ\0\0", "unknown-document")])
def test_others_are_refused(data: bytes, code: str) -> None:
    extraction = extract_document(data)

    assert (extraction.evidence, extraction.outcome.code) == (None, code)
