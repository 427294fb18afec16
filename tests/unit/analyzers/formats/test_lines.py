"""Our own add-on's file: a statement, one document per line, and a count without which nothing is complete."""

import json
from typing import Any

import pytest

from analyzers.formats.errors import FormatError
from analyzers.formats.har import Har
from analyzers.formats.lines import read_lines


def written(*rows: object, sign: str = "capture/1") -> bytes:
    return b"".join(json.dumps(row).encode() + b"\n" for row in ({"sceau": sign, "apps": []}, *rows))


def read(data: bytes) -> tuple[Har, list[Any]]:
    taken: list[Any] = []

    def take(index: int, entry: dict[str, Any], offset: int, length: int) -> str | None:
        taken.append((index, entry, json.loads(data[offset : offset + length])["entry"] == entry))
        return None

    def note(connection: dict[str, Any], offset: int, length: int) -> str | None:
        taken.append((connection, offset > 0, length > 0))
        return None

    return read_lines(data, take, note), taken


def test_exchanges_and_bare_connections_are_handed_over_with_their_place() -> None:
    har, taken = read(written({"entry": {"a": 1}}, {"connection": {"host": "b.example"}}, {"end": 2}))
    assert (har.total, har.read, har.unread_count) == (2, 2, 0)
    assert taken == [(0, {"a": 1}, True), ({"host": "b.example"}, True, True)]


@pytest.mark.parametrize("last", [(), ({"end": 7},), ({"end": 1}, {"entry": {}})])
def test_without_a_last_line_that_counts_right_nobody_knows_what_is_missing(last: tuple[object, ...]) -> None:
    har, _ = read(written({"entry": {}}, *last))
    assert har.total is None
    assert har.unread_count > 0


def test_a_damaged_line_is_counted_and_the_rest_is_read() -> None:
    data = written({"entry": {}}) + b"{broken\n" + b'{"entry": {}}\n{"end": 3}\n'
    har, taken = read(data)
    assert (har.total, har.read, har.unread) == (3, 2, [(len(written({"entry": {}})), "broken-json")])
    assert len(taken) == 2


def test_a_line_that_is_neither_is_counted() -> None:
    assert read(written({"other": 1}, {"end": 1}))[0].unread[0][1] == "not-an-entry"


@pytest.mark.parametrize("data", [written(sign="capture/99"), b'{"sceau":'])
def test_another_version_or_no_statement_is_refused(data: bytes) -> None:
    with pytest.raises(FormatError):
        read(data)


def test_phases_and_journeys_are_kept_in_their_order_and_count_as_nothing() -> None:
    rows = (
        {"phase": {"id": "cold_start", "at": "t0"}},
        {"entry": {}},
        {"phase": {"id": "refused", "at": "t1"}},
        {"journey": {"name": "appointment", "at": "t2"}},
        {"end": 1, "why": "stopped"},
    )
    har, _ = read(written(*rows))

    assert har.marks == [("phase", "cold_start", "t0"), ("phase", "refused", "t1"), ("journey", "appointment", "t2")]
    assert (har.total, har.read, har.unread, har.ended) == (1, 1, [], "stopped")


def test_what_did_not_end_by_a_wish_is_not_whole() -> None:
    har, _ = read(written({"entry": {}}, {"end": 1, "why": "limit-time"}))

    assert (har.total, har.ended, [why for _, why in har.unread]) == (1, "limit-time", ["ended-by-limit-time"])


@pytest.mark.parametrize("why", ["Péché de jeunesse <b>", 7, None, ["stopped"], "a" * 5000 + "!"])
def test_an_end_that_gives_no_known_reason_is_not_whole_and_carries_no_strange_word(why: object) -> None:
    har, _ = read(written({"entry": {}}, {"end": 1, "why": why}))

    assert (har.ended, [why for _, why in har.unread]) == ("unknown", ["ended-by-unknown"])
