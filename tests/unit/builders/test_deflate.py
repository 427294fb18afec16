"""Our compressor is read by the standard library's inflater, whatever the content."""

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders.deflate import deflate


def _inflate(raw: bytes) -> bytes:
    return zlib.decompress(raw, wbits=-15)


@given(st.binary(max_size=2000))
def test_any_bytes_come_back(data: bytes) -> None:
    assert _inflate(deflate(data)) == data


@pytest.mark.parametrize("distance", [1, 4, 5, 258, 4097, 32768, 32769, 40000])
def test_a_repeat_at_any_distance_comes_back(distance: int) -> None:
    data = b"FICTIF" * 50 + bytes(i * 37 % 251 for i in range(distance)) + b"FICTIF" * 50

    assert _inflate(deflate(data)) == data


@pytest.mark.parametrize("length", [*range(3, 20), 130, 257, 258, 259, 600])
def test_a_repeat_of_any_length_comes_back(length: int) -> None:
    data = bytes(range(256)) + b"\xff" * length + b"end"

    assert _inflate(deflate(data)) == data


def test_repetition_is_compressed() -> None:
    assert len(deflate(b"fr.fictif.carnettension" * 200)) < 200
