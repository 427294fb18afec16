"""What mitmdump is told to write down: one line per fact, as it happens. Standard library and what mitmproxy carries.

It runs in the capture tools' own environment and process, and no process of the server imports it. It judges nothing.
Its order (statement, limits, stand-in, the key under which lines are sealed) comes through an open descriptor and is
never a file. Its folder receives the recording: `analyzers/formats/lines.py`, sealed as `frames.py` says. Commands come
by standard input, one JSON object per line; what a watcher may see at once goes to standard output the same way. When
standard input ends, whoever supervised is gone: the recording ends too.
"""

import asyncio
import contextlib
import json
import logging
import os
import sys
from pathlib import Path
from typing import Any

from mitmproxy import connection, ctx, dns, http, tcp, tls, udp, version
from mitmproxy.proxy import server_hooks

sys.path.append(str(Path(__file__).parents[2]))  # the project's own modules, after the tool's

from analyzers.bench.access import NAMES
from analyzers.bench.addon_faults import Faults
from analyzers.bench.addon_lines import Lines
from analyzers.bench.addon_names import Names
from analyzers.bench.addon_rows import Held, now, write_entry, write_message
from analyzers.bench.addon_tls import Handshakes
from analyzers.bench.addon_wire import bytes_of, is_address, name_server, reached_by, resolve

MOST_SEEN = 20_000
COUNT_EVERY = 0.5  # seconds between two counts on standard output
_SWITCHING, _CLEAR = 101, 80
OWN = "the bench's own resolver"


