"""Cursors come back as they were given, and no other is taken."""

import pytest

from web.api.cursors import CursorRefused, read_cursor, write_cursor


@pytest.mark.parametrize("position", [0, 1, 99, 123_456_789_012])
def test_a_cursor_comes_back(position: int) -> None:
    assert read_cursor(write_cursor(position)) == position


def test_no_cursor_is_the_beginning() -> None:
    assert read_cursor(None) == 0


@pytest.mark.parametrize(
    "cursor", ["", "x", "é", "=", "YWZ0ZXI6LTE", "YWZ0ZXI6", "b2Zmc2V0OjE", write_cursor(1) + "AAAA"]
)
def test_another_cursor_is_refused(cursor: str) -> None:
    with pytest.raises(CursorRefused):
        read_cursor(cursor)
