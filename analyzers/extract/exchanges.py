"""Requests and connections as they are gathered from a capture, whatever its format."""

from functools import lru_cache
from typing import Any, NamedTuple

from analyzers.extract.search import Search
from analyzers.extract.urls import Target
from analyzers.extract.values import printable
from analyzers.formats.parts import Message

Fact = dict[str, Any]

MAX_LISTED = 8_192
MAX_CONNECTIONS = 8_192
MAX_WORD = 64
_ENCRYPTED = frozenset({"https", "wss"})
_FAILURES = (
    ("pinning", ("pinning suspected",)),
    ("server_certificate", ("server identity",)),
    ("untrusted_ca", ("certificate", "cert_", "cert ", "unknown_ca", "unknown ca", "trust", "pinn")),
    ("reset", ("reset", "connection_closed", "closed by", "broken pipe", "disconnected")),
    ("dns", ("name_not_resolved", "resolve", "getaddrinfo", "dns")),
    ("refused", ("refused",)),
    ("timeout", ("timeout", "timed out", "timed_out")),
    ("quic", ("quic",)),
    ("tls", ("tls", "ssl", "handshake")),
)


class Answered(NamedTuple):
    """What a request and its answer state besides the address."""

    method: str | None = None
    peer_ip: str | None = None
    status: int | None = None
    http_version: str | None = None
    bytes_out: int | None = None
    bytes_in: int | None = None
    websocket: bool = False
    phase: int | None = None


class Exchanges:
    """What one capture shows, in the order of the file."""

    def __init__(self, salt: str = "") -> None:
        self.salt = salt  # makes digests of values comparable inside one capture only
        self.told = Search()
        self.requests: list[Fact] = []
        self.unlisted = {"requests": 0, "connections": 0, "handshakes": 0}
        self.handshakes: list[Fact] = []
        self.aliases: list[Fact] = []
        self.routes: set[tuple[str, str | None, str | None, int | None]] = set()
        self.connections: dict[tuple[Any, ...], Fact] = {}
        self.tunnels: list[tuple[Target, tuple[int, int], Fact]] = []
        self.hosts: set[str | None] = set()  # of which something was read
        self.first: str | None = None
        self.last: str | None = None

    def request(self, target: Target, message: Message, place: tuple[int, int], answered: Answered) -> None:
        """Add one request and search what it sends; of its bytes nothing is kept.

        Beyond a limit only those are listed that show something new: where they go, or what they tell.
        """
        self.hosts.add(target.host)
        is_new = self.told.take(len(self.requests), target, message, self.salt, answered.phase)
        if len(self.requests) >= MAX_LISTED and not is_new:
            route = (target.scheme, target.host, answered.peer_ip, answered.phase)
            if route in self.routes or len(self.routes) >= MAX_LISTED:
                self.unlisted["requests"] += 1
                return
            self.routes.add(route)
        self.requests.append(
            {
                "index": len(self.requests),
                "method": answered.method,
                "peer_ip": answered.peer_ip,
                "status": answered.status,
                "http_version": answered.http_version,
                "bytes_out": answered.bytes_out,
                "bytes_in": answered.bytes_in,
                "websocket": answered.websocket,
                "phase": answered.phase,
                "scheme": target.scheme,
                "host": self.told.hide_host(target.host),
                "port": target.port,
                "path": self.told.hide(target.path),
                "url_sha256": target.sha256,
                "offset": place[0],
                "length": place[1],
            }
        )

    def connection(self, target: Target, place: tuple[int, int], **facts: Any) -> None:
        """Count one use of a connection; failures stand apart from what went well."""
        if target.host is None and not facts.get("peer_ip"):
            return  # nothing left the machine
        tls = target.scheme in _ENCRYPTED
        host = self.told.hide_host(target.host)
        row: Fact = {"host": host, "port": target.port, "peer_ip": None, "sni": None, "transport": "tcp"}
        sizes = {name: facts.pop(name, None) for name in ("bytes_out", "bytes_in")}
        row |= {"tls": tls, "intercepted": None, "failure": None, "phase": None} | facts
        row["sni"] = self.told.hide_host(row["sni"])
        if row["intercepted"] is None and row["tls"]:
            row["intercepted"] = row["failure"] is None
        key = tuple(row.values())
        held = self.connections.get(key)
        if held is None:
            if len(self.connections) >= MAX_CONNECTIONS:
                self.unlisted["connections"] += 1
                return
            empty = {"requests": 0, "offset": place[0], "length": place[1], "bytes_out": None, "bytes_in": None}
            held = self.connections[key] = row | empty
        held["requests"] += 1
        for name, size in sizes.items():
            held[name] = size if held[name] is None else held[name] + (size or 0)

    def tunnel(self, target: Target, place: tuple[int, int], **facts: Any) -> None:
        """Note what was carried unread; it counts where nothing of the same server was read."""
        if len(self.tunnels) < MAX_CONNECTIONS:
            self.tunnels.append((target, place, facts))
        else:
            self.unlisted["connections"] += 1

    def facts(
        self, capture: Fact, total: int | None, read: int, unread: list[tuple[int, str]], unread_count: int
    ) -> Fact:
        """The traffic part of the evidence."""
        for target, place, stated in self.tunnels:
            if target.host not in self.hosts:
                self.connection(target, place, tls=None, intercepted=False, **stated)
        rows = [{"offset": offset, "why": why} for offset, why in unread]
        transmissions, content = self.told.facts()
        for row in transmissions:
            del row["last"]
        coverage: Fact = {"requests_total": total, "requests_read": read, "unread": rows, "unread_count": unread_count}
        coverage["requests_unlisted"] = self.unlisted["requests"]
        coverage["connections_unlisted"] = self.unlisted["connections"]
        coverage["handshakes_unlisted"] = self.unlisted["handshakes"]
        coverage["content"] = content
        connections = list(self.connections.values())
        return {
            "capture": capture,
            "requests": self.requests,
            "connections": connections,
            "handshakes": self.handshakes,
            "aliases": self.aliases,
            "transmissions": transmissions,
            "consents": list(self.told.signals.values()),
            "coverage": coverage,
        }


def name_failure(message: str | None) -> str | None:
    """The kind of a failure, from the words a tool has for it."""
    if not message:
        return None
    lowered = message.lower()
    return next((name for name, words in _FAILURES if any(word in lowered for word in words)), "unknown")


def word(value: object) -> str | None:
    """A short word of the file, safe to keep: methods, versions, names of tools."""
    if not isinstance(value, str) or not value:
        return None
    return _word(value) if len(value) <= MAX_WORD else printable(value)[:MAX_WORD]


@lru_cache(maxsize=1024)
def _word(value: str) -> str:
    return printable(value)


def count(value: object) -> int | None:
    """A size or a status, where it is one."""
    if type(value) is int:
        return value if 0 <= value < 1 << 53 else None
    whole = int(value) if isinstance(value, float) and value.is_integer() else value
    return whole if type(whole) is int and 0 <= whole < 1 << 53 else None
