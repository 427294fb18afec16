"""Assemblies come out of every form in which apps carry them; an unknown form is refused."""

import struct

import pytest

from analyzers.formats.assemblies import list_stored, unpack
from analyzers.formats.errors import FormatError
from tests.builders.managed import pack_assembly, write_assembly, write_store

_ONE = write_assembly("A.dll", {"A": ["B"]}, ("x" * 500,))
_TWO = write_assembly("B.dll", {"C": ["D"]})


@pytest.mark.parametrize("version", [1, 2, 3])
@pytest.mark.parametrize("before", [b"", b"\x7fELF" + b"\0" * 60])
def test_the_members_of_a_store_are_given(version: int, before: bytes) -> None:
    data = before + write_store([pack_assembly(_ONE), _TWO], version)
    rows = list(list_stored(data))

    assert [unpack(raw, 1 << 20) for _, raw in rows] == [_ONE, _TWO]
    assert all(data[at : at + len(raw)] == raw for at, raw in rows)


@pytest.mark.parametrize("inner", [_ONE, pack_assembly(_ONE)])
def test_a_library_around_one_assembly(inner: bytes) -> None:
    ((_, raw),) = list_stored(b"\x7fELF MZ no program" + inner)

    assert unpack(raw, 1 << 20) == _ONE


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "no-assemblies"),
        (b"\x7fELF", "no-assemblies"),
        (write_store([_ONE], 1).replace(b"XABA\1", b"XABA\x09"), "unknown-assembly-store"),
        (b"XABA" * 100, "unknown-assembly-store"),
        (struct.pack("<4sIIII", b"XABA", 1, 0xFFFFFFF, 0, 0), "unknown-assembly-store"),
        (write_store([b"what is this"], 2), "unknown-assembly-store"),
    ],
)
def test_an_unknown_form_is_refused(data: bytes, why: str) -> None:
    with pytest.raises(FormatError, match=why):
        list(list_stored(data))


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "unknown-assembly-form"),
        (b"XALZ", "unknown-assembly-form"),
        (b"XALZ" + struct.pack("<II", 0, 1 << 31) + b"\0", "too-large"),
        (b"XALZ" + struct.pack("<II", 0, 1000) + b"\xff" * 40, "broken-lz4"),
        (pack_assembly(_ONE)[:8] + struct.pack("<I", len(_ONE) + 1) + pack_assembly(_ONE)[12:], "broken-lz4"),
        (pack_assembly(_ONE)[:8] + struct.pack("<I", 10) + pack_assembly(_ONE)[12:], "broken-lz4"),
    ],
)
def test_what_does_not_unfold_to_its_stated_size_is_refused(data: bytes, why: str) -> None:
    with pytest.raises(FormatError, match=why):
        unpack(data, 1 << 20)
