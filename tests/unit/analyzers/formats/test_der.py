"""ASN.1 values are read with bounds on length and depth."""

import pytest

from analyzers.formats import der
from analyzers.formats.errors import FormatError


def test_a_sequence_gives_its_members() -> None:
    node = der.read_node(bytes.fromhex("3007020101020200ff"), der.SEQUENCE)

    assert [child.integer() for child in node.children()] == [1, 255]


def test_an_identifier_is_written_in_dots() -> None:
    assert der.read_node(bytes.fromhex("06092a864886f70d010702")).oid() == "1.2.840.113549.1.7.2"


def test_an_identifier_longer_than_any_is_refused() -> None:
    with pytest.raises(FormatError, match="not-an-oid"):
        der.read_node(der.write_node(der.OID, b"\xff" * 5000 + b"\x01")).oid()


@pytest.mark.parametrize("size", [0, 127, 128, 255, 256, 70_000])
def test_a_value_of_any_length_is_written_as_it_is_read(size: int) -> None:
    node = der.read_node(der.write_node(der.OCTETS, b"x" * size))

    assert (node.tag, len(node.content)) == (der.OCTETS, size)


def test_a_value_of_marked_end_is_read() -> None:
    node = der.read_node(bytes.fromhex("3080020105" + "0000"))

    assert node.children()[0].integer() == 5


@pytest.mark.parametrize("data", [b"", b"\x30", b"\x30\x05a", b"\x30\x85\1\1\1\1\1", b"\x30\x80\x02\x01", b"\x1f\x01a"])
def test_broken_values_are_refused(data: bytes) -> None:
    with pytest.raises(FormatError):
        der.read_node(data)


def test_nesting_is_bounded() -> None:
    with pytest.raises(FormatError, match="too-deep"):
        der.read_node(b"\x30\x80" * 100)


def test_another_tag_than_expected_is_refused() -> None:
    with pytest.raises(FormatError, match="unexpected-asn1"):
        der.read_node(b"\x02\x01\x01", der.SEQUENCE)
