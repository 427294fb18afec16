"""Binary documents without a schema are read to the last byte, or not at all."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers.formats.objects import read_cbor, read_msgpack, read_objects

# {"v": "camille", "n": [1, -2, 1.5, true, null]} as each writes it
_MSGPACK = b"\x82\xa1v\xa7camille\xa1n\x95\x01\xfe\xcb" + struct.pack(">d", 1.5) + b"\xc3\xc0"
_CBOR = b"\xa2\x61v\x67camille\x61n\x85\x01\x21\xfb" + struct.pack(">d", 1.5) + b"\xf5\xf6"
_FIELDS = [
    (("v",), b"camille"),
    (("n", "0"), b"1"),
    (("n", "1"), b"-2"),
    (("n", "2"), b"1.5"),
    (("n", "3"), b"true"),
    (("n", "4"), b"null"),
]


@pytest.mark.parametrize(("name", "data"), [("msgpack", _MSGPACK), ("cbor", _CBOR)])
def test_every_value_comes_with_its_place(name: str, data: bytes) -> None:
    assert read_objects(data) == (name, _FIELDS)


def test_long_and_tagged_members_are_read() -> None:
    text = b"x" * 300
    assert read_msgpack(b"\x81\xa1t\xda\x01\x2c" + text) == [(("t",), text)]
    assert read_msgpack(b"\xde\x00\x01\xa1t\xc7\x02\x05ab") == [(("t",), b"ab")]
    assert read_msgpack(b"\x81\xa1t\xd6\xffabcd") == [(("t",), b"abcd")]
    assert read_cbor(b"\xd9\xd9\xf7\xa1\x61t\x79\x01\x2c" + text) == [(("t",), text)]
    assert read_cbor(b"\xbf\x61t\x9f\x01\x02\xff\xff") == [(("t", "0"), b"1"), (("t", "1"), b"2")]


@pytest.mark.parametrize(
    "data", [b"", b"{}", b"\x82\xa1v", b"\x81\xa1v\xc1", b"\xa1\x61v\x1c", b"\xff", b"\x92\x01\x02"]
)
def test_what_does_not_come_out_even_is_no_document(data: bytes) -> None:
    assert read_objects(data) is None


def test_a_document_in_a_document_ends_at_the_limit() -> None:
    assert read_msgpack(b"\x91" * 100_000 + b"\x01") is None
    assert read_cbor(b"\x9f" * 100_000) is None
    assert read_msgpack(b"\xdd\xff\xff\xff\xff" + b"\x01" * 100_000) is None
    assert read_cbor(b"\x9b" + b"\xff" * 8) is None


@given(st.binary(max_size=300))
def test_any_bytes_end(data: bytes) -> None:
    read_objects(data)
    read_msgpack(b"\x82" + data)
    read_cbor(b"\xa2" + data)
