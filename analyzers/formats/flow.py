"""mitmproxy flow files from 0.11 to today: what each flow says of its host, its peer and its fate."""

import math
from collections.abc import Callable
from dataclasses import dataclass, field

from analyzers.formats.endrecord import Buffer
from analyzers.formats.errors import FormatError
from analyzers.formats.pages import Pages
from analyzers.formats.parts import MAX_BODY, Message, Part, body_part, header_parts, stated_size, url_parts
from analyzers.formats.tnetstring import Blob, Frame, Value, read_frames, read_value

MAX_FLOWS = 200_000
MAX_UNREAD = 1_000
NEWEST_VERSION = 21
_FIRST_NUMBER = 4  # before it, the version of the program was written
_PROGRAMS = frozenset({*((0, minor) for minor in range(11, 20)), (1, 0), (2, 0), (3, 0)})
_TYPES = frozenset({"http", "websocket", "tcp", "udp", "dns"})

Object = dict[str, Value]


@dataclass(slots=True)
class FlowFile:
    """What was read from one file."""

    version: str | None = None
    comment: str | None = None  # of the first flow
    total: int | None = None
    read: int = 0
    unread: list[tuple[int, str]] = field(default_factory=list)
    unread_count: int = 0


@dataclass(frozen=True, slots=True)
class Flow:
    """One flow, whatever version wrote it. The message is for the search alone; nothing of it is kept in clear."""

    offset: int
    length: int
    kind: str
    method: str | None
    scheme: str | None
    host: str | None
    port: int | None
    path: str | None
    http_version: str | None
    status: int | None
    bytes_out: int | None
    bytes_in: int | None
    peer: str | None
    sni: str | None
    tls: bool | None
    websocket: bool
    error: str | None
    started: float | None
    message: Message = Message()  # noqa: RUF009 - frozen, without a field of its own to share
    comment: str | None = None


def _ignore(_: str | None) -> None:
    """Hear nothing."""


def read_flows(
    data: Buffer, take: Callable[[Flow], str | None], hear: Callable[[str | None], None] = _ignore
) -> FlowFile:
    """Read a file and hand each flow to `take`. What cannot be read is counted with its place."""
    found = FlowFile()
    count, pages = 0, Pages(data)
    try:
        for frame in read_frames(data):
            pages.passed(frame.offset)
            count = _counted(count, frame)
            why = _one(data, frame, found, take, hear)
            if why is None:
                found.read += 1
            else:
                _note(found, frame.offset, why)
    except FormatError as refusal:
        if refusal.code == "too-many-entries" or count == 0:
            raise
        _note(found, refusal.offset or 0, refusal.code)
        return found
    found.total = count
    return found


def _counted(count: int, frame: Frame) -> int:
    if count >= MAX_FLOWS:
        raise FormatError("too-many-entries", frame.offset)
    return count + 1


def _note(found: FlowFile, offset: int, why: str) -> None:
    found.unread_count += 1
    if len(found.unread) < MAX_UNREAD:
        found.unread.append((offset, why))


def _one(
    data: Buffer,
    frame: Frame,
    found: FlowFile,
    take: Callable[[Flow], str | None],
    hear: Callable[[str | None], None],
) -> str | None:
    try:
        value = read_value(data, frame)
    except FormatError as refusal:
        return refusal.code
    if not isinstance(value, dict):
        return "not-a-flow"
    version, why = _version(value.get("version"))
    if why:
        return why
    found.version = found.version or version
    flow = _flow(value, frame, data)
    if isinstance(flow, Flow) and found.read == 0 and found.comment is None:
        found.comment = flow.comment
        hear(flow.comment)
    return take(flow) if isinstance(flow, Flow) else flow


def _version(value: Value) -> tuple[str | None, str | None]:
    """The format version as text, and why it cannot be read."""
    if isinstance(value, bool):
        return None, "no-version"
    if isinstance(value, int):
        return str(value), None if _FIRST_NUMBER <= value <= NEWEST_VERSION else "unknown-flow-version"
    if isinstance(value, list) and value and all(isinstance(part, int) for part in value):
        parts = tuple(part for part in value if isinstance(part, int))
        return ".".join(map(str, parts)), None if parts[:2] in _PROGRAMS else "unknown-flow-version"
    return None, "no-version"


def _flow(state: Object, frame: Frame, data: Buffer) -> Flow | str:
    kind = _text(state.get("type")) or "http"
    if kind not in _TYPES:
        return "unknown-flow-type"
    request, response = _object(state.get("request")), _object(state.get("response"))
    if kind == "http" and request is None:
        return "no-request"
    server, client = _object(state.get("server_conn")) or {}, _object(state.get("client_conn")) or {}
    request, answer = request or {}, response or {}
    named = _host(request, server, client)
    error = _object(state.get("error")) or {}
    return Flow(
        offset=frame.offset,
        length=frame.length,
        kind=kind,
        method=_text(request.get("method")),
        scheme=_text(request.get("scheme")),
        host=named,
        port=_number(request.get("port")) or _port(server),
        path=_text(request.get("path")),
        http_version=_http_version(request),
        status=_number(answer.get("status_code", answer.get("code"))),
        bytes_out=_size(_content(request)),
        bytes_in=_size(_content(answer)) if response is not None else None,
        peer=_peer(server),
        sni=_text(client.get("sni")) or _text(server.get("sni")),
        tls=_first_flag(server, client),
        websocket=kind == "websocket" or state.get("websocket") is not None,
        error=_text(error.get("msg")) or _text(server.get("error")) or _text(client.get("error")),
        started=_seconds(request.get("timestamp_start")),
        message=_message(data, state, request, answer),
        comment=_text(state.get("comment")),
    )


