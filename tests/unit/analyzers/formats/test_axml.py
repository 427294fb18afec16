"""Binary XML: resource ids decide, depth is bounded, time is linear."""

import struct

import pytest

from analyzers.formats.axml import read_axml
from analyzers.formats.errors import FormatError
from tests.builders.axml import Element, write_axml
from tests.builders.hostile_dex import empty_chunk_manifest, lying_pool_manifest, nested_manifest

_TREE = Element(
    "manifest",
    {"package": "fr.fictif", "android:versionCode": 7},
    (Element("application", {"android:debuggable": True, "android:label": "FICTIF"}, (Element("activity"),)),),
)


def test_elements_keep_their_order_depth_and_place() -> None:
    data = write_axml(_TREE)
    document = read_axml(data)

    assert [(e.tag, e.depth) for e in document.elements] == [("manifest", 0), ("application", 1), ("activity", 2)]
    first = document.elements[0]
    assert struct.unpack_from("<H", data, first.offset)[0] == 0x0102
    assert document.children(first, "application") == [document.elements[1]]
    assert document.oddities == ()


def test_attributes_are_found_by_resource_id_whatever_they_are_called() -> None:
    data = write_axml(_TREE).replace(b"debuggable", b"xxxxxxxxxx")
    found = read_axml(data).elements[1].by_id(0x0101000F)

    assert found is not None
    assert (found.name, found.boolean) == ("xxxxxxxxxx", True)


def test_plain_attributes_are_found_by_name_only() -> None:
    root = read_axml(write_axml(_TREE)).elements[0]
    package, code = root.by_name("package"), root.by_id(0x0101021B)

    assert package is not None
    assert code is not None
    assert (package.text, code.number, root.by_name("versionCode")) == ("fr.fictif", 7, None)


def test_a_root_of_another_type_is_read_and_said() -> None:
    data = b"\0\0" + write_axml(_TREE)[2:]

    assert read_axml(data).oddities == (("xml-root-type", 0),)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "truncated-xml"),
        (b"<manifest xmlns='x'/>", "text-xml"),
        (nested_manifest(), "too-deep"),
        (empty_chunk_manifest(), "broken-xml-chunk"),
        (lying_pool_manifest(), "lying-string-count"),
        (struct.pack("<HHI", 3, 8, 8), "empty-xml"),
    ],
)
def test_broken_files_are_refused_by_name(data: bytes, code: str) -> None:
    with pytest.raises(FormatError) as refusal:
        read_axml(data)
    assert refusal.value.code == code


def test_an_attribute_count_that_lies_is_refused() -> None:
    data = bytearray(write_axml(_TREE))
    at = read_axml(bytes(data)).elements[0].offset
    data[at + 28 : at + 30] = struct.pack("<H", 0xFFFF)
    with pytest.raises(FormatError, match="lying-attribute-count"):
        read_axml(bytes(data))
