"""Unity's metadata are read where their form is known; what is enciphered or newer is refused by name."""

import struct

import pytest

from analyzers.formats.errors import FormatError
from analyzers.formats.il2cpp import NEWEST, OLDEST, read_literals, read_names, read_tables
from tests.builders.managed import write_metadata

_NAMES = ("Assembly-CSharp.dll", "Firebase.Analytics", "get_Name", "<>c__DisplayClass1_0", "lower.case", "A.B.C")
_LITERALS = ("https://api.fictif.example/v1", "é", "", "api.mixpanel.com")
_DATA = write_metadata(_NAMES, _LITERALS)


def test_literals_come_with_their_place_and_names_that_matter_alone() -> None:
    version, literals, names = read_tables(_DATA)
    rows = list(read_literals(_DATA, literals))

    assert version == 29
    assert [text.decode() for _, text in rows] == list(_LITERALS)
    assert all(_DATA[at : at + len(text)] == text for at, text in rows)
    assert read_names(_DATA, names) == {b"Assembly-CSharp.dll", b"Firebase.Analytics", b"A.B.C"}


@pytest.mark.parametrize("version", [16, 24, 29, 31, 32, 35, 38, 39, 104, NEWEST])
def test_every_version_gives_the_same_texts_and_names(version: int) -> None:
    data = write_metadata(_NAMES, _LITERALS, version)
    told, literals, names = read_tables(data)

    assert told == version
    assert [text.decode() for _, text in read_literals(data, literals)] == list(_LITERALS)
    assert read_names(data, names) == {b"Assembly-CSharp.dll", b"Firebase.Analytics", b"A.B.C"}


def test_version_31_without_lengths_is_read_as_well() -> None:
    data = bytearray(write_metadata(_NAMES, _LITERALS, 35))
    data[4:8] = struct.pack("<i", 31)

    assert [text.decode() for _, text in read_literals(bytes(data), read_tables(bytes(data))[1])] == list(_LITERALS)


def test_version_31_with_a_table_of_neither_form_is_refused() -> None:
    data = bytearray(write_metadata(_NAMES, ("ab", "cd", "ef"), 31))
    (rows, size), data[12:16] = struct.unpack_from("<ii", data, 8), struct.pack("<i", 20)
    data[rows : rows + size] = struct.pack("<6i", 9, 0, 9, 2, 9, 4)

    with pytest.raises(FormatError, match="lying-literal"):
        list(read_literals(bytes(data), read_tables(bytes(data))[1]))


def test_a_count_that_does_not_fit_is_a_form_that_nobody_knows() -> None:
    data = bytearray(write_metadata(_NAMES, _LITERALS, 39))
    data[16:20] = struct.pack("<i", 9)

    with pytest.raises(FormatError, match="unknown-metadata-version"):
        read_tables(bytes(data))


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "truncated-metadata"),
        (b"\0" * 64, "unknown-metadata"),
        (bytes(byte ^ 0x5A for byte in _DATA), "unknown-metadata"),
        (write_metadata(_NAMES, (), version=OLDEST - 1), "unknown-metadata-version"),
        (write_metadata(_NAMES, (), version=NEWEST + 1), "unknown-metadata-version"),
        (_DATA[:300], "lying-metadata"),
        (_DATA[:12] + struct.pack("<i", -8) + _DATA[16:], "lying-metadata"),
        (_DATA[:12] + struct.pack("<i", 7) + _DATA[16:], "lying-metadata"),
    ],
)
def test_an_unknown_form_is_refused(data: bytes, why: str) -> None:
    with pytest.raises(FormatError, match=f"^{why}"):
        read_tables(data)


def test_names_that_were_enciphered_are_no_names() -> None:
    _, _, (first, size) = read_tables(_DATA)
    hurt = _DATA[:first] + bytes(byte ^ 0xA5 for byte in _DATA[first : first + size])

    with pytest.raises(FormatError, match="enciphered-metadata"):
        read_tables(hurt)


def test_a_literal_outside_its_text_is_refused() -> None:
    _, literals, _ = read_tables(_DATA)
    hurt = _DATA[: literals[0]] + struct.pack("<Ii", 5_000, 0) + _DATA[literals[0] + 8 :]

    with pytest.raises(FormatError, match="lying-literal"):
        list(read_literals(hurt, literals))
