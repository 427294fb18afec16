"""Classes named in screens, held against the slow reading of every string; pictures and short words are left out."""

import struct

from hypothesis import given
from hypothesis import strategies as st

from analyzers.extract.layouts import classes_in_layouts, names_in
from analyzers.formats.archive import open_archive
from tests.builders.archive import Entry, write_archive
from tests.builders.axml import Element, write_axml

_DOTS, _SHORTEST = 2, 8
_WORD = st.from_regex(r"[a-z][a-z0-9_]{0,9}", fullmatch=True)
_NAME = st.lists(_WORD, min_size=3, max_size=6).map(".".join)
_NAMES = st.lists(st.one_of(_NAME, st.text(max_size=40)), max_size=8, unique=True)


def pool(words: list[str], *, wide: bool) -> bytes:
    """Binary XML that is nothing but its strings, in one of the two ways of writing."""
    texts = [
        struct.pack("<H", len(word.encode("utf-16-le")) // 2) + word.encode("utf-16-le") + b"\0\0" if wide
        else bytes([len(word), len(word.encode())]) + word.encode() + b"\0"
        for word in words
    ]  # fmt: skip
    places = [sum(map(len, texts[:number])) for number in range(len(texts))]
    body = b"".join(texts)
    head = 28 + 4 * len(words)
    flags = 0 if wide else 0x100
    chunk = struct.pack("<HHIIIIII", 1, 28, head + len(body), len(words), 0, flags, head, 0)
    chunk += struct.pack(f"<{len(words)}I", *places) + body
    return struct.pack("<HHI", 3, 8, 8 + len(chunk)) + chunk


@given(_NAMES, st.booleans())
def test_every_dotted_name_of_a_pool_is_found_and_nothing_else(words: list[str], wide: bool) -> None:  # noqa: FBT001 - drawn
    wanted = {
        word for word in words
        if word.count(".") >= _DOTS and len(word) >= _SHORTEST and word.isascii() and word[0].islower()
        and all(part.isidentifier() for part in word.split("."))
    }  # fmt: skip
    data = pool(words, wide=wide)
    found = {name: at for at, name in names_in(data)}

    assert wanted <= set(found)
    assert set(found) <= {word.rstrip("\0") for word in words} | set(words)
    for name, at in found.items():
        assert data[at : at + 1] == name[:1].encode()


def layout(*tags: str) -> bytes:
    return write_axml(Element("LinearLayout", {}, tuple(Element(tag) for tag in tags)))


def test_a_view_of_others_is_told_with_its_place_and_the_platform_s_own_is_not() -> None:
    data = layout("com.google.android.gms.ads.AdView", "androidx.recyclerview.widget.RecyclerView", "TextView")
    archive = open_archive(
        write_archive([Entry("res/layout/a.xml", data), Entry("res/drawable/b.xml", layout("a.b.C.D"))])
    )
    rows, unread = classes_in_layouts(archive)

    assert [row["name"] for row in rows] == ["com.google.android.gms.ads.AdView"]
    assert rows[0]["at"]["entry"] == "res/layout/a.xml"
    assert unread == []


def test_a_screen_that_cannot_be_read_is_said() -> None:
    raw = write_archive([Entry("res/layout/a.xml", layout("a.b.C") * 100)])
    place = raw.index(b"res/layout/a.xml") + 40
    archive = open_archive(raw[:place] + bytes(20) + raw[place + 20 :])

    assert [row["entry"] for row in classes_in_layouts(archive)[1]] in ([], ["res/layout/a.xml"])
