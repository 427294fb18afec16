"""Code under one byte or in base64 is told by its first bytes; nothing else is."""

import base64

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from analyzers.extract.veiled import find_veil
from analyzers.formats.archive import open_archive
from tests.builders.archive import Entry, write_archive

_STARTS = (
    b"dex\n035\0", b"dex\n041\0", b"PK\x03\x04\x0a\0", b"PK\x03\x04\x14\0",
    b"\x7fELF\x01\x01\x01", b"\x7fELF\x02\x01\x01",
)  # fmt: skip
_CODE = tuple(start + bytes(40) for start in _STARTS)


def veil(data: bytes) -> str | None:
    archive = open_archive(write_archive([Entry("assets/a.bin", data)]))
    (entry,) = archive.entries
    return find_veil(archive, entry, archive.head(entry, 4))


@given(st.sampled_from(_CODE), st.integers(1, 255))
def test_every_byte_that_changes_code_is_seen_through(code: bytes, key: int) -> None:
    assert veil(bytes(byte ^ key for byte in code)) == "enciphered-code"


@pytest.mark.parametrize("code", _CODE)
def test_code_in_base64_is_told(code: bytes) -> None:
    assert veil(base64.b64encode(code)) == "code-in-base64"


@pytest.mark.parametrize("code", _CODE)
def test_code_as_it_is_wears_no_veil(code: bytes) -> None:
    assert veil(code) is None


@given(st.binary(max_size=40) | st.sampled_from(_CODE))
@example(b"\x7fELF\x01\x01")
def test_what_differs_otherwise_is_left_alone(data: bytes) -> None:
    moved = [{one ^ other for one, other in zip(data, code[:6], strict=False)} for code in _CODE]
    if veil(data) == "enciphered-code":
        assert len(data) >= 6
        assert any(len(keys) == 1 and keys != {0} for keys in moved)


@pytest.mark.parametrize(
    "data", [b"", b"d", b"dex", b"GIF89a", b"\x89PNG\r\n", b"{}", bytes(8), b"OTTO", b"\0\1\0\0\0\x10"]
)
def test_ordinary_files_are_left_alone(data: bytes) -> None:
    assert veil(data) is None
