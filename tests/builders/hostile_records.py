"""Bad lines of our add-on, written by somebody else, and bad values of flow files."""

import json
from functools import partial
from typing import Any

from tests.builders.hostile import NOT_CLEAN, PARTLY, REFUSED, HostileInput
from tests.builders.hostile_capture import a_good_flow_file, a_good_line_file
from tests.builders.hostile_traffic import BROKEN, EITHER, PARTLY_READ, READ, a_row
from tests.builders.tnetstring import Item, write_tnetstring


def _lines_partly(good: bytes, head: bytes, rest: bytes, body: bytes, end: bytes) -> dict[str, Any]:
    return {
        "no-end": head + b"\n" + body,
        "end-wrong": head + b"\n" + body + b'{"end": 999}\n',
        "end-negative": head + b"\n" + body + b'{"end": -1}\n',
        "end-word": head + b"\n" + body + b'{"end": "4"}\n',
        "end-true": head + b"\n" + body + b'{"end": true}\n',
        "end-early": head + b"\n" + end + body,
        "end-why": head + b"\n" + body + end.replace(b"}", b', "why": "limit of time, \\u00e9 <b>"}'),
        "end-why-list": head + b"\n" + body + end.replace(b"}", b', "why": [1]}'),
        "broken-line": head + b'\n{"entry": \n' + rest,
        "binary-line": head + b"\n\xff\xfe\0\n" + rest,
        "nan-line": head + b'\n{"entry": {"time": NaN}}\n' + rest,
        "twice-line": head + b'\n{"connection": {"host": "a.example", "host": "b.example"}}\n' + rest,
        "deep-line": head + b"\n" + b'{"entry": ' * 50_000 + b"\n" + rest,
        "other-line": head + b'\n{"fictif": 1}\n' + rest,
        "second-statement": head + b"\n" + good,
    }


def _lines_wrong() -> dict[str, Any]:
    return {
        "port-word": {"host": "a.example", "port": "443"},
        "port-negative": {"host": "a.example", "port": -1},
        "port-huge": {"host": "a.example", "port": 2**70},
        "tls-word": {"host": "a.example", "tls": "yes"},
        "transport-word": {"host": "a.example", "transport": "FICTIF"},
        "bytes-negative": {"host": "a.example", "bytes_out": -9},
        "bytes-word": {"host": "a.example", "bytes_in": "x"},
        "phase-word": {"host": "a.example", "phase": "x"},
        "error-list": {"host": "a.example", "error": []},
        "error-long": {"host": "a.example", "error": "e" * 100_000},
        "address-only": {"peer_ip": "192.0.2.1"},
        "sni-only": {"sni": "a.example"},
    }


def _lines() -> list[HostileInput]:
    """Our add-on's lines, written by somebody else."""
    good = a_good_line_file()
    head, rest = good.split(b"\n", 1)
    body, end = rest[: rest.rindex(b'{"end"')], rest[rest.rindex(b'{"end"') :]
    partly = _lines_partly(good, head, rest, body, end)
    wrong = _lines_wrong()
    counted = int(json.loads(end)["end"])
    refused = {
        "version": good.replace(b"capture/1", b"capture/2", 1),
        "statement-cut": b'{"sceau": "capture/1"',
        "statement-number": b'{"sceau": 1}\n' + rest,
    }
    rows = [
        a_row(f"lines-{name}", partial(bytes, raw), NOT_CLEAN, PARTLY_READ, row="lines") for name, raw in partly.items()
    ]
    rows += [
        a_row(
            f"lines-connection-{name}",
            partial(_one_more, head, body, counted, facts),
            EITHER,
            ("read", "capture-partly-read"),
            row="lines",
        )
        for name, facts in wrong.items()
    ]
    rows += [
        a_row(f"lines-{name}", partial(bytes, raw), REFUSED, ("unsupported-capture", "not-a-capture"), row="lines")
        for name, raw in refused.items()
    ]
    seeds = json.dumps(
        {
            "sceau": "capture/1",
            "seeded": [{"category": "emailAddress", "value": f"a{n}@b.example"} for n in range(2_000)],
        }
    )
    marks = b"".join(b'{"phase": {"id": "FICTIF %d", "at": []}}\n' % n for n in range(2_000))
    return [
        *rows,
        a_row("lines-two-thousand-seeds", lambda: seeds.encode() + b"\n" + rest, READ, ("read",), row="lines"),
        a_row(
            "lines-two-thousand-marks",
            lambda: head + b"\n" + marks + rest,
            EITHER,
            ("read", "capture-partly-read"),
            row="lines",
        ),
        a_row("lines-windows", lambda: good.replace(b"\n", b"\r\n"), READ, ("read",), row="lines"),
        a_row(
            "lines-one-of-100-mib",
            lambda: head + b'\n{"entry": "' + b"a" * (100 << 20) + b'"}\n' + rest,
            PARTLY,
            PARTLY_READ,
            row="lines",
            heavy=True,
        ),
    ]


