"""What mitmdump is told to write down: one line per fact, as it happens. Standard library and mitmproxy only.

It runs in the capture tools' own environment and process, and no process of the server imports it. It judges nothing.
Its folder holds `order.json` (statement, limits, stand-in) and receives `capture.jsonl`, whose shape is that of
`analyzers/formats/lines.py`. Commands come by standard input, one JSON object per line; what a watcher may see at once
goes to standard output the same way. When standard input ends, whoever supervised is gone: the recording ends too.
"""

import asyncio
import base64
import contextlib
import json
import os
import socket
import struct
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from mitmproxy import connection, ctx, dns, http, tcp, tls, udp, version
from mitmproxy.proxy import server_hooks

KEPT_SENT, KEPT_RECEIVED = 1 << 20, 64 << 10  # bytes of a body that are written down
MOST_HEADERS, LONGEST_HEADER = 200, 8 << 10
RESERVE = 4 << 10  # of the file's size: the last line must find room
MOST_SEEN = 20_000
COUNT_EVERY = 0.5  # seconds between two counts on standard output
_SWITCHING, _CLEAR = 101, 80
# Where `struct tcp_info` of Linux keeps the bytes acknowledged to us and the bytes received by us.
_BYTES = struct.Struct("=120xQQ")


class Lines:
    """The file, line by line: each is there whole or not at all."""

    def __init__(self, path: Path, most: int) -> None:
        self.descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self.most, self.size, self.count = most, 0, 0
        self.fault: str | None = None

    def add(self, document: dict[str, Any], room: int = RESERVE) -> None:
        """Write one line; the first fault ends the writing and is kept."""
        if self.fault is not None:
            return
        line = json.dumps(document, ensure_ascii=True, separators=(",", ":")).encode() + b"\n"
        if self.size + len(line) > self.most - room:
            self.fault = "limit-size"
            return
        try:
            whole = os.write(self.descriptor, line) == len(line)
        except OSError:
            whole = False
        if whole:
            self.size += len(line)
            self.count += "entry" in document or "connection" in document
            return
        self.fault = "disk-full"
        with contextlib.suppress(OSError):
            os.ftruncate(self.descriptor, self.size)

    def close(self, why: str) -> str:
        """Write how many there were and why it ended; return why."""
        why, self.fault = self.fault or why, None
        self.add({"end": self.count, "why": why}, room=0)
        os.close(self.descriptor)
        return why


@dataclass(slots=True)
class Held:
    """One exchange under way: when it began, and of its bodies the first bytes and the size."""

    flow: http.HTTPFlow
    phase: int
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


