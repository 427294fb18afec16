"""Messages are read without their schema, and bytes that are none are refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers.formats.protobuf import read_protobuf


def field(number: int, kind: int, body: bytes) -> bytes:
    return bytes([number << 3 | kind]) + body


def text(number: int, value: bytes) -> bytes:
    return field(number, 2, bytes([len(value)]) + value)


def test_texts_numbers_and_messages_within_have_their_place() -> None:
    inner = text(1, b"camille") + field(2, 0, b"\x96\x01")
    message = text(3, inner) + field(4, 5, b"\0\0\x80\x3f") + field(5, 1, b"\0" * 6 + b"\xf0\x3f")
    assert read_protobuf(message) == [("3.1", b"camille"), ("3.2", b"150"), ("4", b"1.0"), ("5", b"1.0")]


@pytest.mark.parametrize("data", [b"", b"\x08", b"\x0a\x7fabc", b"\x00\x01", b"\x0b", b"\xff" * 20])
def test_bytes_that_do_not_come_out_even_are_no_message(data: bytes) -> None:
    assert read_protobuf(data) is None


def test_nesting_ends_where_the_limit_is() -> None:
    message = b"\x08\x01"
    for _ in range(40):
        message = text(1, message)
    found = read_protobuf(message)
    assert found is not None
    assert max(place.count(".") for place, _ in found) <= 8


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    assert read_protobuf(data) is None or read_protobuf(data)
