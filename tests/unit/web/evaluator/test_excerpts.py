"""Bytes and evidence as a person reads them."""

from typing import Any

import pytest

from web.evaluator.excerpts import AROUND, LONGEST, WIDTH, lay_out, look_up, place


def test_the_bytes_pointed_at_are_marked_with_some_around() -> None:
    start, stop = place(100, 4)
    excerpt = lay_out(bytes(range(256))[start:stop], start, 100, 4)
    assert excerpt is not None
    meant = [row for row in excerpt.rows if row.is_meant]
    assert [row.offset for row in meant] == [96]
    assert meant[0].letters == "`abcdefghijklmno"
    assert excerpt.rows[0].offset < 96 < excerpt.rows[-1].offset


def test_what_is_shown_is_bounded_and_starts_on_a_row() -> None:
    start, stop = place(1000, 1 << 30)
    assert start % WIDTH == 0
    assert stop - 1000 <= LONGEST + AROUND
    assert place(0, 0) == (0, 1 + AROUND)


def test_past_the_end_there_is_nothing() -> None:
    assert lay_out(b"", 0, 0, 1) is None


@pytest.mark.parametrize(
    ("at", "found"),
    [("", {"a": [1, {"b/c": 2}]}), ("/a/0", 1), ("/a/1/b~1c", 2), ("/a/9", [1, {"b/c": 2}]), ("/none", None)],
)
def test_a_pointer_leads_to_its_place_or_to_the_nearest_above(at: str, found: Any) -> None:
    document = {"a": [1, {"b/c": 2}]}
    assert look_up(document, at) == (document if found is None else found)
