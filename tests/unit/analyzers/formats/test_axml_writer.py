"""What is written is what the reader reads."""

from analyzers.formats.axml import read_axml
from analyzers.formats.axml_writer import Node, string, switch, write_axml


def test_a_written_tree_reads_as_it_was() -> None:
    certificates = Node("certificates", [string("src", "user"), switch("overridePins")])
    domain = Node("domain", [switch("includeSubdomains")], "example.org")

    document = read_axml(write_axml(Node("config", children=[domain, Node("anchors", children=[certificates])])))

    assert [(one.tag, one.depth, one.text) for one in document.elements] == [
        ("config", 0, ""),
        ("domain", 1, "example.org"),
        ("anchors", 1, ""),
        ("certificates", 2, ""),
    ]
    source, override = document.elements[3].attributes
    assert (source.name, source.text, override.name, override.boolean) == ("src", "user", "overridePins", True)
    assert document.oddities == ()