class Recorder:
    """Writes what the proxy sees, marked with the phase it happened in, until it is told to stop or meets a limit."""

    def __init__(self) -> None:
        self.phase = -1
        self.held: dict[str, Held] = {}
        self.quiet: dict[str, tuple[str, dict[str, Any]]] = {}  # secured or announced, and nothing asked yet
        self.named: dict[str, tuple[str, int]] = {}  # servers whose place a stand-in took
        self.seen: set[tuple[Any, ...]] = set()
        self.why: str | None = None
        self.open, self.commands = 0, b""

    def load(self, loader: Any) -> None:
        """Say which option names the folder."""
        loader.add_option("bench_folder", str, "", "where the order is and the capture goes")

    def running(self) -> None:
        """Begin: the proxy listens now."""
        folder = Path(ctx.options.bench_folder)
        order = json.loads((folder / "order.json").read_text(encoding="utf-8"))
        self.limits, self.stand_in = order["limits"], order["stand_in"]
        self.lines = Lines(folder / "capture.jsonl", self.limits["bytes"])
        tool = {"name": "sceau-bench", "version": f"1 (mitmproxy {version.VERSION})"}
        self._write(
            {
                "sceau": "capture/1",
                "tool": tool,
                "records_failures": True,
                **order["statement"],
                "rehearsal": self.stand_in is not None,
            }
        )
        loop = asyncio.get_running_loop()
        os.set_blocking(0, False)
        os.set_blocking(1, False)
        loop.add_reader(0, self._hear)
        loop.call_later(self.limits["seconds"], self._end, "limit-time")
        loop.call_later(COUNT_EVERY, self._count, loop, 0)
        self._mark(order["phase"])
        self._tell({"ready": True})

    def done(self) -> None:
        """End: what is still under way is written as unfinished."""
        if not hasattr(self, "lines"):
            return
        for held in list(self.held.values()):
            self._exchange(held, "unfinished when the recording stopped")
        self._tell({"ended": self.lines.close(self.why or "stopped"), "count": self.lines.count})

    def _hear(self) -> None:
        try:
            data = os.read(0, 1 << 16)
        except BlockingIOError:
            return
        if not data:
            asyncio.get_running_loop().remove_reader(0)
            self._end("abandoned")
        *whole, self.commands = (self.commands + data).split(b"\n")
        for line in whole:
            command = json.loads(line)
            if "phase" in command:
                self._mark(command["phase"])
            elif "journey" in command:
                self._write({"journey": {"name": command["journey"], "at": _now()}})
            elif "stop" in command:
                self._end("stopped")

    def _mark(self, phase: str) -> None:
        self.phase += 1
        self._write({"phase": {"id": phase, "at": _now()}})
        self._tell({"phase": phase})

    def _end(self, why: str) -> None:
        if self.why is None:
            self.why = why
            ctx.master.shutdown()

    def _write(self, document: dict[str, Any]) -> None:
        self.lines.add(document)
        if self.lines.count >= self.limits["rows"]:
            self._end("limit-rows")
        if self.lines.fault is not None:
            self._end(self.lines.fault)

    def _tell(self, document: dict[str, Any]) -> None:
        with contextlib.suppress(OSError):  # a watcher that does not read misses something; the capture does not
            os.write(1, json.dumps(document).encode() + b"\n")

    def _show(self, host: str | None, address: str | None, *, reason: str | None = None) -> None:
        key = (host, address, self.phase, reason)
        if key not in self.seen and len(self.seen) < MOST_SEEN:
            self.seen.add(key)
            self._tell({"host": host, "address": address, "reason": reason})

    def _count(self, loop: asyncio.AbstractEventLoop, told: int) -> None:
        if self.lines.count != told:
            self._tell({"count": self.lines.count, "bytes": self.lines.size})
        loop.call_later(COUNT_EVERY, self._count, loop, self.lines.count)

    def client_connected(self, client: connection.Client) -> None:
        """Refuse connections beyond the limit, and say that one was."""
        self.open += 1
        if self.open > self.limits["connections"]:
            client.error = "over the limit of connections"
            self._write({"connection": {"phase": self.phase, "error": client.error}})

    def client_disconnected(self, client: connection.Client) -> None:
        """A client that leaves a secured connection without a word checks its pin after the handshake, or may."""
        self.open -= 1
        why, facts = self.quiet.pop(client.id, ("", {}))
        if facts:
            self._failed(facts, why)

    def http_connect(self, flow: http.HTTPFlow) -> None:
        """A tunnel was asked for; what comes through it, if anything does, is seen below."""
        facts = self._facts(flow.client_conn, flow.server_conn, flow.request.host)
        self.quiet[flow.client_conn.id] = ("closed before the handshake", facts)

    def tls_established_client(self, data: tls.TlsData) -> None:
        """Secured: the client accepted our certificate, so far."""
        facts = self._facts(data.conn, data.context.server)
        self.quiet[data.conn.id] = ("pinning suspected: closed without request after the handshake", facts)

    def tls_failed_client(self, data: tls.TlsData) -> None:
        """The client refused the handshake: pinned, or our authority is not trusted."""
        self.quiet.pop(data.conn.id, None)
        self._failed(self._facts(data.conn, data.context.server), data.conn.error or "handshake refused")

    def server_connect(self, data: server_hooks.ServerConnectionHookData) -> None:
        """In a rehearsal nothing leaves the machine: known names lead to the stand-in, others nowhere."""
        if self.stand_in is None or data.server.address is None:
            return
        host, port = data.server.address
        place = self.stand_in["hosts"].get(host)
        if place is None:
            data.server.error = "the rehearsal does not know this name"
            return
        is_clear = port == _CLEAR
        data.server.sni = data.server.sni or (None if is_clear else host)
        self.named[data.server.id] = data.server.address
        data.server.address = ("127.0.0.1", self.stand_in["clear_port" if is_clear else "port"])

    def server_connected(self, data: server_hooks.ServerConnectionHookData) -> None:
        """Give the name back: the proxy reuses connections by their address."""
        if (address := self.named.pop(data.server.id, None)) is not None:
            object.__setattr__(data.server, "address", address)

    def server_connect_error(self, data: server_hooks.ServerConnectionHookData) -> None:
        """The server could not be reached; in a tunnel, nothing else would tell."""
        host = data.server.sni or (data.server.address or ("", 0))[0]
        self.quiet.pop(data.client.id, None)
        self._failed(self._facts(data.client, data.server, host), data.server.error or "refused")

    def tcp_start(self, flow: tcp.TCPFlow) -> None:
        """Traffic that is no HTTP passes unread."""
        self.quiet.pop(flow.client_conn.id, None)

    def tcp_end(self, flow: tcp.TCPFlow) -> None:
        """Count what passed unread."""
        facts = self._facts(flow.client_conn, flow.server_conn)
        sent = sum(len(message.content) for message in flow.messages if message.from_client)
        received = sum(len(message.content) for message in flow.messages if not message.from_client)
        self._failed(facts | {"bytes_out": sent, "bytes_in": received}, "not read: no HTTP")

    tcp_error = tcp_end

    def udp_start(self, flow: udp.UDPFlow) -> None:
        """Datagrams pass unread."""
        self._failed(self._facts(flow.client_conn, flow.server_conn) | {"transport": "udp"}, "quic")

    def dns_request(self, flow: dns.DNSFlow) -> None:
        """A name was asked for."""
        for question in flow.request.questions:
            self._failed({"host": question.name, "peer_ip": None, "phase": self.phase, "transport": "dns"}, "dns")

    def _facts(self, client: connection.Client, server: connection.Server, name: str | None = None) -> dict[str, Any]:
        host, port = server.address or (None, None)
        name = name or client.sni
        sent, received = _bytes_of(client)
        return {
            "host": name or host,
            "port": port,
            "peer_ip": self._address(server, name or host),
            "sni": client.sni,
            "tls": client.tls or None,
            "bytes_out": sent,
            "bytes_in": received,
            "phase": self.phase,
        }

    def _address(self, server: connection.Server, host: str | None) -> str | None:
        if self.stand_in is not None:
            address: str | None = self.stand_in["hosts"].get(host)
            return address if server.peername else None
        return server.peername[0] if server.peername else None

    def _failed(self, facts: dict[str, Any], error: str) -> None:
        self._write({"connection": {**facts, "error": error[:300]}})
        self._show(facts["host"], facts["peer_ip"], reason=error[:120])

    def requestheaders(self, flow: http.HTTPFlow) -> None:
        """An exchange begins; its bodies are looked at as they pass and never gathered."""
        self.quiet.pop(flow.client_conn.id, None)
        held = self.held[flow.id] = Held(flow, self.phase)
        flow.request.stream = held.take_sent

    def responseheaders(self, flow: http.HTTPFlow) -> None:
        """Look at the answer as it passes."""
        held = self.held.get(flow.id)
        switches = flow.response is not None and flow.response.status_code == _SWITCHING
        if held is not None and flow.response is not None and not switches:
            flow.response.stream = held.take_received

    def response(self, flow: http.HTTPFlow) -> None:
        """The exchange is over."""
        if held := self.held.get(flow.id):
            self._exchange(held, None)

    def error(self, flow: http.HTTPFlow) -> None:
        """The exchange broke off."""
        if held := self.held.get(flow.id):
            said = flow.error.msg if flow.error else "unknown"
            self._exchange(held, said.replace("Certificate verify", "Server identity check"))

    def websocket_message(self, flow: http.HTTPFlow) -> None:
        """Each message is an exchange of its own, in the phase in which it passed."""
        if flow.websocket is None:
            return
        message = flow.websocket.messages[-1]
        content = bytes(message.content[:KEPT_SENT])
        row = {
            "type": "send" if message.from_client else "receive",
            "opcode": 1 if message.is_text else 2,
            "data": content.decode("utf-8", "replace") if message.is_text else base64.b64encode(content).decode(),
        }
        entry = self._entry(Held(flow, self.phase), None)
        for side in ("request", "response"):
            entry[side] |= {"bodySize": 0, "headersSize": 0}
        entry["request" if message.from_client else "response"]["bodySize"] = len(message.content)
        self._write({"entry": entry | {"_webSocketMessages": [row]}})
        flow.websocket.messages.clear()  # they are on disk now

    def _exchange(self, held: Held, error: str | None) -> None:
        self.held.pop(held.flow.id, None)
        entry = self._entry(held, error)
        self._write({"entry": entry})
        self._show(held.flow.request.pretty_host, entry["serverIPAddress"])

    def _entry(self, held: Held, error: str | None) -> dict[str, Any]:
        asked, answered = held.flow.request, held.flow.response
        request = {"method": asked.method, "url": asked.pretty_url, **_head(asked), "bodySize": held.sent_size}
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
            "startedDateTime": _stamp(asked.timestamp_start),
            "_phase": held.phase,
            "serverIPAddress": self._address(held.flow.server_conn, asked.pretty_host),
            "request": request,
            "response": response,
        }
        return entry if error is None else entry | {"_error": error[:300]}


