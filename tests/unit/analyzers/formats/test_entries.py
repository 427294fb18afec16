"""Entries read by their shape are those that any JSON reader gives, but for headers that are read once."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers.extract.har_messages import read_message
from analyzers.formats.entries import Entries, in_lines
from analyzers.formats.strict import decode_quickly

_REQUEST = {"method": "GET", "url": "https://a.example/", "headers": [{"name": "X-A", "value": "é:1"}]}
_ENTRY: dict[str, Any] = {"request": _REQUEST, "response": {"status": 200, "content": {"text": "{}"}}, "_phase": 1}
_names = st.sampled_from(["request", "response", "headers", "url", "postData", "text", "content", ":", "entry"])
_values = st.recursive(
    st.none() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_names, inner, max_size=4),
    max_leaves=12,
)


def _plain(value: Any) -> Any:
    """The value with its headers read, wherever they were left as they are."""
    if isinstance(value, dict):
        return {key: _plain(member) for key, member in value.items()}
    return json.loads(value) if isinstance(value, bytes) else value


def test_the_headers_of_a_request_stay_as_they_are() -> None:
    (entry,) = Entries().decode(json.dumps(_ENTRY).encode()) or ({},)

    assert entry["request"]["headers"] == json.dumps(_REQUEST["headers"]).encode()
    assert _plain(entry) == _ENTRY
    assert read_message("https://a.example/", entry["request"], {}, entry) == read_message(
        "https://a.example/", _REQUEST, {}, _ENTRY
    )


@given(_values)
def test_whatever_an_entry_holds_it_is_what_any_reader_gives(value: Any) -> None:
    raw = json.dumps(value).encode()
    for entries in (Entries(), in_lines()):
        found = entries.decode(raw)
        assert found is None or (_plain(found[0]),) == decode_quickly(raw)


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        (b'"name": "X-A"', b'"name": "X-A", "name": "X-B"'),  # inside what stays as it is
        (b'"method"', b'"url": "https://b.example/", "method"'),
        (b'"status": 200', b'"status": NaN'),
        (b'"_phase": 1', b'"other": 1, "other": 2'),
        (b'"_phase": 1', b'"_phase": 1, "_phase": 2, "\\u003a\\u003A": 1'),
    ],
)
def test_what_is_not_strict_is_left_to_the_slow_way(good: bytes, bad: bytes) -> None:
    raw = json.dumps(_ENTRY).encode()
    assert good in raw
    assert Entries().decode(raw.replace(good, bad)) is None


def test_a_producer_with_names_of_its_own_is_read_as_any_json() -> None:
    entries = Entries()
    rows = [_ENTRY | {"_own": [{"n": number}]} for number in range(40)]

    assert [entries.decode(json.dumps(row).encode()) for row in rows] == [(row,) for row in rows]


def test_a_line_may_hold_an_entry_or_anything_else() -> None:
    lines = in_lines()
    for row in ({"entry": _ENTRY}, {"connection": {"host": "a.example"}}, {"end": 2}, {"sceau": "capture/1", "x": [1]}):
        (value,) = lines.decode(json.dumps(row).encode()) or ({},)
        assert _plain(value) == row
