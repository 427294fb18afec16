"""The names of resources read in whole columns are those read one by one, whatever the bytes say."""

import struct
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from analyzers.extract.leftovers import _KEY_WORDS, _configuring, _words_of
from analyzers.formats.arsc import _EVERYWHERE, MAX_SENTENCES, ResourceTable
from analyzers.formats.errors import FormatError
from analyzers.formats.pool import StringPool
from tests.builders.arsc import write_resource_table
from tests.builders.string_pool import write_string_pool

_NAMES = st.text(st.sampled_from("aZ_9.-\n\0é日😀idkeyUrl"), max_size=12)
_changes = st.lists(st.tuples(st.integers(0, 1 << 20), st.binary(min_size=1, max_size=4)), max_size=4)
_CONFIGURING = st.lists(
    st.lists(st.sampled_from([*sorted(_KEY_WORDS), "Id", "Key", "URL", "hid", "x", "_", ".", "-", "\n", "É", "9"]))
    .map("".join),
    max_size=8,
)  # fmt: skip


def _changed(data: bytes, changes: list[tuple[int, bytes]], first: int = 0) -> bytes:
    found = bytearray(data)
    for place, piece in changes:
        at = first + place % (len(found) - first)
        found[at : at + len(piece)] = piece[: len(found) - at]
    return bytes(found)


def _wide_pool(texts: list[str]) -> bytes:
    offsets, body = [], b""
    for text in texts:
        offsets.append(len(body))
        raw = text.encode("utf-16-le")
        body += struct.pack("<H", len(raw) // 2) + raw + b"\0\0"
    start = 28 + 4 * len(texts)
    head = struct.pack("<HHIIIIII", 1, 28, start + len(body), len(texts), 0, 0, start, 0)
    return head + struct.pack(f"<{len(offsets)}I", *offsets) + body


@given(
    st.lists(_NAMES, max_size=6),
    st.sampled_from([write_string_pool, _wide_pool]),
    _changes,
    st.lists(st.integers(-1, 7), max_size=8),
)
def test_strings_cut_out_together_are_those_cut_out_one_by_one(
    texts: list[str], write: Any, changes: list[tuple[int, bytes]], asked: list[int]
) -> None:
    data = write(texts)
    data = _changed(data, changes, 28) if len(data) > 28 else data
    one, another = StringPool(data, 0, len(data)), StringPool(data, 0, len(data))

    for indices in (asked, list(range(one.count))):
        assert one.many(indices) == [another[index] for index in indices]


def _one_by_one(table: ResourceTable) -> list[tuple[int, str]]:
    key = next((key for key in table._types if key[0] == 0x7F and table._is_string(key)), None)
    if key is None:
        return []
    keys = table._names[key[0]][1]
    plain = [chunk for chunk in table._types[key] if chunk.config == _EVERYWHERE]
    places = [(chunk, number) for chunk in plain for number in range(min(chunk.count, 0x10000))][:MAX_SENTENCES]
    return [(n, name) for chunk, n in places if (name := table._key(chunk, n, keys)) is not None]


_sentences = st.dictionaries(
    st.text(st.sampled_from("ab_cI"), min_size=1, max_size=5),
    st.dictionaries(st.sampled_from(["", "fr", "@26"]), st.sampled_from(["x", "é"]), min_size=1),
    min_size=1,
    max_size=6,
)


@given(_sentences, _changes, st.integers(0, 3))
def test_entries_read_by_column_are_those_read_one_by_one(
    sentences: Any, changes: list[tuple[int, bytes]], flags: int
) -> None:
    data = write_resource_table("fr.fictif", sentences, {"x": "res/x.xml"}).data
    at = data.find(struct.pack("<HH", 0x201, 84))
    while flags and at >= 0:  # the first as a list of some, or of short places
        data = data[: at + 9] + bytes([flags]) + data[at + 10 :]
        at = data.find(struct.pack("<HH", 0x201, 84), at + 4)
    try:
        table = ResourceTable(_changed(data, changes))
    except FormatError:
        return
    assert table._sentences == _one_by_one(table)


@given(_sentences)
def test_entries_of_an_ordinary_table_are_found(sentences: Any) -> None:
    table = ResourceTable(write_resource_table("fr.fictif", sentences, {"x": "res/x.xml"}).data)

    names = sorted(name for name, texts in sentences.items() if "" in texts)
    assert sorted(name for _, name in table._sentences) == names


@given(_CONFIGURING)
def test_words_looked_for_in_all_names_are_those_looked_for_in_each(names: list[str]) -> None:
    assert _configuring(names) == [name for name in names if not _KEY_WORDS.isdisjoint(_words_of(name))]