def _one_more(head: bytes, body: bytes, counted: int, facts: dict[str, Any]) -> bytes:
    more = json.dumps({"connection": facts}).encode()
    return head + b"\n" + body + more + b'\n{"end": %d}\n' % (counted + 1)


def _flows_values() -> dict[str, Any]:
    return {
        "int-long": b"5000:" + b"9" * 5000 + b"#",
        "int-word": b"6:FICTIF#",
        "int-underscore": b"3:1_0#",
        "float-word": b"6:FICTIF^",
        "bool-word": b"3:oui!",
        "null-full": b"1:x~",
        "inner-longer": b"99999:a;",
        "inner-plus": b"+1:a;",
        "inner-space": b" 1:a;",
        "inner-empty": b":;",
        "type-unknown": b"1:a?",
        "key-number": b"8:1:1#1:a;}",
        "key-alone": b"4:1:a;}",
        "key-twice": b"16:1:a;1:b;1:a;1:c;}",
        "list-of-600000": b"2400000:" + b"1:1#" * 600_000 + b"]",
    }


def _flows_kept() -> dict[str, Any]:
    return {
        "float-nan": b"3:nan^",
        "float-infinite": b"3:inf^",
        "text-not-utf-8": b"2:\xff\xfe;",
        "int-signed": b"2:-5#",
        "deep-comment": b"7:1:a;0:}}",
    }


def _flows_versions() -> dict[str, Any]:
    return {
        "zero": 0,
        "negative": -1,
        "next": 22,
        "huge": 2**63,
        "text": "21",
        "true": True,
        "0-10": [0, 10],
        "list-empty": [],
        "list-of-text": ["0", "18"],
        "object": {},
    }


def _flow_messages(good: bytes) -> list[HostileInput]:
    """Messages without end, and members of another type."""
    message: Item = [1, True, b"FICTIF " * 4, 1.0, False, False]
    sockets: Item = {"messages": [message] * 20_000, "closed_by_client": True, "close_code": 1000}
    return [
        a_row(
            "flow-20000-messages",
            lambda: good + _changed(websocket=sockets),
            EITHER,
            ("read", "capture-partly-read"),
            row="f03",
            heavy=True,
        ),
        a_row(
            "flow-messages-are-text",
            lambda: good + _changed(websocket={"messages": "FICTIF"}),
            READ,
            ("read",),
            row="f03",
        ),
        a_row(
            "flow-headers-are-numbers",
            lambda: good + _changed(request={"host": "a.example", "headers": [1, [2], [b"a", 3]]}),
            READ,
            ("read",),
            row="f03",
        ),
        a_row(
            "flow-port-is-text",
            lambda: good + _changed(request={"host": "a.example", "port": "443"}),
            READ,
            ("read",),
            row="f03",
        ),
        a_row(
            "flow-time-is-far",
            lambda: good + _changed(request={"host": "a.example", "timestamp_start": 1e300}),
            READ,
            ("read",),
            row="h06",
        ),
        a_row(
            "flow-host-is-control",
            lambda: good + _changed(request={"host": "a\x1b.example"}),
            PARTLY,
            PARTLY_READ,
            row="h08",
        ),
    ]


def _flows() -> list[HostileInput]:
    """f01 to f03: values of flow files that are none, versions that never were, messages without end."""
    good = a_good_flow_file()
    first = good[: good.index(b":") + 1 + int(good[: good.index(b":")]) + 1]

    def with_value(raw: bytes) -> bytes:
        """A flow whose comment is these bytes, put where mitmproxy would."""
        inner = first[first.index(b":") + 1 : -1].replace(b"7:comment;0:;", b"7:comment;" + raw, 1)
        return good + b"%d:%s}" % (len(inner), inner)

    values = _flows_values()
    rows = [
        a_row(f"flow-value-{name}", partial(with_value, raw), NOT_CLEAN, BROKEN, row="f01", heavy="600000" in name)
        for name, raw in values.items()
    ]
    kept = _flows_kept()
    rows += [
        a_row(f"flow-value-{name}", partial(with_value, raw), EITHER, ("read", "capture-partly-read"), row="f01")
        for name, raw in kept.items()
    ]
    versions = _flows_versions()
    rows += [
        a_row(f"flow-version-{name}", partial(_versioned, version), PARTLY, PARTLY_READ, row="f03")
        for name, version in versions.items()
    ]
    return [*rows, *_flow_messages(good)]


def _changed(**members: Item) -> bytes:
    return write_tnetstring({"version": 21, "type": "http", "request": {"host": "a.example"}, **members})


def _versioned(version: Item) -> bytes:
    return a_good_flow_file() + _changed(version=version)


RECORDS: tuple[HostileInput, ...] = (*_lines(), *_flows())
