"""A capture is read, partly read or refused; it never shows a personal value."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from analyzers.extract.capture import extract_capture
from analyzers.extract.shapes import find_fault
from tests.builders.capture import CaptureSource, Exchange
from tests.builders.flow import write_flow_file
from tests.builders.har import write_har

_SECRET = "jean.dupont@example.org"
_SOURCE = CaptureSource(
    datetime(2026, 9, 1, tzinfo=UTC),
    (
        Exchange(
            0, "POST", f"https://a.example/v1/users/{_SECRET}?mail={_SECRET}", "192.0.2.1", sent=_SECRET, body=_SECRET
        ),
        Exchange(1, "GET", "http://b.example/", None, headers={"Cookie": _SECRET, "Authorization": _SECRET}),
    ),
)


@pytest.mark.parametrize("data", [write_har(_SOURCE), write_flow_file(_SOURCE)])
def test_both_formats_give_the_same_hosts_and_no_personal_value(data: bytes) -> None:
    extraction = extract_capture(data)

    assert extraction.outcome.code == "read"
    assert extraction.evidence is not None
    assert [row["host"] for row in extraction.evidence["traffic"]["requests"]] == ["a.example", "b.example"]
    assert _SECRET not in json.dumps(extraction.evidence)
    assert find_fault(dict(extraction.evidence), "traffic") is None


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty-file"),
        (b"salut", "not-a-capture"),
        (b"\x1f\x8b\x08", "unsupported-capture"),
        (b"\xff\xfe{\0", "not-text-utf8"),
        (b'{"log":{}}', "not-a-capture"),
        (b'{"log":{"entries":[{', "broken-capture"),
        (b"99:x", "truncated"),
        (b"1:a;", "broken-capture"),
    ],
)
def test_what_is_no_capture_is_refused_by_name(data: bytes, code: str) -> None:
    extraction = extract_capture(data)

    assert (extraction.evidence, extraction.outcome.code) == (None, code)


def test_an_empty_capture_says_that_it_proves_nothing() -> None:
    assert extract_capture(b'{"log":{"entries":[]}}').outcome.code == "empty-capture"


def test_a_capture_that_breaks_off_is_partly_read() -> None:
    extraction = extract_capture(write_flow_file(_SOURCE) + b"9:")

    assert extraction.outcome.code == "capture-partly-read"
    assert extraction.evidence is not None
    assert extraction.evidence["traffic"]["coverage"]["requests_total"] is None


def _lines(*rows: object, **stated: object) -> bytes:
    start = {"sceau": "capture/1", "tool": {"name": "sceau", "version": "1"}, **stated}
    return b"".join(json.dumps(row).encode() + b"\n" for row in (start, *rows))


def test_our_own_lines_hold_exchanges_refusals_and_a_statement() -> None:
    data = _lines(
        {"entry": {"request": {"method": "GET", "url": "https://a.example/"}, "response": {"status": 200}}},
        {"connection": {"host": "b.example", "port": 443, "tls": True, "error": "unknown ca"}},
        {"end": 2},
        records_failures=True,
        apps=[{"id": "fr.fictif.app", "version": "1.0"}],
    )
    extraction = extract_capture(data)
    assert extraction.outcome.code == "read"
    assert extraction.evidence is not None
    facts = extraction.evidence["traffic"]
    assert [row["host"] for row in facts["requests"]] == ["a.example"]
    assert [(row["host"], row["failure"]) for row in facts["connections"]][-1] == ("b.example", "untrusted_ca")
    assert (facts["capture"]["format"], facts["capture"]["records_failures"]) == ("lines", True)
    assert facts["capture"]["app"]["packageName"] == "fr.fictif.app"


def test_our_own_lines_that_broke_off_are_read_in_part() -> None:
    data = _lines({"entry": {"request": {"url": "https://a.example/"}, "response": {}}})
    assert extract_capture(data).outcome.code == "capture-partly-read"


def test_no_other_tool_is_believed_to_record_refused_connections() -> None:
    for data in (write_har(_SOURCE), write_flow_file(_SOURCE)):
        evidence = extract_capture(data).evidence
        assert evidence is not None
        assert evidence["traffic"]["capture"]["records_failures"] is False


def test_a_flow_file_may_carry_the_statement_in_the_comment_of_its_first_flow() -> None:
    stated = json.dumps({"sceau": {"records_failures": True, "apps": [{"id": "fr.fictif.app", "version": "1.0"}]}})
    evidence = extract_capture(write_flow_file(replace(_SOURCE, comment=stated))).evidence
    assert evidence is not None
    assert evidence["traffic"]["capture"]["records_failures"] is True
    assert evidence["traffic"]["capture"]["app"]["versionName"] == "1.0"
