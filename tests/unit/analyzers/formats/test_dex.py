"""DEX tables: defined apart from referenced, and every lying number refused."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers.formats.dex import descriptor_length, method_places, oddities, read_dex, read_leb, written_places
from analyzers.formats.errors import FormatError
from tests.builders.dex import ClassSource, write_dex
from tests.builders.hostile_dex import endless_string_dex, lying_dexes

_NUMBER = re.compile(rb"[\x80-\xff]{0,4}+[\x00-\x7f]")  # of seven bits a byte
_DATA = write_dex((ClassSource("fr.fictif.A$B", calls=("com.other.C",), strings=("été",)), ClassSource("Racine")))


def test_defined_and_referenced_classes_are_told_apart() -> None:
    tables = read_dex(_DATA)

    assert sorted(tables.defined) == ["Racine", "fr/fictif/A$B"]
    assert {"com/other/C", "java/lang/Object"} <= set(tables.referenced)
    assert "fr/fictif/A$B" not in tables.referenced


def test_the_place_of_a_class_name_is_its_bytes() -> None:
    path = "fr/fictif/A$B"
    offset = read_dex(_DATA).defined[path]

    assert _DATA[offset : offset + descriptor_length(path)] == b"Lfr/fictif/A$B;"


def test_a_string_without_end_is_refused_at_once() -> None:
    with pytest.raises(FormatError, match="unterminated-string"):
        read_dex(endless_string_dex())


@pytest.mark.parametrize("name", sorted(lying_dexes()))
def test_a_header_that_lies_is_refused(name: str) -> None:
    with pytest.raises(FormatError):
        read_dex(lying_dexes()[name])


@pytest.mark.parametrize("part", range(0, 64, 4))
def test_a_truncated_file_is_refused(part: int) -> None:
    with pytest.raises(FormatError):
        read_dex(_DATA[: len(_DATA) * part // 64])


def test_what_no_platform_would_take_is_told() -> None:
    assert oddities(_DATA) == []
    assert oddities(_DATA + b"after") == ["bytes-after-code"]
    assert oddities(b"dex\n041\0" + _DATA[8:]) == ["odd-code-header"]
    assert oddities(_DATA[:8] + b"\0\0\0\0" + _DATA[12:]) == ["code-checksum-differs"]
    assert oddities(_DATA[:-1] + b"\1") == ["code-checksum-differs"]
    assert oddities(b"dex\n034\0" + _DATA[8:]) == ["unknown-code-version"]
    assert oddities(b"dex\n042\0" + _DATA[8:]) == ["unknown-code-version"]


@given(st.lists(st.integers(0, 6), min_size=4, max_size=4), st.binary(max_size=150), st.booleans())
def test_places_of_methods_are_those_of_the_list_read_number_by_number(
    counts: list[int],
    rest: bytes,
    wide: bool,  # noqa: FBT001 - drawn
) -> None:
    if wide:  # every number takes as many bytes as it may
        rest = b"".join(bytes([0x80 | byte & 0x7F, 0x81, 0x82, 0x83, 0x01]) for byte in rest)
    data = bytes(counts) + rest
    fields, methods = 2 * (counts[0] + counts[1]), 3 * (counts[2] + counts[3])
    numbers = _NUMBER.findall(data, 4, 4 + 5 * (fields + methods))
    expected = numbers[fields + 2 : fields + methods : 3] if len(numbers) >= fields + methods else None

    assert written_places(data, 0) == expected
    assert method_places(data, 0) == (expected and [read_leb(raw, 0)[0] for raw in expected])
