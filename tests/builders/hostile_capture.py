"""Bad captures: what is none, what stops midway, what nests or counts without end, what lies about its lengths."""

import json
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import cache, partial
from typing import Any

from criteria.findings import ArtifactKind
from tests.builders.capture import CaptureSource, Exchange
from tests.builders.flow import flow_state, write_flow_file
from tests.builders.har import write_har
from tests.builders.hostile import CUT_SHORT, NOT_CLEAN, REFUSED, HostileInput, cut
from tests.builders.tnetstring import Item, write_tnetstring

GARBAGE_SIZE = 36 << 20

_SOURCE = CaptureSource(
    datetime(2026, 9, 1, tzinfo=UTC),
    # Of unequal lengths: a flow file cut exactly between two flows cannot be told from a whole one.
    tuple(Exchange(n, "GET", f"https://api.hostile.example/{'a' * 7 * n}", "51.38.10.1") for n in range(4)),
)
_NO_CAPTURE = frozenset({"not-a-capture", "unsupported-capture", "broken-capture", "not-text-utf8", "too-deep"})
_TOO_MUCH = frozenset({"too-many-entries", "too-deep", "time", "memory"}) | _NO_CAPTURE
_PARTLY_READ = frozenset({"capture-partly-read"})


@cache
def a_good_har() -> bytes:
    """A small whole HAR from which the bad ones are made."""
    return write_har(_SOURCE)


@cache
def a_good_flow_file() -> bytes:
    """A small whole flow file from which the bad ones are made."""
    return write_flow_file(_SOURCE)


@cache
def a_good_line_file() -> bytes:
    """A small whole file of our add-on's lines."""
    entries = json.loads(a_good_har())["log"]["entries"]
    rows = [{"sceau": "capture/1", "records_failures": True}, *({"entry": entry} for entry in entries)]
    rows += [{"connection": {"host": "refused.example", "error": "unknown ca"}}, {"end": len(entries) + 1}]
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


