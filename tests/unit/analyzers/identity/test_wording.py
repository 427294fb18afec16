"""Every deviation that a reader can name is told in words, in both languages."""

import re
from pathlib import Path

import pytest

from analyzers.identity.wording import describe_deviation, deviation_words

_PAGE = (Path(__file__).parents[4] / "docs" / "evidence.md").read_text(encoding="utf-8")
_TABLE = _PAGE.partition("### Deviations of the container")[2].partition("\n## ")[0]
_CODES = {
    code
    for line in _TABLE.splitlines()
    for code in re.findall(r"`([a-z0-9-]+)`", line.split("|")[1:2][0] if "|" in line else "")
}


def test_there_are_words_for_every_documented_deviation_and_for_nothing_else() -> None:
    assert set(deviation_words()) == _CODES


@pytest.mark.parametrize("code", deviation_words())
def test_a_deviation_is_a_sentence_in_both_languages(code: str) -> None:
    said = describe_deviation(code, "assets/a")

    assert said.fr != said.en
    for sentence in (said.fr, said.en):
        assert code in sentence
        assert "assets/a" in sentence


def test_a_deviation_without_words_is_still_named() -> None:
    assert "a-new-one" in describe_deviation("a-new-one", None).fr
