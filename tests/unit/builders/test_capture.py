"""Captures: HAR is plain JSON with the app stated, flow files are well-formed typed netstrings."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.builders.capture import CapturedApp, CaptureSource, Exchange
from tests.builders.flow import write_flow_file
from tests.builders.har import write_har
from tests.builders.tnetstring import Item, write_tnetstring

_APP = CapturedApp("fr.fictif.a", "A (FICTIF)", "1.0", "1", md5="00" * 16)
_EXCHANGES = (
    Exchange(0.5, "GET", "https://api.a.example/v1?q=1", "51.38.10.1"),
    Exchange(1.0, "POST", "http://b.example:8080/é", None, status=None, sent="corps", error="refused"),
)
_CAPTURE = CaptureSource(datetime(2026, 9, 1, tzinfo=UTC), _EXCHANGES, app=_APP)


def test_har_states_the_app_and_each_request() -> None:
    log = json.loads(write_har(_CAPTURE))["log"]

    assert log["_tweasel"]["apps"][0] == {
        "id": "fr.fictif.a",
        "name": "A (FICTIF)",
        "platform": "android",
        "version": "1.0",
        "versionCode": "1",
        "md5": "00" * 16,
    }
    first, second = log["entries"]
    assert first["startedDateTime"] == "2026-09-01T00:00:00.500Z"
    assert first["serverIPAddress"] == "51.38.10.1"
    assert first["request"]["queryString"] == [{"name": "q", "value": "1"}]
    assert "serverIPAddress" not in second
    assert (second["response"]["status"], second["response"]["_error"]) == (0, "refused")


def _read(raw: bytes, at: int = 0) -> tuple[Any, int]:
    colon = raw.index(b":", at)
    size = int(raw[at:colon])
    payload, kind = raw[colon + 1 : colon + 1 + size], raw[colon + 1 + size : colon + 2 + size]
    assert len(payload) == size
    plain: dict[bytes, Callable[[bytes], Any]] = {
        b",": bytes,
        b";": bytes.decode,
        b"#": int,
        b"^": float,
        b"!": b"true".__eq__,
        b"~": lambda _: None,
    }
    if kind in plain:
        return plain[kind](payload), colon + 2 + size
    items: list[Any] = []
    inner = 0
    while inner < size:
        item, inner = _read(payload, inner)
        items.append(item)
    return (items if kind == b"]" else dict(zip(items[::2], items[1::2], strict=True))), colon + 2 + size


@pytest.mark.parametrize("item", [None, True, False, -7, 1.5, b"\0\xff", "été", [], {}, {"a": [1, {"b": None}]}])
def test_any_item_comes_back(item: Item) -> None:
    assert _read(write_tnetstring(item)) == (item, len(write_tnetstring(item)))


def test_a_flow_file_holds_one_state_per_exchange() -> None:
    raw = write_flow_file(_CAPTURE)
    first, at = _read(raw)
    second, end = _read(raw, at)

    assert end == len(raw)
    assert isinstance(first, dict)
    assert isinstance(second, dict)
    assert (first["version"], first["type"]) == (21, "http")
    assert first["server_conn"]["peername"] == ["51.38.10.1", 443]
    assert second["response"] is None
    assert second["error"]["msg"] == "refused"


def test_unreadable_entries_stand_midway_and_the_cut_one_last() -> None:
    whole, broken = write_flow_file(_CAPTURE), write_flow_file(_CAPTURE, ("version", "truncated", "request"))
    states, at = [], 0
    for _ in range(4):
        state, at = _read(broken, at)
        assert isinstance(state, dict)
        states.append((state["version"], state["request"] is None))

    assert states == [(21, False), (9999, False), (21, True), (21, False)]
    assert broken[at:] == whole[: len(broken) - at]
    with pytest.raises(AssertionError):
        _read(broken, at)


def test_an_unknown_kind_of_unreadable_entry_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown unreadable entry: mystery"):
        write_flow_file(_CAPTURE, ("mystery",))
