"""PDF files give the text of their pages; hostile ones end by name."""

import zlib

import pytest

from analyzers.formats.errors import FormatError
from analyzers.formats.pdf import MAX_PAGES, read_pdf
from tests.builders.papers import a_locked_pdf, a_pdf, a_scan


@pytest.mark.parametrize("is_packed", [True, False])
def test_each_page_has_its_number_its_text_and_the_bytes_of_its_content(is_packed: bool) -> None:  # noqa: FBT001 -- a case
    data = a_pdf("Données de santé (hébergées)\fDeuxième page", is_packed=is_packed)
    first, second = read_pdf(data)

    assert (first.number, first.text.strip()) == (1, "Données de santé (hébergées)")
    assert (second.number, second.text.strip()) == (2, "Deuxième page")
    at, length = second.find_bytes(0, 3)
    content = data[at : at + length]
    assert content.endswith(b"endobj")
    drawn = content.partition(b"stream\n")[2].partition(b"\nendstream")[0]
    assert b"Deuxi\xe8me page" in (zlib.decompress(drawn) if is_packed else drawn)


def test_scanned_pages_have_no_text() -> None:
    (page,) = read_pdf(a_scan())

    assert page.text.strip() == ""


def _bomb() -> bytes:
    good = a_pdf("a", is_packed=True)
    at = good.index(b"5 0 obj")
    packed = zlib.compress(b"\0" * (64 << 20), 9)
    return good[:at] + b"5 0 obj\n<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream\nendobj\n" % (
        len(packed),
        packed,
    )


def _circle() -> bytes:
    return a_pdf("a").replace(b"/Kids[4 0 R]", b"/Kids[2 0 R]")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (a_locked_pdf(), "document-encrypted"),
        (b"%PDF-1.7\n", "document-broken"),
        (b"%PDF-1.4\n%%EOF\n", "document-broken"),
        (_bomb(), "document-broken"),
        (_circle(), "document-broken"),
        (a_pdf("\f".join("a" * (MAX_PAGES + 1))), "too-many-pages"),
        (a_pdf("\f".join(["lorem " * 500] * 390)), "text-too-long"),
    ],
)
def test_hostile_documents_end_by_name(data: bytes, code: str) -> None:
    with pytest.raises(FormatError, match=code):
        read_pdf(data)


@pytest.mark.parametrize("cut", range(40, 900, 97))
def test_cut_files_end_by_name_or_give_pages(cut: int) -> None:
    try:
        codes = {"read" for _ in read_pdf(a_pdf("Données")[:cut])}
    except FormatError as error:
        codes = {error.code}
    assert codes <= {"read", "document-broken"}
