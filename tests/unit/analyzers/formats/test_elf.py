"""Libraries say who they are; what lies is refused or leaves nothing."""

import struct

import pytest

from analyzers.formats.elf import read_elf
from analyzers.formats.errors import FormatError
from tests.builders.elf import write_elf


def _library(names: bytes = b"\0libfictif.so\0libc.so\0") -> bytes:
    """A shared object with a dynamic section, a build id and a stack that is not executable."""
    dynamic = struct.pack("<8Q", 5, 0x400, 14, 1, 1, 14, 0, 0)
    note = struct.pack("<III", 4, 4, 3) + b"GNU\0" + bytes.fromhex("0badcafe")
    rows = [
        (1, 5, 0, 0, 0x500), (2, 6, 0x300, 0x300, len(dynamic)), (4, 4, 0x380, 0x380, len(note)),
        (0x6474E551, 6, 0, 0, 0), (0x6474E552, 4, 0, 0, 0),
    ]  # fmt: skip
    head = b"\x7fELF\x02\x01\x01".ljust(16, b"\0") + struct.pack(
        "<HHIQQQIHHHHHH", 3, 183, 1, 0, 64, 0, 0, 64, 56, 5, 0, 0, 0
    )
    table = b"".join(struct.pack("<IIQQQQQQ", k, f, o, a, a, s, s, 8) for k, f, o, a, s in rows)
    body = (head + table).ljust(0x300, b"\0") + dynamic
    return (body.ljust(0x380, b"\0") + note).ljust(0x400, b"\0") + names.ljust(0x100, b"\0")


@pytest.mark.parametrize("before", [b"", b"junk"])
def test_a_library_says_who_it_is_wherever_it_lies(before: bytes) -> None:
    data = before + _library()
    found = read_elf(data, len(before), len(data))

    assert (found.soname, found.needed, found.build_id) == ("libfictif.so", ["libc.so"], "0badcafe")
    assert (found.read_only_relocations, found.executable_stack) == (True, False)


def test_a_library_without_headers_says_nothing() -> None:
    data = write_elf(b"text")

    assert read_elf(data, 0, len(data)).soname is None


@pytest.mark.parametrize("data", [b"", b"\x7fELF", b"PK\3\4" * 30, _library()[:300], _library()[:60]])
def test_what_is_none_or_was_cut_is_refused(data: bytes) -> None:
    with pytest.raises(FormatError):
        read_elf(data, 0, len(data))


@pytest.mark.parametrize("place", [0x308, 0x380, 0x384, 0x88])
def test_lying_numbers_leave_nothing_and_raise_nothing(place: int) -> None:
    data = bytearray(_library())
    data[place : place + 4] = b"\xff\xff\xff\x7f"

    assert read_elf(bytes(data), 0, len(data)).needed in ([], ["libc.so"])
