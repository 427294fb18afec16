"""What the tool says while it runs is distrusted: strict shape, short, cleaned, or dropped."""

import json

import pytest

from analyzers.bench.phases import Phase
from analyzers.bench.watching import LONGEST, Sight, read_sight


def say(**row: object) -> Sight | None:
    return read_sight(json.dumps(row).encode())


def test_what_is_seen() -> None:
    seen = say(host="API.Example.org", address="203.0.113.7", reason=None)
    assert seen == Sight(host="api.example.org", address="203.0.113.7")
    assert say(phase="refused") == Sight(phase=Phase.REFUSED)
    assert say(count=3, bytes=900) == Sight(count=3, size=900)
    assert say(ended="limit-time", count=4) == Sight(ended="limit-time", count=4)
    assert say(ready=True) == Sight(ready=True)


@pytest.mark.parametrize(
    "line",
    [
        b"Loading script addon.py",
        b"[]",
        b"{}",
        b'{"host": "<script>alert(1)</script>"}',
        b'{"host": 7, "address": "nowhere", "phase": "dancing", "count": -1, "ended": "by magic", "ready": 1}',
        b'{"host": "' + b"a" * LONGEST + b'"}',
        b"[" * 1500,
    ],
)
def test_what_is_no_sight_is_dropped(line: bytes) -> None:
    assert read_sight(line) is None
