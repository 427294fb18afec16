"""Text keeps the bytes that it comes from, and folds sign for sign."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers.formats.errors import FormatError
from analyzers.formats.prose import MAX_TEXT, Page, fold, read_plain


def test_a_span_of_characters_has_the_bytes_of_its_lines() -> None:
    data = "\ufeffÉté\nDonnées de santé\nfin".encode()
    (page,) = read_plain(data)

    start = page.text.index("Données")
    at, length = page.find_bytes(start, start + 7)

    assert data[at : at + length].decode() == "Données de santé\n"
    assert page.text.startswith("Été")


@given(st.text())
def test_every_character_of_a_text_lies_in_the_bytes_it_is_said_to(text: str) -> None:
    data = text.encode("utf-8", "ignore")
    (page,) = read_plain(data)

    for index, sign in enumerate(page.text):
        at, length = page.find_bytes(index, index + 1)
        assert sign.encode() in data[at : at + length]


@given(st.text())
def test_folding_moves_nothing(text: str) -> None:
    assert len(fold(text)) == len(text)


def test_folding_takes_accents_capitals_and_odd_signs_away() -> None:
    assert fold("L’Éditeur\u00a0n’a — œuvré…") == "l'editeur n'a - ouvre."


@pytest.mark.parametrize(
    ("data", "code"), [(b"abc\n\xff\xfe", "text-not-utf8"), (b"a" * (MAX_TEXT + 1), "text-too-long")]
)
def test_what_is_no_text_or_too_much_is_refused_by_name(data: bytes, code: str) -> None:
    with pytest.raises(FormatError, match=code):
        read_plain(data)


def test_a_page_holds_no_more_than_a_document_may() -> None:
    page = Page()
    page.add("a" * MAX_TEXT, 0, 1)

    with pytest.raises(FormatError, match="text-too-long"):
        page.add("b", 1, 1)
    assert Page().find_bytes(0, 1) == (0, 0)
