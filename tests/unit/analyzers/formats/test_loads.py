"""The class that loads a string is told only where its own list of methods confirms it."""

import random
import struct

import pytest

from analyzers.formats.dex import read_dex
from analyzers.formats.loads import find_loaders
from tests.builders.dex import ClassSource, write_dex

URL = b"https://api.fictif.example/v1"


def loaders(data: bytes, text: bytes = URL) -> tuple[str, ...]:
    place = data.find(text)
    return find_loaders(data, [place], read_dex(data)).get(place, ())


def code(*classes: ClassSource) -> bytes:
    return write_dex([ClassSource("fr.fictif.Autre", strings=("https://b.example",)), *classes])


def test_every_class_that_loads_it_is_told_and_no_other() -> None:
    data = code(*(ClassSource(f"com.a.C{n}", strings=(URL.decode(),) if n % 3 == 0 else ("x",)) for n in range(12)))

    assert loaders(data) == ("com/a/C0", "com/a/C3", "com/a/C6", "com/a/C9")


def test_a_place_in_the_middle_of_a_string_counts() -> None:
    data = code(ClassSource("com.a.C", strings=("GET https://api.fictif.example/v1",)))

    assert loaders(data) == ("com/a/C",)


def test_the_wide_form_past_sixty_five_thousand_strings_is_read() -> None:
    many = ClassSource("com.a.Many", strings=tuple(f"a{n:06}" for n in range(66_000)))
    data = code(many, ClassSource("com.a.C", strings=("zz https://api.fictif.example/v1",)))

    assert loaders(data) == ("com/a/C",)


def test_a_string_that_no_code_loads_has_no_user() -> None:
    data = code(ClassSource("com.a.C", strings=(URL.decode(),)))
    place = data.find(URL)
    at = data.find(b"\x1a\x00", data.find(b"\x1a\x00") + 1)
    broken = data.replace(data[at : at + 2], b"\x00\x00")

    assert find_loaders(broken, [place], read_dex(data)) == {}


def test_damaged_code_never_raises_and_ends_soon() -> None:
    data = code(*(ClassSource(f"com.a.C{n}", strings=(URL.decode(),)) for n in range(40)))
    tables, chance = read_dex(data), random.Random(5)  # noqa: S311 - repeatable damage, no secret
    for _ in range(200):
        hurt = bytearray(data)
        for _ in range(30):
            hurt[chance.randrange(0x70, len(hurt))] = chance.randrange(256)
        find_loaders(bytes(hurt), [data.find(URL)], tables)
    assert find_loaders(b"dex", [1], tables) == {}


@pytest.mark.parametrize("rows", [0, 1, 65, 2**32 - 1])
def test_without_a_map_that_can_be_the_whole_file_is_looked_through(rows: int) -> None:
    data = bytearray(code(ClassSource("com.a.C", strings=(URL.decode(),))))
    (at,) = struct.unpack_from("<I", data, 0x34)
    struct.pack_into("<I", data, at, rows)

    assert loaders(bytes(data)) == ("com/a/C",)


def test_class_lists_that_name_a_head_everywhere_end_soon() -> None:
    data = code(*(ClassSource(f"com.a.C{n}", strings=(URL.decode(),)) for n in range(300)))
    tables = read_dex(data)
    bodies = sorted(filter(None, tables.parts[0].rows[1]))
    hurt = data[: bodies[0]] + bytes([0x80, 0x01]) * ((bodies[-1] - bodies[0]) // 2) + data[bodies[-1] :]

    assert len(find_loaders(hurt, [data.find(URL)], tables).get(data.find(URL), ())) <= 1


def test_a_string_table_out_of_order_names_the_same_classes() -> None:
    data = bytearray(code(ClassSource("com.a.C", strings=(URL.decode(), "zzz https://z.example"))))
    count, at = struct.unpack_from("<II", data, 0x38)
    rows = list(struct.unpack_from(f"<{count}I", data, at))
    rows[-1], rows[-2] = rows[-2], rows[-1]  # two strings change places: so do the numbers by which code loads them
    struct.pack_into(f"<{count}I", data, at, *rows)

    assert loaders(bytes(data)) == ("com/a/C",)
