"""Flow files of every age give host, peer and fate; what cannot be read is counted."""

from datetime import UTC, datetime

import pytest

from analyzers.formats.errors import FormatError
from analyzers.formats.flow import Flow, FlowFile, read_flows
from tests.builders.capture import CaptureSource, Exchange
from tests.builders.flow import flow_state, write_flow_file
from tests.builders.flow_versions import VERSIONS, Version, write_kind, write_socket, write_version
from tests.builders.tnetstring import Item, write_tnetstring

_SOURCE = CaptureSource(
    datetime(2026, 9, 1, tzinfo=UTC), (Exchange(0, "GET", "https://api.fictif.example/v1?x=1", "51.38.10.1"),)
)

_SENT = '{"adid":"abc"}'
_POSTED = CaptureSource(
    datetime(2026, 9, 1, tzinfo=UTC),
    (Exchange(0, "POST", "https://api.fictif.example/v1?x=1", "51.38.10.1", sent=_SENT),),
)


def _read(data: bytes) -> tuple[FlowFile, list[Flow]]:
    found: list[Flow] = []

    def take(flow: Flow) -> str | None:
        found.append(flow)
        return None

    return read_flows(data, take), found


def _changed(**changes: Item) -> bytes:
    return write_tnetstring(flow_state(_SOURCE, 0) | changes)


def test_a_flow_of_today_is_read() -> None:
    file, (flow,) = _read(write_flow_file(_SOURCE))

    assert (file.version, file.total, file.read, file.unread) == ("21", 1, 1, [])
    assert (flow.host, flow.peer, flow.status, flow.tls) == ("api.fictif.example", "51.38.10.1", 200, True)
    assert (flow.offset, flow.length) == (0, len(write_flow_file(_SOURCE)))


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"version": 9999}, "unknown-flow-version"),
        ({"version": None}, "no-version"),
        ({"version": [0, 10]}, "unknown-flow-version"),
        ({"version": [0, 20, 1]}, "unknown-flow-version"),
        ({"version": [4, 0]}, "unknown-flow-version"),
        ({"version": [21, 0]}, "unknown-flow-version"),
        ({"version": [0]}, "unknown-flow-version"),
        ({"version": 22}, "unknown-flow-version"),
        ({"version": 3}, "unknown-flow-version"),
        ({"version": 0}, "unknown-flow-version"),
        ({"version": -1}, "unknown-flow-version"),
        ({"version": []}, "no-version"),
        ({"version": "21"}, "no-version"),
        ({"version": ["0", "18"]}, "no-version"),
        ({"version": True}, "no-version"),
        ({"type": "carrier-pigeon"}, "unknown-flow-type"),
        ({"request": None}, "no-request"),
    ],
)
def test_a_flow_that_cannot_be_used_is_counted_with_its_reason(changes: dict[str, Item], why: str) -> None:
    file, flows = _read(_changed(**changes))

    assert (file.total, file.read, [row[1] for row in file.unread], flows) == (1, 0, [why], [])


def test_versions_written_as_lists_are_read() -> None:
    file, flows = _read(_changed(version=[0, 18, 2]))

    assert (file.version, len(flows)) == ("0.18.2", 1)


@pytest.mark.parametrize("version", VERSIONS, ids=str)
def test_a_flow_of_every_version_is_read_whole(version: Version) -> None:
    file, (flow,) = _read(write_version(_POSTED, version))

    assert (file.total, file.read, file.unread) == (1, 1, [])
    assert file.version == (str(version) if isinstance(version, int) else ".".join(map(str, version)))
    assert (flow.kind, flow.method, flow.scheme, flow.host) == ("http", "POST", "https", "api.fictif.example")
    assert (flow.port, flow.path, flow.status, flow.tls) == (443, "/v1?x=1", 200, True)
    assert (flow.bytes_out, flow.bytes_in) == (len(_SENT), 2)
    has_peer = isinstance(version, int) or version >= (0, 17)
    assert (flow.peer, flow.started) == ("51.38.10.1" if has_peer else None, _POSTED.started.timestamp())
    parts = {part.place: part.data for part in flow.message.sent}
    assert (parts["body"], parts["query"], parts["header"]) == (_SENT.encode(), b"x=1", b"okhttp/4.12.0")
    assert flow.http_version == ("HTTP/1.1" if isinstance(version, tuple) and version < (0, 14) else "HTTP/2.0")
    assert [part.data for part in flow.message.received if part.place == "body"] == [b"{}"]


@pytest.mark.parametrize(
    ("kind", "version"),
    [("tcp", 21), ("tcp", 12), ("tcp", 9), ("tcp", 4), ("tcp", (3, 0, 0)), ("tcp", (0, 18, 3)), ("udp", 21),
     ("udp", 18), ("dns", 21), ("dns", 16)],
    ids=str,
)  # fmt: skip
def test_what_is_no_http_is_a_connection_of_its_kind(kind: str, version: Version) -> None:
    file, (flow,) = _read(write_kind(_POSTED, kind, version))

    assert (file.read, file.unread, flow.kind, flow.host) == (1, [], kind, "api.fictif.example")
    assert (flow.port, flow.peer, flow.path, flow.message.sent) == (443, "51.38.10.1", None, ())


@pytest.mark.parametrize("version", [21, 15, 14, 12, 11, 9, 7, 4, (3, 0, 0)], ids=str)
def test_messages_of_a_socket_are_read_in_every_version(version: Version) -> None:
    file, flows = _read(write_socket(_POSTED, version, b"said"))

    assert (file.unread, len(flows)) == ([], 1 if isinstance(version, int) and version >= 12 else 2)
    assert (flows[-1].websocket, flows[-1].host) == (True, "api.fictif.example")
    for side, text in ((flows[-1].message.sent, b"said"), (flows[-1].message.received, b"told")):
        assert [part.data for part in side if part.place == "websocket"] == [text]


def test_the_name_behind_an_address_is_taken_from_the_host_header() -> None:
    state = flow_state(_SOURCE, 0)
    request = dict(state["request"]) | {"host": "51.38.10.1", "headers": [[b"Host", b"nom.example:443"]]}  # type: ignore[call-overload] # the builder types items loosely

    assert _read(write_tnetstring(state | {"request": request}))[1][0].host == "nom.example"


def test_a_file_that_breaks_off_keeps_what_came_before() -> None:
    file, flows = _read(write_flow_file(_SOURCE) + b"999:x")

    assert (file.total, len(flows), file.unread[0][1]) == (None, 1, "truncated")


def test_a_file_broken_from_the_start_is_refused() -> None:
    with pytest.raises(FormatError):
        _read(b"99:x")


@pytest.mark.parametrize(
    ("content", "headers", "kept"),
    [
        (None, [[b"content-length", b"512"]], [(b"", 512)]),
        (None, [[b"transfer-encoding", b"chunked"]], [(b"", 1)]),
        (None, [], []),
        (b"", [[b"content-length", b"0"]], []),
        (b"abc", [[b"content-length", b"3"]], [(b"abc", 3)]),
    ],
)
def test_a_body_that_passed_without_being_kept_is_counted(
    content: bytes | None, headers: list[Item], kept: list[tuple[bytes, int]]
) -> None:
    state = flow_state(_SOURCE, 0)
    request = state["request"]
    assert isinstance(request, dict)
    _, (flow,) = _read(write_tnetstring(state | {"request": request | {"content": content, "headers": headers}}))
    assert [(part.data, part.size) for part in flow.message.sent if part.place == "body"] == kept
