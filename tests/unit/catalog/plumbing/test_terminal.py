"""Tests of what is printed of a stranger's words."""

import json

import pytest

from catalog.plumbing.terminal import dump, plain

HOSTILE = (
    "\x1b[31m",
    "\x9b32m",
    "a\nb",
    "\r",
    "\x00",
    "\u202etxt.apk",
    "\u2066",
    "\u2028",
    "\u200f",
    "\ufeff",
    "\udcff",
)


@pytest.mark.parametrize("words", HOSTILE)
def test_no_sign_that_cannot_be_seen_is_printed(words: str) -> None:
    for shown in (plain(words), dump({words: [words]})):
        assert all(sign.isprintable() for sign in shown)
        shown.encode()


@pytest.mark.parametrize("words", HOSTILE)
def test_the_value_of_a_document_stays(words: str) -> None:
    assert json.loads(dump({words: [words]})) == {words: [words]}


@pytest.mark.parametrize("words", ["«\u00a0été\u202f»", "日本語 😀", ""])
def test_ordinary_words_stay_as_they_are(words: str) -> None:
    assert plain(words) == words
    assert dump(words) == f'"{words}"'
