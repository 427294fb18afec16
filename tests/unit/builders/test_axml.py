"""Our binary XML and resource tables are read by androguard's parsers."""

import pytest
from androguard.core.axml import ARSCParser, AXMLPrinter  # type: ignore[import-untyped] # publishes no types

from tests.builders.arsc import number_resources, write_resource_table
from tests.builders.axml import ANDROID, ATTRIBUTE_IDS, Element, Reference, Value, write_axml

_NAME = f"{{{ANDROID}}}name"


def test_elements_attributes_and_text_come_back() -> None:
    root = Element("manifest", {"package": "fr.fictif.a"}, (Element("domain", {"android:name": "été"}, ("hôte",)),))
    read = AXMLPrinter(write_axml(root)).get_xml_obj()

    assert read.tag == "manifest"
    assert read.get("package") == "fr.fictif.a"
    assert [child.get(_NAME) for child in read] == ["été"]


@pytest.mark.parametrize(
    ("value", "shown"),
    [(True, "true"), (False, "false"), (36, "36"), (Reference(0x7F010002), "@7F010002"), ("texte", "texte")],
)
def test_a_value_keeps_its_type(value: Value, shown: str) -> None:
    read = AXMLPrinter(write_axml(Element("application", {"android:label": value}))).get_xml_obj()

    assert read.get(f"{{{ANDROID}}}label") == shown


def test_every_attribute_is_known_by_its_number() -> None:
    root = Element("application", {f"android:{name}": "x" for name in ATTRIBUTE_IDS})
    read = AXMLPrinter(write_axml(root)).get_xml_obj()

    assert set(read.attrib) == {f"{{{ANDROID}}}{name}" for name in ATTRIBUTE_IDS}


def test_a_sentence_is_found_in_each_language_and_a_file_by_its_number() -> None:
    sentences = {"app_name": {"": "Tension", "en": "Pressure"}, "seul": {"": "Seul"}}
    table = write_resource_table("fr.fictif.a", sentences, {"reseau": "res/xml/reseau.xml"})
    read = ARSCParser(table.data)

    found = {
        config.get_language(): text
        for config, text in read.get_resolved_res_configs(table.references["string/app_name"])
    }
    assert found == {"\0\0": "Tension", "en": "Pressure"}
    ((_, path),) = read.get_resolved_res_configs(table.references["xml/reseau"])
    assert path == "res/xml/reseau.xml"


def test_resources_are_numbered_before_the_table_is_written() -> None:
    assert number_resources(["a", "b"], ["c"]) == {"string/a": 0x7F010000, "string/b": 0x7F010001, "xml/c": 0x7F020000}
