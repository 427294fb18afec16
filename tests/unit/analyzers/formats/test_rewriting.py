"""An edit changes what it says and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers.formats.arsc import ResourceTable
from analyzers.formats.axml import read_axml
from analyzers.formats.errors import FormatError
from analyzers.formats.pool import StringPool
from analyzers.formats.rewriting import add_file_resource, add_string, empty_table, point_element, write_pool
from tests.builders.arsc import write_resource_table
from tests.builders.axml import Element, Reference, write_axml
from tests.unit.analyzers.extract.packages import a_source, facts_of

CONFIG = (0x01010527, "networkSecurityConfig")
WORDS = st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20), max_size=8)


@given(WORDS)
def test_a_pool_keeps_its_strings_and_takes_one_more(words: list[str]) -> None:
    chunk, index = add_string(write_pool(words), "res/xml/one_more.xml")

    pool = StringPool(chunk, 0, len(chunk))
    assert index == len(words)
    assert [pool[n] for n in range(pool.count)] == [*words, "res/xml/one_more.xml"]


@pytest.mark.parametrize("broken", [b"\1\0\x1c\0" + b"\xff" * 24, b"\1\0\4\0" + bytes(24)])
def test_a_pool_that_lies_is_refused(broken: bytes) -> None:
    with pytest.raises(FormatError, match="broken-string-pool"):
        add_string(broken, "a")


def test_a_string_too_long_for_its_short_form_is_refused() -> None:
    with pytest.raises(FormatError, match="broken-string-pool"):
        add_string(write_pool([]), "a" * 121)


def test_an_element_names_a_resource_and_keeps_all_else() -> None:
    before = write_axml(
        Element(
            "manifest",
            {"package": "a.b"},
            (Element("application", {"android:label": "A", "android:debuggable": True}),),
        )
    )

    after = read_axml(point_element(before, "application", CONFIG, 0x7F040000))

    application = after.elements[1]
    assert [one.resource for one in application.attributes] == sorted(one.resource for one in application.attributes)
    found = application.by_id(CONFIG[0])
    assert found is not None
    assert found.reference == 0x7F040000
    kept = [one for one in application.attributes if one is not found]
    assert kept == list(read_axml(before).elements[1].attributes)
    assert after.elements[0].attributes == read_axml(before).elements[0].attributes


def test_a_reference_that_stands_already_is_replaced() -> None:
    tree = Element("manifest", {}, (Element("application", {"android:networkSecurityConfig": Reference(0x7F010000)}),))

    after = read_axml(point_element(write_axml(tree), "application", CONFIG, 0x7F020000))

    assert [one.reference for one in after.elements[1].attributes] == [0x7F020000]


def test_a_manifest_without_application_is_refused() -> None:
    with pytest.raises(FormatError, match="no-such-element"):
        point_element(write_axml(Element("manifest", {}, ())), "application", CONFIG, 1)


@pytest.mark.parametrize("xml_files", [{}, {"paths": "res/xml/paths.xml"}])
def test_a_table_takes_one_more_file_and_keeps_the_rest(xml_files: dict[str, str]) -> None:
    before = write_resource_table("a.b", {"title": {"": "Title", "fr": "Titre"}}, xml_files)

    data, resource = add_file_resource(before.data, "res/xml/trust.xml", "trust")

    table = ResourceTable(data)
    value = table.default(resource)
    assert value is not None
    assert table.text(value) == "res/xml/trust.xml"
    assert table.texts(before.references["string/title"]) == {"": "Title", "fr": "Titre"}
    assert resource >> 24 == 0x7F


def test_a_package_without_a_table_gets_one() -> None:
    data, resource = add_file_resource(empty_table(), "res/xml/trust.xml", "trust")

    table = ResourceTable(data)
    value = table.default(resource)
    assert (value and table.text(value), resource) == ("res/xml/trust.xml", 0x7F010000)


def test_a_table_without_the_apps_package_is_refused() -> None:
    with pytest.raises(FormatError, match="no-app-resources"):
        add_file_resource(empty_table().replace(b"\x7f\0\0\0", b"\x02\0\0\0", 1), "a", "b")


def test_the_builders_package_reads_as_before() -> None:
    assert facts_of(a_source())["networkSecurityConfig"] is None


def test_an_element_that_counts_beyond_its_head_is_refused() -> None:
    data = bytearray(
        write_axml(Element("manifest", {"package": "a"}, (Element("application", {"android:label": "x"}),)))
    )
    found = next(one for one in read_axml(bytes(data)).elements if one.tag == "application")
    data[found.offset + 34 : found.offset + 36] = b"\xff\xff"  # which of its attributes is its style

    with pytest.raises(FormatError, match="broken-element"):
        point_element(bytes(data), "application", (0x01010000, "theme"), 0x7F010000)
