"""The string table of a bundle is read in full, or the bundle is refused by name."""

import struct

import pytest

from analyzers.formats.errors import FormatError
from analyzers.formats.hermes import read_strings, read_version
from tests.builders.bundles import write_hermes

_TEXTS = ("https://a.example/x", "RNSentry", "é", "x" * 300)
_DATA = write_hermes(_TEXTS)


def test_every_string_is_given_with_its_place() -> None:
    rows = list(read_strings(_DATA))

    assert [text.decode("latin-1") for _, text in rows] == list(_TEXTS)
    assert all(_DATA[at : at + 1] == text[:1] for at, text in rows)


def test_the_version_is_told() -> None:
    assert (read_version(_DATA), read_version(b"var a=1"), read_version(b"")) == (94, None, None)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (write_hermes(_TEXTS, version=9_999), "unknown-hermes-version"),
        (_DATA[:-1], "truncated-hermes"),
        (_DATA[:40], "not-hermes"),
        (_DATA[:52] + struct.pack("<I", 1 << 30) + _DATA[56:], "lying-hermes-count"),
        (_DATA[:128] + struct.pack("<I", 0x7FFFFE) + _DATA[132:], "lying-hermes-string"),
    ],
)
def test_a_bundle_that_lies_is_refused(data: bytes, why: str) -> None:
    with pytest.raises(FormatError, match=why):
        list(read_strings(data))
