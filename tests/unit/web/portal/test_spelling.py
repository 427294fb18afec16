"""Words as people type them."""

import pytest

from web.portal.spelling import allowed_slips, count_slips, fold, keep_meaningful, resembles, split_words


def test_accents_capitals_and_ligatures_do_not_count() -> None:
    assert fold("Cœur GLYCÉMIE") == "coeur glycemie"
    assert split_words("L'asthme, çà!") == ["l", "asthme", "ca"]


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("diabete", "diabete"),
        ("diabte", "diabete"),
        ("daibete", "diabete"),
        ("glyc", "glycemie"),
        ("tention", "tension"),
    ],
)
def test_slips_leave_a_word_recognisable(typed: str, word: str) -> None:
    assert resembles(typed, word)


@pytest.mark.parametrize(
    ("typed", "word"), [("cat", "car"), ("sommeil", "soleil"), ("pas", "gaz"), ("xy", "xylophone")]
)
def test_other_words_stay_other_words(typed: str, word: str) -> None:
    assert not resembles(typed, word)


def test_slips_are_counted_up_to_the_limit() -> None:
    assert count_slips("abcd", "abdc", 2) == 1
    assert count_slips("abcd", "wxyz", 2) == 3
    assert [allowed_slips("a" * n) for n in (3, 4, 8)] == [0, 1, 2]


def test_little_words_are_left_out_unless_alone() -> None:
    assert keep_meaningful(["le", "sucre"]) == ["sucre"]
    assert keep_meaningful(["le"]) == ["le"]