def filled(start: bytes, repeated: bytes, end: bytes = b"", size: int = GARBAGE_SIZE) -> bytes:
    """`size` bytes of the same thing."""
    return start + repeated * ((size - len(start) - len(end)) // len(repeated)) + end


def _log(**log: object) -> bytes:
    return json.dumps({"log": log}).encode()


def _with_first_entry(change: Callable[[dict[str, Any]], None]) -> bytes:
    document = json.loads(a_good_har())
    change(document["log"]["entries"][0])
    return json.dumps(document).encode()


def _capture(
    name: str, make: Callable[[], bytes], states: frozenset[str], codes: Iterable[str], *, heavy: bool = False
) -> HostileInput:
    return HostileInput(f"capture-{name}", ArtifactKind.CAPTURE, make, states, frozenset(codes), heavy)


def _at_the_door() -> list[HostileInput]:
    fakes = {
        "html": b"<!doctype html><title>404</title>",
        "one-byte": b"\0",
        "number": b"42",
        "other-json": b'{"resultats": []}',
        "zip": b"PK\3\4" + b"\0" * 40,
        "gzip": b"\x1f\x8b\x08\0" + b"\0" * 60,
        "pcap": b"\xd4\xc3\xb2\xa1\x02\x00\x04\x00" + b"\0" * 16,
        "pcapng": b"\x0a\x0d\x0d\x0a\x1c\x00\x00\x00" + b"\0" * 20,
        "python-pickle": b"\x80\x04\x95\x0b\x00\x00\x00\x00\x00\x00\x00\x8c\x07FICTIF!\x94.",
        "sqlite": b"SQLite format 3\0" + b"\0" * 80,
        "utf-16": a_good_har().decode().encode("utf-16"),
        "log-is-a-number": b'{"log": 5}',
        "entries-are-a-number": _log(version="1.2", entries=5),
        "without-entries": _log(version="1.2"),
    }
    found = [_capture("empty", lambda: b"", REFUSED, ["empty-file"])]
    return found + [_capture(name, partial(bytes, raw), REFUSED, _NO_CAPTURE) for name, raw in fakes.items()]


def _shortened(good: Callable[[], bytes], part: int) -> bytes:
    return cut(good(), part)


def _truncations() -> list[HostileInput]:
    codes = _PARTLY_READ | _NO_CAPTURE | {"truncated"}
    return [
        _capture(f"{name}-truncated-{part:02}-of-64", partial(_shortened, good, part), NOT_CLEAN, codes)
        for name, good in (("har", a_good_har), ("flow", a_good_flow_file))
        for part in range(1, 64)
    ]


def _floods() -> list[HostileInput]:
    start = b'{"log":{"version":"1.2","creator":{},"entries":['
    made = {
        "garbage-objects": lambda: filled(start, b"{},", b"{}]}}"),
        "garbage-loose-objects": lambda: filled(b"", b"{},"),
        "garbage-spaces": lambda: filled(start, b" "),
        "garbage-letters": lambda: filled(b"", b"FICTIF "),
        "garbage-brackets": lambda: filled(start, b"["),
        "garbage-one-string": lambda: filled(start + b'"', b"a"),
        "garbage-digits": lambda: filled(start, b"9"),
        "garbage-nulls": lambda: filled(b"", b"0:~"),
    }
    codes = _TOO_MUCH | _PARTLY_READ | {"truncated"}
    return [_capture(name, make, NOT_CLEAN, codes, heavy=True) for name, make in made.items()]


def _nesting() -> list[HostileInput]:
    def nested_lists(depth: int) -> bytes:
        # Written from the inside out: each list holds only the next.
        raw = b"0:]"
        for _ in range(depth):
            raw = str(len(raw)).encode() + b":" + raw + b"]"
        return raw

    codes = _TOO_MUCH | _PARTLY_READ
    return [
        _capture("har-depth-bomb", lambda: b'{"log":' + b"[" * 1_000_000, CUT_SHORT, codes),
        _capture("har-object-depth-bomb", lambda: b'{"log":' * 200_000, CUT_SHORT, codes),
        _capture("flow-depth-bomb", lambda: nested_lists(20_000), CUT_SHORT, codes),
    ]


def _odd_entries() -> list[HostileInput]:
    """A capture of four requests, one of which cannot be used: the others count, and the loss is said."""

    def flow_with(**changed: Item) -> bytes:
        return a_good_flow_file() + write_tnetstring(flow_state(_SOURCE, 0) | changed)

    made = {
        "har-url-missing": lambda: _with_first_entry(lambda entry: entry.__setitem__("request", {"method": "GET"})),
        "har-request-is-a-number": lambda: _with_first_entry(lambda entry: entry.__setitem__("request", 5)),
        "har-url-is-null": lambda: _with_first_entry(lambda entry: entry["request"].__setitem__("url", None)),
        "har-entry-is-a-list": lambda: a_good_har().replace(b'"entries": [', b'"entries": [[],', 1),
        "flow-version-unknown": lambda: flow_with(version=9999),
        "flow-version-missing": lambda: flow_with(version=None),
        "flow-without-request": lambda: flow_with(request=None),
        "flow-request-is-text": lambda: flow_with(request="GET /"),
        "flow-trailing-bytes": lambda: a_good_flow_file() + b"FICTIF",
    }
    return [_capture(name, make, NOT_CLEAN, _PARTLY_READ) for name, make in made.items()]


def _lying_lengths() -> list[HostileInput]:
    lies = {
        "huge": b"999999999999:x,",
        "large": b"7000000000:x,",
        "negative": b"-1:,",
        "leading-zeros": b"00012:FICTIF FICTI,",
        "no-type": b"6:FICTIF",
        "unknown-type": b"6:FICTIF?",
        "key-not-text": b"10:4:true!1:a;}",
        "empty-dictionary": b"0:}",
    }
    codes = _NO_CAPTURE | _PARTLY_READ | {"truncated"}
    return [_capture(f"flow-length-{name}", partial(bytes, raw), NOT_CLEAN, codes) for name, raw in lies.items()]


CAPTURES: tuple[HostileInput, ...] = (
    *_at_the_door(),
    *_truncations(),
    *_floods(),
    *_nesting(),
    *_odd_entries(),
    *_lying_lengths(),
)
