"""Our native libraries are well-formed shared objects whose text stands where the section table says."""

import struct

import pytest

from tests.builders.elf import ARM64, X86_64, write_elf


@pytest.mark.parametrize("machine", [ARM64, X86_64])
@pytest.mark.parametrize("text", [b"", b"a", b"https://api.example/v1"])
def test_the_text_is_where_the_section_says(machine: int, text: bytes) -> None:
    raw = write_elf(text, machine)
    kind, processor = struct.unpack_from("<HH", raw, 16)
    (sections,) = struct.unpack_from("<Q", raw, 40)
    _, _, _, _, place, size = struct.unpack_from("<IIQQQQ", raw, sections + 64)

    assert (raw[:4], kind, processor) == (b"\x7fELF", 3, machine)
    assert raw[place : place + size] == text
    assert len(raw) == sections + 3 * 64