def _message(data: Buffer, state: Object, request: Object, answer: Object) -> Message:
    """The parts of a flow in which something can be told."""
    asked, told = _headers(request), _headers(answer)
    path = _text(request.get("path")) or ""
    sent = url_parts(path if "://" in path[:16] else f"x://x{path}") + header_parts(asked)
    received = header_parts(told) + _body(data, answer, told)
    outward, inward = _socket_parts(state)
    return Message((*sent, *_body(data, request, asked), *outward), (*received, *inward))


def _body(data: Buffer, message: Object, headers: list[tuple[str, bytes]]) -> list[Part]:
    content = _content(message)
    if isinstance(content, Blob):
        kept = bytes(data[content.start : content.start + min(content.length, MAX_BODY)])
        return body_part(kept, headers, content.length)
    if isinstance(content, str):
        content = content.encode()
    return body_part(content if isinstance(content, bytes) else b"", headers, None if content else stated_size(headers))


def _content(message: Object) -> Value:
    """What a message carried, under the name that its version has for it."""
    return message.get("content", message.get("body", b""))


def _headers(message: Object) -> list[tuple[str, bytes]]:
    rows = message.get("headers")
    return [
        (row[0].decode("latin-1") if isinstance(row[0], bytes) else row[0], row[1])
        for row in (rows if isinstance(rows, list) else ())
        if isinstance(row, list) and len(row) > 1 and isinstance(row[0], (bytes, str)) and isinstance(row[1], bytes)
    ]


def _socket_parts(state: Object) -> tuple[list[Part], list[Part]]:
    """Messages of a socket: each is a list of type, from the client, content, … in every version that has them."""
    socket = _object(state.get("websocket")) or {}
    rows = socket.get("messages", state.get("messages"))
    sides: tuple[list[Part], list[Part]] = ([], [])
    for row in rows if isinstance(rows, list) else ():
        if isinstance(row, list) and len(row) > 2 and isinstance(row[2], (bytes, str)):  # noqa: PLR2004 - the content
            content = row[2] if isinstance(row[2], bytes) else row[2].encode()
            side = 0 if row[1] is True else 1
            sides[side].append(Part("websocket", "", content[:MAX_BODY], "", "", len(content)))
    return sides


def _object(value: Value) -> Object | None:
    return value if isinstance(value, dict) else None


def _text(value: Value) -> str | None:
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    return value if isinstance(value, str) and value else None


def _number(value: Value) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _seconds(value: Value) -> float | None:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return float(value) if math.isfinite(value) and 0 <= value < 4e9 else None  # noqa: PLR2004 - the year 2096


def _size(value: Value) -> int | None:
    if isinstance(value, Blob):
        return value.length
    return len(value) if isinstance(value, (bytes, str)) else None


def _pair(value: Value) -> tuple[str | None, int | None]:
    """An address as `[host, port, …]`, or wrapped in an object by older versions."""
    if isinstance(value, dict):
        value = value.get("address")
    if isinstance(value, list) and len(value) > 1:
        return _text(value[0]), _number(value[1])
    return None, None


def _peer(server: Object) -> str | None:
    for key in ("peername", "ip_address", "peer_address"):
        host, _ = _pair(server.get(key))
        if host:
            return host
    return None


def _port(server: Object) -> int | None:
    return _pair(server.get("address"))[1]


def _host(request: Object, server: Object, client: Object) -> str | None:
    """The name that was meant: in transparent modes the request knows only an address."""
    stated = _text(request.get("host")) or _pair(server.get("address"))[0]
    if stated is None or stated.replace(".", "").isdigit() or ":" in stated:
        for other in (_header(request, b"host"), _text(request.get("authority")), _text(client.get("sni"))):
            name = (other or "").rpartition("@")[2]
            name = name.partition("]")[0].lstrip("[") if name.startswith("[") else name.partition(":")[0]
            if name:
                return name
    return stated


def _header(request: Object, wanted: bytes) -> str | None:
    rows = request.get("headers")
    for row in rows if isinstance(rows, list) else ():
        if isinstance(row, list) and len(row) > 1 and isinstance(row[0], (bytes, str)):
            name = row[0] if isinstance(row[0], bytes) else row[0].encode()
            if name.lower() == wanted:
                return _text(row[1])
    return None


def _http_version(request: Object) -> str | None:
    value = request.get("http_version", request.get("httpversion"))
    if isinstance(value, list):
        return "HTTP/" + ".".join(str(part) for part in value if isinstance(part, int))
    return _text(value)


def _first_flag(*connections: Object) -> bool | None:
    """Whether the connection was encrypted, by whatever word the version has for it."""
    for connection in connections:
        for key in ("tls_established", "tls", "ssl_established"):
            value = connection.get(key)
            if isinstance(value, bool):
                return value
    return None
