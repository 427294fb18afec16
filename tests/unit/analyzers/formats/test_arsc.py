"""Resources resolve per locale; references end, also where they turn in a circle."""

import struct

import pytest

from analyzers.formats.arsc import MAX_STEPS, Config, ResourceTable, Value
from analyzers.formats.axml import TYPE_REFERENCE
from analyzers.formats.errors import FormatError
from tests.builders.arsc import write_resource_table

_BUILT = write_resource_table(
    "fr.fictif",
    {"app_name": {"": "Diary", "fr": "Carnet", "pt-BR": "Diário"}, "hint": {"": "Hint"}},
    {"net": "res/n.xml"},
)
_NAME = int(_BUILT.references["string/app_name"])


def test_a_label_is_known_in_every_locale() -> None:
    assert ResourceTable(_BUILT.data).texts(_NAME) == {"": "Diary", "fr": "Carnet", "pt-BR": "Diário"}


def test_the_default_is_the_most_general_configuration() -> None:
    table = ResourceTable(_BUILT.data)
    found = table.default(_NAME)

    assert found is not None
    assert table.text(found) == "Diary"
    assert table.default(0x7F999999) is None


def test_a_phone_of_today_takes_what_is_meant_for_the_newest_platforms() -> None:
    levels = {"": "old", "@26": "new", "@21": "middle", "fr": "vieux", "fr@31": "neuf"}
    table = ResourceTable(write_resource_table("fr.fictif", {"app_name": levels}, {}).data)
    found = table.default(_NAME)

    assert found is not None
    assert table.text(found) == "new"
    assert table.texts(_NAME) == {"": "new", "fr": "neuf"}
    assert table.translations() == (1, {"": 1, "fr": 1})


@pytest.mark.parametrize(
    ("place", "raw", "locale"),
    [
        (8, b"fr\0\0", "fr"),
        (8, b"\xad\x05\0\0", "fil"),  # three letters in fifteen bits
        (8, b"es\xa4\x24", "es-419"),
        (36, b"Latn", "fr-Latn"),
        (40, b"valencia", "fr-valencia"),
        (40, b"\xff\xfe\0\0\0\0\0\0", "fr-\ufffd\ufffd"),
    ],
)
def test_locales_are_read_in_every_form(place: int, raw: bytes, locale: str) -> None:
    data = bytearray(write_resource_table("fr.fictif", {"app_name": {"fr": "a"}}, {}).data)
    start = data.index(b"\x40\0\0\0\0\0\0\0fr\0\0")
    data[start + place : start + place + len(raw)] = raw

    assert ResourceTable(bytes(data)).locales == (locale,)


def test_locales_are_those_that_have_text() -> None:
    assert ResourceTable(_BUILT.data).locales == ("", "fr", "pt-BR")


def test_libraries_do_not_make_an_app_speak_a_language() -> None:
    own = {f"line_{n}": {"": f"{n}", "fr": f"{n} fr"} for n in range(4)} | {"line_9": {"": "9"}}
    library = {f"abc_{n}": {"": f"a{n}", "de": f"a{n} de"} for n in range(20)}
    table = ResourceTable(write_resource_table("fr.fictif", own | library, {}).data)

    assert table.locales == ("", "de", "fr")
    assert table.translations() == (5, {"": 5, "de": 0, "fr": 4})


def test_a_table_without_sentences_has_no_translations() -> None:
    assert ResourceTable(write_resource_table("fr.fictif", {}, {"x": "res/x.xml"}).data).translations() == (0, {})


def test_a_resource_is_found_by_its_name() -> None:
    table = ResourceTable(_BUILT.data)

    assert table.named("string", "app_name") == _NAME
    assert table.named("string", "absent") is None


def _circle() -> bytes:
    data = bytearray(_BUILT.data)
    entry = struct.pack("<HHIHBBI", 8, 0, 0, 8, 0, 3, 0)[:8]
    for at in range(len(data) - 16):
        if data[at : at + 8] == entry and data[at + 8 : at + 12] == struct.pack("<HBB", 8, 0, 3):
            data[at + 11 : at + 16] = struct.pack("<BI", 1, _NAME)
    return bytes(data)


def test_a_circle_of_references_ends_and_gives_nothing() -> None:
    table = ResourceTable(_circle())

    assert table.default(_NAME) is None
    assert table.texts(_NAME) == {}


def test_references_that_branch_without_end_are_not_followed_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def values(_: ResourceTable, resource: int) -> list[Value]:
        asked.append(resource)
        return [Value(TYPE_REFERENCE, resource * 7 + branch, Config("")) for branch in range(1, 7)]

    monkeypatch.setattr(ResourceTable, "values", values)

    assert ResourceTable(_BUILT.data).texts(1) == {}
    assert len(asked) <= MAX_STEPS


@pytest.mark.parametrize("cut", [0, 4])
def test_a_table_without_its_head_is_refused(cut: int) -> None:
    with pytest.raises(FormatError, match="truncated-resources"):
        ResourceTable(_BUILT.data[:cut])


@pytest.mark.parametrize("cut", [40, 400])
def test_a_table_cut_inside_a_chunk_is_refused(cut: int) -> None:
    with pytest.raises(FormatError, match=r"broken-resource-chunk|broken-string-pool"):
        ResourceTable(_BUILT.data[:cut])


def test_three_letter_languages_are_unpacked() -> None:
    packed = struct.pack(">H", 0x8000 | (11 << 10) | (8 << 5) | 5)  # "fil", five bits a letter, last letter first
    data = _BUILT.data.replace(b"fr\0\0" + bytes(52), packed + b"\0\0" + bytes(52), 1)

    assert "fil" in ResourceTable(data).locales
