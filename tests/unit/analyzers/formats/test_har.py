"""HAR entries come one by one with their byte places; strictness never costs what was already read."""

import json

import pytest

from analyzers.formats.entries import Document
from analyzers.formats.errors import FormatError
from analyzers.formats.har import Har, read_har


def _read(data: bytes) -> tuple[Har, list[tuple[int, Document, int, int]]]:
    found: list[tuple[int, Document, int, int]] = []

    def take(index: int, entry: Document, offset: int, length: int) -> str | None:
        found.append((index, entry, offset, length))
        return None

    return read_har(data, take), found


def _log(*entries: object, **log: object) -> bytes:
    return json.dumps({"log": {"version": "1.2", **log, "entries": list(entries)}}, ensure_ascii=False).encode()


@pytest.mark.parametrize("before", [b"", b"\xef\xbb\xbf"])
def test_entries_lie_where_they_are_said_to_lie(before: bytes) -> None:
    data = before + _log({"n": "é😀"}, {"n": 2}, creator={"name": "FICTIF"})
    har, rows = _read(data)

    assert [json.loads(data[offset : offset + length]) for _, _, offset, length in rows] == [{"n": "é😀"}, {"n": 2}]
    assert (har.version, har.total, har.read, har.creator) == ("1.2", 2, 2, {"name": "FICTIF"})


def test_the_statement_of_the_app_is_kept_wherever_it_stands() -> None:
    data = b'{"log":{"entries":[],"_tweasel":{"apps":[1]},"comment":"c"},"other":[1]}'
    har, _ = _read(data)

    assert (har.tweasel, har.comment, har.total) == ({"apps": [1]}, "c", 0)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"[]", "not-a-capture"),
        (b"{}", "not-a-capture"),
        (b'{"log":5}', "not-a-capture"),
        (b'{"log":{"version":"1.2"}}', "not-a-capture"),
        (b'{"log":{"entries":5}}', "not-a-capture"),
        (b'{"log":{"entries":[{', "broken-capture"),
        (b'{"log":{"entries":' + b"[" * 100_000, "too-deep"),
        (b"\xff\xfe{", "not-text-utf8"),
    ],
)
def test_what_is_no_archive_is_refused_by_name(data: bytes, code: str) -> None:
    with pytest.raises(FormatError) as refusal:
        _read(data)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("row", "why"), [(b"5", "not-an-entry"), (b'{"a":1,"a":2}', "duplicate-keys"), (b'{"a":NaN}', "not-a-number")]
)
def test_one_bad_entry_costs_only_itself(row: bytes, why: str) -> None:
    har, rows = _read(b'{"log":{"entries":[{"n":1},' + row + b',{"n":2}]}}')

    assert (har.total, har.read, [entry for _, entry, _, _ in rows]) == (3, 2, [{"n": 1}, {"n": 2}])
    assert har.unread == [(27, why)]


def test_a_key_that_looks_like_an_entry_costs_none() -> None:
    rows = [{"{},{": number, "n": "x" * 300} for number in range(4)]
    har, found = _read(_log(*rows, {"n": [rows[0], rows[0]]}))

    assert (har.total, [entry for _, entry, _, _ in found]) == (5, [*rows, {"n": [rows[0], rows[0]]}])


@pytest.mark.parametrize("tail", [b",", b',{"n"', b"", b" {}]}}", b",}]}}"])
def test_a_list_that_breaks_off_leaves_the_rest_unknown(tail: bytes) -> None:
    har, rows = _read(b'{"log":{"entries":[{"n":1}' + tail)

    assert (har.total, len(rows), len(har.unread)) == (None, 1, 1)


def test_bytes_after_the_document_are_said() -> None:
    har, _ = _read(_log({"n": 1}) + b" junk")

    assert har.unread[0][1] == "trailing-bytes"


def test_more_entries_than_the_limit_are_refused() -> None:
    with pytest.raises(FormatError, match="too-many-entries"):
        _read(b'{"log":{"entries":[' + b"{}," * 200_001 + b"{}]}}")


def test_handshakes_kept_beside_the_entries_are_told() -> None:
    raw = b'{"log":{"entries":[],"_tlsErrors":[{"hostname":"a.example"},5]}}'
    assert read_har(raw, lambda *_: None).refused == [{"hostname": "a.example"}]
