"""Files are told by their bytes, never by their names."""

import pytest

from analyzers.formats.sniff import HEAD, sniff_capture, sniff_document, sniff_kind
from criteria.findings import ArtifactKind


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"PK\x03\x04", ArtifactKind.APK),
        (b"<html>", ArtifactKind.APK),
        (b"", ArtifactKind.APK),
        (b'\xef\xbb\xbf {"log":', ArtifactKind.CAPTURE),
        (b"1873:7:version", ArtifactKind.CAPTURE),
        (b"\x1f\x8b\x08", ArtifactKind.CAPTURE),
        (b'{\0"\0', ArtifactKind.CAPTURE),
        (b'[{"status":', ArtifactKind.CAPTURE),
        (b"<?xml version", ArtifactKind.CAPTURE),
        (b"\x0a\x0d\x0d\x0a", ArtifactKind.CAPTURE),
        (b"%PDF-1.7", ArtifactKind.DOCUMENT),
        (b"\x89PNG\r\n\x1a\n", ArtifactKind.DOCUMENT),
    ],
)
def test_each_kind_has_its_reader(head: bytes, kind: ArtifactKind) -> None:
    assert sniff_kind(head) is kind


def test_captures_are_told_apart() -> None:
    heads = [b" {", b"12:x", b"\xd4\xc3\xb2\xa1", b"\x1f\x8b", b"\xff\xfe{", b"{\0", b"salut"]

    assert [sniff_capture(h) for h in heads] == ["har", "flow", "unsupported", "unsupported", "utf-16", "utf-16", None]


def test_documents_are_told_apart() -> None:
    heads = [b"%PDF-", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", "santé".encode(), b"a\0b", b"\xc3(", b""]

    assert [sniff_document(h) for h in heads] == ["pdf", "png", "jpeg", "text", None, None, None]


def test_a_letter_cut_by_the_window_is_still_text() -> None:
    assert sniff_document(("a" * (HEAD - 1) + "é").encode()[:HEAD]) == "text"
