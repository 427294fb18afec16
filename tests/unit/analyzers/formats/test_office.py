"""Word-processor files give their paragraphs; hostile ones end by name."""

import io
import zipfile

import pytest

from analyzers.formats.errors import FormatError
from analyzers.formats.office import MEMBERS, read_office, tell_office
from tests.builders.papers import a_docx, an_odt

SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def _docx(xml: str, *, times: int = 1) -> bytes:
    place = io.BytesIO()
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", xml.encode() * times)
    return place.getvalue()


@pytest.mark.parametrize(("kind", "data"), [("docx", a_docx("Été & fin\nDeux")), ("odt", an_odt("Été & fin\nDeux"))])
def test_each_line_is_a_paragraph_with_its_bytes_in_the_member(kind: str, data: bytes) -> None:
    assert tell_office(data) == kind
    (page,) = read_office(data, kind)

    assert page.text == "Été & fin\nDeux\n"
    assert page.member == MEMBERS[kind]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        whole = archive.read(MEMBERS[kind])
    at, length = page.find_bytes(page.text.index("Deux"), page.text.index("Deux") + 4)
    assert whole[at : at + length] == b"Deux"


def test_struck_out_and_machine_text_is_left_out_and_gaps_are_kept() -> None:
    body = (
        f"<w:document {SPACE}><w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t>"
        "<w:delText>no</w:delText><w:instrText>no</w:instrText></w:r></w:p></w:document>"
    )
    (page,) = read_office(_docx(body), "docx")

    assert page.text == "a\tb\nc\n"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (_docx(f'<!DOCTYPE d [<!ENTITY a "aa">]><w:document {SPACE}>&a;</w:document>'), "document-with-entities"),
        (_docx(f"<w:document {SPACE}><w:p>"), "document-broken"),
        (_docx(f"<w:document {SPACE}>" + "<w:p>" * 300), "too-deep"),
        (_docx(f"<w:document {SPACE}><w:t>" + "a" * 1_100_000 + "</w:t></w:document>"), "text-too-long"),
        (_docx("a" * 1000, times=40_000), "entry-too-large"),
    ],
)
def test_hostile_documents_end_by_name(data: bytes, code: str) -> None:
    with pytest.raises(FormatError, match=code):
        read_office(data, "docx")


def test_other_archives_are_not_documents() -> None:
    place = io.BytesIO()
    with zipfile.ZipFile(place, "w") as archive:
        archive.writestr("a.txt", b"a")

    assert tell_office(place.getvalue()) is None
    assert tell_office(b"PK\x03\x04") is None
    with pytest.raises(FormatError, match="no-such-entry"):
        read_office(place.getvalue(), "docx")


def test_what_a_document_says_of_its_own_alphabet_is_not_looked_up() -> None:
    body = f'<?xml version="1.0" encoding="sVch-8"?><w:document {SPACE}><w:p><w:t>é</w:t></w:p></w:document>'
    (page,) = read_office(_docx(body), "docx")

    assert page.text == "é\n"
