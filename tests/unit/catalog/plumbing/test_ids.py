"""Tests of identifiers."""

from catalog.plumbing.ids import ALPHABET, LENGTH, RandomIds


def test_an_identifier_says_what_it_names_and_nothing_else() -> None:
    prefix, _, rest = RandomIds().new("sub").partition("_")

    assert prefix == "sub"
    assert len(rest) == LENGTH
    assert set(rest) <= set(ALPHABET)


def test_no_letter_can_be_misread_aloud() -> None:
    assert not set("ilou") & set(ALPHABET)
    assert len(set(ALPHABET)) == 32


def test_two_calls_never_give_the_same() -> None:
    ids = RandomIds()

    assert len({ids.new("app") for _ in range(1000)}) == 1000
