"""One reader's language."""

from fractions import Fraction

import pytest

from criteria.findings import Text
from web.words.speech import Speech, typeset

FR, EN = Speech("fr"), Speech("en")


def test_french_gets_its_no_break_spaces() -> None:
    assert typeset("Où ? « Ici » : 5 %") == "Où\u00a0? «\u00a0Ici\u00a0»\u00a0: 5\u00a0%"


def test_a_sentence_is_said_in_the_reader_s_language() -> None:
    assert (FR.text(Text("oui", "yes")), EN.text({"fr": "oui", "en": "yes"}), EN.text(None)) == ("oui", "yes", "")
    assert (FR.other, EN.other) == ("en", "fr")


def test_a_share_is_never_said_larger_than_it_is() -> None:
    assert FR.percent("199/200") == "99\u00a0%"
    assert EN.percent(Fraction(1)) == "100%"
    assert EN.percent(None) == "0%"


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("FR", "en France"),
        ("US", "aux États-Unis"),
        ("LU", "au Luxembourg"),
        ("IE", "en Irlande"),
        ("SG", "à Singapour"),
        (None, "en un lieu inconnu"),
    ],
)
def test_a_country_takes_its_french_preposition(code: str | None, said: str) -> None:
    assert FR.in_country(code) == said


def test_english_countries_take_their_article() -> None:
    assert EN.in_country("US") == "in the United States"
    assert EN.in_country("FR") == "in France"
    assert EN.in_country(None) == "in an unknown place"
    assert EN.country("ZQ") == "ZQ"


def test_days_are_written_in_full_and_unknown_ones_are_said_unknown() -> None:
    assert FR.date("2026-05-12") == "12 mai 2026"
    assert FR.date("2026-05-01") == "1er mai 2026"
    assert EN.date("2026-05-12") == "12 May 2026"
    assert FR.date(None) == "date inconnue"
    assert (FR.date("2027-10-01"), EN.date("2027-10-01")) == ("1er octobre 2027", "1 October 2027")
    assert (FR.date("2027-10-11"), FR.date("2027-10-21")) == ("11 octobre 2027", "21 octobre 2027")
    assert FR.moment("2027-10-01T08:05:00") == "1er oct. 2027, 08:05\u00a0UTC"


def test_a_joint_between_two_values_never_starts_a_line() -> None:
    assert (FR.say(" ; ", "; "), FR.say(" : ", ": ")) == ("\u00a0; ", "\u00a0: ")
    assert FR.say("a  ; b", "") == "a  ; b", "a wider gap is somebody's own"


def test_numbers_agree_with_their_noun() -> None:
    nouns = ("pièce", "pièces"), ("piece", "pieces")
    assert [FR.count(n, *nouns) for n in (0, 1, 2)] == ["0\u00a0pièce", "1\u00a0pièce", "2\u00a0pièces"]
    assert [EN.count(n, *nouns) for n in (0, 1, 2)] == ["0 pieces", "1 piece", "2 pieces"]


def test_sizes_and_lists_read_as_people_write_them() -> None:
    assert FR.size(512) == "512\u00a0octets"
    assert FR.size(1536) == "1,5\u00a0Kio"
    assert EN.size(1 << 30) == "1.0\u00a0GiB"
    assert FR.listing(["a", "b", "c"]) == "a, b et c"
    assert EN.listing([]) == ""


def test_a_language_is_named_in_the_reader_s_own() -> None:
    assert (FR.language_name("en"), EN.language_name("fr"), EN.language_name("zzz")) == ("anglais", "French", "zzz")
