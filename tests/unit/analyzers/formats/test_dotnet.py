"""An assembly is read for its namespaces and its strings, or refused by name."""

import random
import struct

import pytest

from analyzers.formats.dotnet import read_assembly, read_user_strings
from analyzers.formats.errors import FormatError
from tests.builders.managed import write_assembly

_STRINGS = (
    "https://o1.fictif.example/api",
    "io.sentry.dsn",
    "é",
    "x" * 200,
    "\N{HIRAGANA LETTER A}: https://b.fictif.example/",
    "",
)
_TYPES = {"Sentry.Android": ["A", "B"], "Sentry": ["C"], "": ["<Module>"]}


@pytest.mark.parametrize("pe64", [False, True])
def test_namespaces_are_counted_and_strings_given_with_their_place(*, pe64: bool) -> None:
    data = write_assembly("Sentry.dll", _TYPES, _STRINGS, pe64=pe64)
    found = read_assembly(data)

    assert (found.name, dict(found.namespaces)) == ("Sentry.dll", {"Sentry.Android": 2, "Sentry": 1})
    rows = list(read_user_strings(data, found.strings))
    assert [text.decode("latin-1") for _, text in rows] == [*_STRINGS[:4], "\xff: https://b.fictif.example/"]
    assert all(data[at : at + 2 * len(text) : 2][-9:] == text[-9:] for at, text in rows)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "not-an-assembly"),
        (b"MZ", "truncated-assembly"),
        (b"MZ".ljust(0x100, b"\0"), "not-an-assembly"),
        (write_assembly("A.dll", {}).replace(b"BSJB", b"BSJX"), "no-metadata"),
        (write_assembly("A.dll", {}).replace(b"#~\0", b"#x\0"), "no-metadata-tables"),
        (write_assembly("A.dll", {})[:-20], "truncated-assembly"),
    ],
)
def test_what_is_none_is_refused_by_name(data: bytes, why: str) -> None:
    with pytest.raises(FormatError, match=why):
        read_assembly(data)


def test_a_count_of_rows_that_lies_is_refused() -> None:
    data = write_assembly("A.dll", {"A": ["B"]})
    rows = data.index(struct.pack("<III", 1, 1, 1))

    for count in (5_000, 0xFFFFFFFF):
        with pytest.raises(FormatError):
            read_assembly(data[: rows + 8] + struct.pack("<I", count) + data[rows + 12 :])


def test_damage_is_read_or_refused_and_never_raises() -> None:
    data, chance = write_assembly("A.dll", _TYPES, _STRINGS), random.Random(3)  # noqa: S311 - repeatable, no secret
    for _ in range(2_000):
        hurt = bytearray(data)
        for _ in range(6):
            hurt[chance.randrange(len(hurt))] = chance.randrange(256)
        try:
            found = read_assembly(bytes(hurt))
            list(read_user_strings(bytes(hurt), found.strings))
        except FormatError:
            continue
