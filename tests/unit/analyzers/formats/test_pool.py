"""String pools give text, or nothing; they never run away."""

import struct

import pytest

from analyzers.formats.errors import FormatError
from analyzers.formats.pool import StringPool
from tests.builders.string_pool import write_string_pool


def test_strings_of_every_alphabet_read_back() -> None:
    words = ["", "santé", "日本", "😀" * 200]
    data = write_string_pool(words)
    pool = StringPool(data, 0, len(data))

    assert [pool[index] for index in range(4)] == words
    assert (pool[-1], pool[4]) == (None, None)


def test_letters_in_two_halves_are_read_as_the_platform_does() -> None:
    emoji = b"\xed\xa0\xbd\xed\xb8\x80"  # as the platform's resource compiler writes U+1F600
    for raw, text in (
        (emoji + b"\xc3\xa9", "😀é"),
        (b"a\xc0\x80b", "a\0b"),
        (emoji[:3], "\ufffd"),
        (b"\xff", "\ufffd"),
    ):
        data = bytearray(write_string_pool(["x" * len(raw)]))
        at = data.index(b"x" * len(raw))
        data[at : at + len(raw)] = raw

        assert StringPool(bytes(data), 0, len(data))[0] == text


def test_wide_strings_read_back() -> None:
    text = "été".encode("utf-16-le")
    data = struct.pack("<HHIIIIIIIH", 1, 28, 32 + 2 + len(text) + 2, 1, 0, 0, 32, 0, 0, 3) + text + b"\0\0"

    assert StringPool(data, 0, len(data))[0] == "été"


@pytest.mark.parametrize("count", [9, 0xFFFFFFFF])
def test_a_count_larger_than_the_chunk_is_refused(count: int) -> None:
    data = bytearray(write_string_pool(["a"]))
    data[8:12] = struct.pack("<I", count)
    with pytest.raises(FormatError, match="lying-string-count"):
        StringPool(bytes(data), 0, len(data))


def test_a_string_outside_the_pool_is_empty() -> None:
    data = bytearray(write_string_pool(["abc"]))
    data[28:32] = struct.pack("<I", 0xFFFFFF)

    assert StringPool(bytes(data), 0, len(data))[0] == ""
