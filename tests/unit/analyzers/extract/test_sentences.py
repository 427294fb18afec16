"""Sentences end where a reader sees them end, not where the paper does."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers.extract.sentences import LONGEST, split_sentences


def _split(text: str, *, are_lines_whole: bool = False) -> list[str]:
    return [text[start:stop] for start, stop in split_sentences(text, are_lines_whole=are_lines_whole)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Une. Deux ! Trois ?", ["Une.", "Deux !", "Trois ?"]),
        ("Voir l'art. 9 et M. Untel. Fin.", ["Voir l'art. 9 et M. Untel.", "Fin."]),
        ("Le site https://a.example/b.c est là. Oui", ["Le site https://a.example/b.c est là.", "Oui"]),
        ("a ; b", ["a ;", "b"]),
        ("Titre\nVos données sont conservées\nen France.", ["Titre", "Vos données sont conservées\nen France."]),
        (
            "Vos données de santé sont hébergées et conservées chez le prestataire\nNuage en France.",
            ["Vos données de santé sont hébergées et conservées chez le prestataire\nNuage en France."],
        ),
        ("Un\n\ndeux", ["Un", "deux"]),
        ("- un\n- deux", ["- un", "- deux"]),
    ],
)
def test_sentences_of_a_page(text: str, expected: list[str]) -> None:
    assert _split(text) == expected


def test_where_lines_are_paragraphs_each_stands_for_itself() -> None:
    assert _split("Vos données sont\nen France", are_lines_whole=True) == ["Vos données sont", "en France"]


@given(st.text(alphabet="aA. ;\n-é!", max_size=4000), st.booleans())
def test_nothing_is_lost_and_nothing_is_read_twice(text: str, are_lines_whole: bool) -> None:  # noqa: FBT001 -- a case
    spans = list(split_sentences(text, are_lines_whole=are_lines_whole))

    assert all(0 < stop - start <= LONGEST for start, stop in spans)
    assert all(one[1] <= other[0] for one, other in pairwise(spans))
    assert "".join("".join(text[a:b].split()) for a, b in spans) == "".join(text.split())