class Recorder:
    """Writes what the proxy sees, marked with the phase it happened in, until it is told to stop or meets a limit."""

    def __init__(self) -> None:
        self.phase = -1
        self.held: dict[str, Held] = {}
        self.quiet: dict[str, tuple[str, dict[str, Any]]] = {}  # secured or announced, and nothing asked yet
        self.named: dict[str, tuple[str, int]] = {}  # servers whose place a stand-in took
        self.seen: set[tuple[Any, ...]] = set()
        self.handshakes = Handshakes()
        self.names = Names(self._alias)
        self.why: str | None = None
        self.fresh: set[str] = set()  # in a tunnel: connected, and its server not yet
        self.open, self.commands = 0, b""

    def load(self, loader: Any) -> None:
        """Say which options name the folder and the order."""
        loader.add_option("bench_folder", str, "", "where the capture goes")
        loader.add_option("bench_order", str, "", "what to record, within which limits")

    def running(self) -> None:
        """Begin: the proxy listens now."""
        folder = Path(ctx.options.bench_folder)
        order = json.loads(Path(ctx.options.bench_order).read_text(encoding="utf-8"))
        self.limits, self.stand_in = order["limits"], order["stand_in"]
        self.lines = Lines(folder / order["file"], bytes.fromhex(order["key"]), self.limits["bytes"])
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
        if self.stand_in is not None:  # no name is asked for outside either
            ctx.master.addons.remove(ctx.master.addons.get("dnsresolver"))
        logging.getLogger().addHandler(Faults(self._end, self._lose))
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
                self._write({"journey": {"name": command["journey"], "at": now()}})
            elif "stop" in command:
                self._end("stopped")

    def _mark(self, phase: str) -> None:
        self.phase += 1
        self._write({"phase": {"id": phase, "at": now()}})
        self._tell({"phase": phase})

    def _end(self, why: str) -> None:
        if self.why is None:
            self.why = why
            ctx.master.shutdown()

    def _lose(self) -> None:
        """The tool failed on a connection: what it carried is missing, and the reader is told so."""
        self._write({"connection": {"phase": self.phase, "error": "the tool failed on a connection"}})

    def _alias(self, row: dict[str, Any]) -> None:
        if self.why is None:
            self._write({"alias": row})

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
        if client.proxy_mode.type_name == "wireguard" and client.transport_protocol == "tcp":
            self.fresh.add(client.id)
        if self.open > self.limits["connections"]:
            client.error = "over the limit of connections"
            self._write({"connection": {"phase": self.phase, "error": client.error}})

    def client_disconnected(self, client: connection.Client) -> None:
        """A client that leaves a secured connection without a word checks its pin after the handshake, or may."""
        self.open -= 1
        self.handshakes.forget(client)
        self.fresh.discard(client.id)
        why, facts = self.quiet.pop(client.id, ("", {}))
        if facts:
            self._failed(facts, why)

    def http_connect(self, flow: http.HTTPFlow) -> None:
        """A tunnel was asked for; what comes through it, if anything does, is seen below."""
        facts = self._facts(flow.client_conn, flow.server_conn, flow.request.host)
        self.quiet[flow.client_conn.id] = ("closed before the handshake", facts)

    def tls_clienthello(self, data: tls.ClientHelloData) -> None:
        """A client offers to secure a connection."""
        self.handshakes.heard(data)

    def tls_established_client(self, data: tls.TlsData) -> None:
        """Secured: the client accepted our certificate, so far."""
        facts = self._facts(data.context.client, data.context.server)
        self.quiet[data.conn.id] = ("pinning suspected: closed without request after the handshake", facts)
        self._handshake(facts, data, refused=False)

    def tls_failed_client(self, data: tls.TlsData) -> None:
        """The client refused the handshake: pinned, or our authority is not trusted."""
        self.quiet.pop(data.conn.id, None)
        facts = self._facts(data.context.client, data.context.server)
        self._failed(facts, data.conn.error or "handshake refused")
        self._handshake(facts, data, refused=True)

    def _handshake(self, facts: dict[str, Any], data: tls.TlsData, *, refused: bool) -> None:
        row = self.handshakes.tell(facts, data, refused=refused)
        if row is not None:
            self._write({"tls": row})

    def server_connect(self, data: server_hooks.ServerConnectionHookData) -> None:
        """In a rehearsal nothing leaves the machine: known names lead to the stand-in, others nowhere."""
        if data.server.address is None:
            return
        host, port = data.server.address
        if host == NAMES:  # the device tries our own resolver by other ways: that is no recipient
            data.server.error = OWN
        if self.stand_in is None or host == NAMES:
            return
        is_known = host in self.stand_in["hosts"] or host in self.stand_in["hosts"].values()
        if not is_known:
            data.server.error = "the rehearsal does not know this name"
            return
        is_clear = port == _CLEAR
        data.server.sni = data.server.sni or (None if is_clear or is_address(host) else host)
        self.named[data.server.id] = data.server.address
        data.server.address = ("127.0.0.1", self.stand_in["clear_port" if is_clear else "port"])

    def server_connected(self, data: server_hooks.ServerConnectionHookData) -> None:
        """Give the name back: the proxy reuses connections by their address."""
        if (address := self.named.pop(data.server.id, None)) is not None:
            object.__setattr__(data.server, "address", address)
        if self.stand_in is None and data.server.address is not None:
            self.names.look_up(data.server.address[0])
        if data.client.id in self.fresh:  # a tunnel asks for no tunnel: this is the first that tells where to
            self.fresh.discard(data.client.id)
            self.quiet[data.client.id] = ("closed before the handshake", self._facts(data.client, data.server))

    def server_connect_error(self, data: server_hooks.ServerConnectionHookData) -> None:
        """The server could not be reached; in a tunnel, nothing else would tell."""
        host = data.server.sni or (data.server.address or ("", 0))[0]
        self.quiet.pop(data.client.id, None)
        if data.server.error == OWN:
            return
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
        """A name was asked for; in a rehearsal the answer is the address that it stands for."""
        for question in flow.request.questions:
            self._failed({"host": question.name, "peer_ip": None, "phase": self.phase, "transport": "dns"}, "dns")
        if self.stand_in is not None:
            flow.response = resolve(flow.request, self.stand_in["hosts"])

    def dns_response(self, flow: dns.DNSFlow) -> None:
        """A name that stands for another one is told of: whoever receives may be behind it."""
        self.names.answered(flow.response)

    def _facts(self, client: connection.Client, server: connection.Server, name: str | None = None) -> dict[str, Any]:
        host = name or name_server(client, server)
        sent, received = bytes_of(client)
        return {
            "host": host,
            "port": (server.address or (None, None))[1],
            "peer_ip": self._address(server, host),
            "sni": client.sni,
            "tls": client.tls or None,
            "bytes_out": sent,
            "bytes_in": received,
            "phase": self.phase,
        }

    def _address(self, server: connection.Server, host: str | None) -> str | None:
        if self.stand_in is not None:
            address: str | None = self.stand_in["hosts"].get(host) or (host if host and is_address(host) else None)
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
        address = self._address(flow.server_conn, flow.request.pretty_host)
        self._write({"entry": write_message(flow, self.phase, address)})
        flow.websocket.messages.clear()  # they are on disk now

    def _exchange(self, held: Held, error: str | None) -> None:
        self.held.pop(held.flow.id, None)
        host = held.flow.request.pretty_host
        held.reached = reached_by(held.flow.client_conn, held.flow.server_conn, host)
        address = self._address(held.flow.server_conn, held.reached or host)
        if held.reached is not None:  # a borrowed name hides nobody
            self._show(held.reached, address)
        self._write({"entry": write_entry(held, address, error)})
        self._show(host, address)


addons = [Recorder()]
