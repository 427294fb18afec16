"""A string of a snapshot ends where its length says, not where its letters seem to end."""

import pytest

from analyzers.formats.dart import MAX_UNMEASURED, read_strings
from tests.builders.bundles import write_dart

_FULL = "https://fictif.example/a"  # with either header, the next object begins right after its last letter


@pytest.mark.parametrize("word", [4, 8])
def test_what_follows_a_string_is_none_of_it(word: int) -> None:
    data = write_dart(_FULL, "see https://fictif.example/b.", "api.fictif.example", "Widget", word=word)

    rows = list(read_strings(data, 0, len(data)))

    assert [text for _, text in rows] == [_FULL.encode(), b"see https://fictif.example/b.", b"api.fictif.example"]
    assert all(data[at:].startswith(text) for at, text in rows)


def test_an_address_under_no_length_is_cut_badly_rather_than_lost() -> None:
    data = b"\xff" * 40 + b"https://fictif.example/c" + b"\xff" * 9

    ((at, text),) = read_strings(data, 0, len(data))
    assert b"https://fictif.example/c" in text
    assert data[at : at + len(text)] == text


def test_a_length_that_lies_counts_for_none() -> None:
    for length in (2, 1 << 30, 7):
        data = b"\0" * 8 + length.to_bytes(4, "little") + b"https://fictif.example/d" + b"\0" * 1_000

        ((_, text),) = read_strings(data, 0, len(data))
        assert b"https://fictif.example/d\0" in text
        assert len(text) <= MAX_UNMEASURED + 8


def test_only_the_given_stretch_is_read() -> None:
    data = write_dart(_FULL)

    assert not list(read_strings(data, 0, 20))
    assert not list(read_strings(b"", 0, 0))
