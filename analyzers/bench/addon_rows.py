"""Exchanges as the capture tool writes them: entries of an HTTP Archive, from mitmproxy's flows."""

import base64
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from mitmproxy import http

KEPT_SENT, KEPT_RECEIVED = 1 << 20, 64 << 10  # bytes of a body that are written down
MOST_HEADERS, LONGEST_HEADER = 200, 8 << 10


@dataclass(slots=True)
class Held:
    """One exchange under way: when it began, and of its bodies the first bytes and the size."""

    flow: http.HTTPFlow
    phase: int
    reached: str | None = None  # the server that was reached, where the request names another one
    sent: bytearray = field(default_factory=bytearray)
    received: bytearray = field(default_factory=bytearray)
    sent_size: int = 0
    received_size: int = 0

    def take_sent(self, data: bytes) -> bytes:
        """Look at a piece of the request's body and let it pass."""
        self.sent_size += len(data)
        self.sent += data[: max(KEPT_SENT - len(self.sent), 0)]
        return data

    def take_received(self, data: bytes) -> bytes:
        """Look at a piece of the response's body and let it pass."""
        self.received_size += len(data)
        self.received += data[: max(KEPT_RECEIVED - len(self.received), 0)]
        return data


def write_entry(held: Held, address: str | None, error: str | None) -> dict[str, Any]:
    """One exchange, with what is kept of its bodies."""
    asked, answered = held.flow.request, held.flow.response
    request = {"method": asked.method, "url": _address_of(asked), **_head(asked), "bodySize": held.sent_size}
    if held.sent:
        text, kind = base64.b64encode(held.sent).decode(), asked.headers.get("content-type", "")
        request["postData"] = {"mimeType": kind, "encoding": "base64", "text": text}
    response: dict[str, Any] = {"status": answered.status_code if answered else 0}
    if answered:
        response |= {**_head(answered), "bodySize": held.received_size}
    if held.received:
        text = base64.b64encode(held.received).decode()
        response["content"] = {"size": held.received_size, "encoding": "base64", "text": text, "_packed": True}
    entry = {
        "startedDateTime": stamp(asked.timestamp_start),
        "_phase": held.phase,
        "serverIPAddress": address,
        "request": request,
        "response": response,
    }
    entry |= {"_server": held.reached} if held.reached is not None else {}
    return entry if error is None else entry | {"_error": error[:300]}


def write_message(flow: http.HTTPFlow, phase: int, address: str | None) -> dict[str, Any]:
    """The newest message of a WebSocket, as an exchange of its own."""
    if flow.websocket is None:
        return {}
    message = flow.websocket.messages[-1]
    content = bytes(message.content[:KEPT_SENT])
    row = {
        "type": "send" if message.from_client else "receive",
        "opcode": 1 if message.is_text else 2,
        "data": content.decode("utf-8", "replace") if message.is_text else base64.b64encode(content).decode(),
    }
    entry = write_entry(Held(flow, phase), address, None)
    for side in ("request", "response"):
        entry[side] |= {"bodySize": 0, "headersSize": 0}
    entry["request" if message.from_client else "response"]["bodySize"] = len(message.content)
    return entry | {"_webSocketMessages": [row]}


def _address_of(asked: http.Request) -> str:
    """The whole address; a numeric host of the newer kind stands in brackets, which the tool leaves out."""
    host, url = str(asked.pretty_host), str(asked.pretty_url)
    bare = f"://{host}"
    return url.replace(bare, f"://[{host}]", 1) if ":" in host and bare in url else url


def _head(message: http.Message) -> dict[str, Any]:
    pairs = [(_text(name), _text(value)) for name, value in message.headers.fields[:MOST_HEADERS]]
    return {
        "httpVersion": message.http_version,
        "headers": [{"name": name, "value": value} for name, value in pairs],
        "headersSize": sum(len(name) + len(value) + 4 for name, value in message.headers.fields),
    }


def _text(value: bytes) -> str:
    return value[:LONGEST_HEADER].decode("latin-1")


def stamp(moment: float) -> str:
    """A moment of the tool's clock as the archive writes it."""
    return datetime.fromtimestamp(moment, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def now() -> str:
    """This moment."""
    return stamp(time.time())  # noqa: TID251 - a program of its own: the proxy's clock dates the exchanges too