def _head(message: http.Message) -> dict[str, Any]:
    pairs = [(_text(name), _text(value)) for name, value in message.headers.fields[:MOST_HEADERS]]
    return {
        "httpVersion": message.http_version,
        "headers": [{"name": name, "value": value} for name, value in pairs],
        "headersSize": sum(len(name) + len(value) + 4 for name, value in message.headers.fields),
    }


def _text(value: bytes) -> str:
    return value[:LONGEST_HEADER].decode("latin-1")


def _stamp(moment: float) -> str:
    return datetime.fromtimestamp(moment, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _now() -> str:
    return _stamp(time.time())  # noqa: TID251 - a program of its own: the proxy's clock dates the exchanges too


def _bytes_of(client: connection.Client) -> tuple[int | None, int | None]:
    """Bytes that came from the client and went to it, as the kernel counted them; None where it does not say."""
    server = ctx.master.addons.get("proxyserver")
    handler = next((row for row in server.connections.values() if row.client.id == client.id), None)
    if handler is None:
        return None, None
    with contextlib.suppress(AttributeError, KeyError, OSError, struct.error):
        plug = handler.transports[client].writer.get_extra_info("socket")
        told = plug.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _BYTES.size)
        acknowledged, received = _BYTES.unpack(told)
        return received, acknowledged
    return None, None


addons = [Recorder()]
