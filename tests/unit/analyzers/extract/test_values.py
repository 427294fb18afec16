"""Attribute values resolve through the table, or stay unknown."""

from analyzers.extract.values import Resolver, printable
from analyzers.formats.arsc import ResourceTable
from analyzers.formats.axml import TYPE_BOOLEAN, TYPE_FLOAT, TYPE_INT_DEC, TYPE_REFERENCE, TYPE_STRING, Attribute
from tests.builders.arsc import write_resource_table

_BUILT = write_resource_table("fr.fictif", {"app_name": {"": "Diary", "fr": "Carnet"}}, {})
_NAME = int(_BUILT.references["string/app_name"])
_RESOLVER = Resolver(ResourceTable(_BUILT.data))


def _attribute(kind: int, data: int = 0, text: str | None = None) -> Attribute:
    return Attribute(1, None, "x", kind, data, text)


def test_plain_values_are_themselves() -> None:
    assert _RESOLVER.text(_attribute(TYPE_STRING, text="a")) == "a"
    assert _RESOLVER.number(_attribute(TYPE_INT_DEC, 0xFFFFFFFF)) == -1
    assert _RESOLVER.boolean(_attribute(TYPE_BOOLEAN, 0xFFFFFFFF)) is True
    assert _RESOLVER.text(_attribute(TYPE_BOOLEAN, 0)) == "false"
    assert _RESOLVER.text(_attribute(TYPE_FLOAT, 0x3F800000)) == "1.0"


def test_numbers_of_every_type_and_words_for_switches_are_taken_as_the_platform_does() -> None:
    assert _RESOLVER.number(_attribute(0x1C, 0xFF00FF)) == 0xFF00FF  # a colour
    assert _RESOLVER.number(_attribute(TYPE_STRING, text="12")) is None
    for word, value in (("true", True), ("1", True), (" False ", False), ("yes", None)):
        assert _RESOLVER.boolean(_attribute(TYPE_STRING, text=word)) is value


def test_absent_values_are_unknown() -> None:
    assert (_RESOLVER.text(None), _RESOLVER.number(None), _RESOLVER.boolean(None)) == (None, None, None)
    assert _RESOLVER.texts(None) == {}


def test_references_resolve_in_every_locale() -> None:
    reference = _attribute(TYPE_REFERENCE, _NAME)

    assert _RESOLVER.text(reference) == "Diary"
    assert _RESOLVER.texts(reference) == {"default": "Diary", "fr": "Carnet"}
    assert _RESOLVER.locales() == ["default", "fr"]
    assert _RESOLVER.resource_locales() == ["default", "fr"]
    assert Resolver(None).locales() == []


def test_a_reference_to_nothing_is_unknown() -> None:
    assert _RESOLVER.text(_attribute(TYPE_REFERENCE, 0x7F990099)) is None
    assert Resolver(None).text(_attribute(TYPE_REFERENCE, _NAME)) is None
    assert Resolver(None).texts(_attribute(TYPE_REFERENCE, _NAME)) == {}


def test_text_is_cut_and_made_writable() -> None:
    assert printable("a\ud800b") == "a?b"
    assert len(printable("x" * 10_000)) == 4097


def test_a_value_varies_where_phones_read_different_ones() -> None:
    flags = {
        "same": {"": False, "fr": False}, "other": {"": False, "fr": True}, "level": {"": True, "@31": False},
        "partly": {"fr": False}, "one": {"": True},
    }  # fmt: skip
    built = write_resource_table("fr.fictif", {}, {}, flags)
    resolver = Resolver(ResourceTable(built.data))
    said = {name: resolver.varies(_attribute(TYPE_REFERENCE, int(built.references[f"bool/{name}"]))) for name in flags}

    assert said == {"same": False, "other": True, "level": True, "partly": True, "one": False}
    assert not resolver.varies(None)
    assert not resolver.varies(_attribute(TYPE_BOOLEAN, 1))
