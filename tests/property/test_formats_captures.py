"""Whatever a capture holds, reading it ends in order, counts what it lost, and shows no personal value."""

import json
from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from analyzers.extract.capture import extract_capture
from analyzers.extract.shapes import find_fault
from analyzers.extract.urls import redact_path
from analyzers.formats.errors import FormatError
from analyzers.formats.tnetstring import read_frames, read_value
from tests.builders.capture import CaptureSource, Exchange
from tests.builders.flow import write_flow_file
from tests.builders.tnetstring import write_tnetstring

_FLOWS = write_flow_file(
    CaptureSource(
        datetime(2026, 9, 1, tzinfo=UTC),
        tuple(Exchange(n, "GET", f"https://a{n}.example/", "192.0.2.1") for n in range(3)),
    )
)
_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**40), 2**40) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
_entry = st.fixed_dictionaries(
    {},
    optional={
        "request": _values | st.fixed_dictionaries({"url": st.text(max_size=40) | st.just("https://a.example/x")}),
        "response": _values,
        "serverIPAddress": _values,
        "startedDateTime": _values,
        "_webSocketMessages": _values,
    },
)


def _check(data: bytes) -> Any:
    extraction = extract_capture(data)
    if extraction.evidence is not None:
        assert find_fault(dict(extraction.evidence), "traffic") is None
        json.dumps(extraction.evidence, allow_nan=False)
    return extraction.evidence


@given(st.lists(_entry | _values, max_size=5), _values)
def test_an_archive_of_any_values_is_counted_to_the_last_entry(entries: list[Any], statement: Any) -> None:
    data = json.dumps({"log": {"version": "1.2", "_tweasel": statement, "entries": entries}}).encode()
    evidence = _check(data)

    if evidence is not None:
        coverage = evidence["traffic"]["coverage"]
        assert coverage["requests_total"] == len(entries)
        assert coverage["requests_read"] + coverage["unread_count"] == len(entries)


@given(st.binary(max_size=300))
def test_junk_ends_in_order(data: bytes) -> None:
    _check(data)
    _check(b'{"log":{"entries":[' + data)


@given(st.integers(0, len(_FLOWS) - 1), st.binary(min_size=1, max_size=3))
def test_a_changed_flow_file_ends_in_order(place: int, piece: bytes) -> None:
    _check(_FLOWS[:place] + piece + _FLOWS[place + len(piece) :])


@given(_values)
def test_typed_netstrings_read_back(value: Any) -> None:
    data = write_tnetstring(value)
    assert read_value(data, next(read_frames(data))) == value


def _read_all(data: bytes) -> int | None:
    """Where reading was refused, or None where it was not."""
    try:
        for frame in read_frames(data):
            read_value(data, frame)
    except FormatError as refusal:
        return -1 if refusal.offset is None else refusal.offset
    return None


@given(st.binary(max_size=80))
def test_any_bytes_as_netstrings_end_in_order(data: bytes) -> None:
    assert _read_all(data) in (None, *range(len(data) + 1))


@given(st.emails(), st.uuids(), st.integers(1000, 10**12))
def test_no_address_number_or_identifier_survives_in_a_path(mail: str, unique: Any, number: int) -> None:
    path = redact_path(f"/v1/{mail.replace('/', '')}/{unique}/{number}/{unique.hex}")

    assert mail not in path
    assert str(unique) not in path
    assert str(number) not in path
    assert unique.hex not in path
