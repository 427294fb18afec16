"""Requests and connections as they are gathered from a capture, whatever its format."""

from typing import Any

from analyzers.extract.search import Search
from analyzers.extract.urls import Target
from analyzers.extract.values import printable
from analyzers.formats.parts import Message

Fact = dict[str, Any]

MAX_CONNECTIONS = 50_000
MAX_WORD = 64
_ENCRYPTED = frozenset({"https", "wss"})
_FAILURES = (
    ("pinning", ("pinning suspected",)),
    ("server_certificate", ("server identity",)),
    ("untrusted_ca", ("certificate", "cert_", "unknown_ca", "unknown ca", "trust", "pinn")),
    ("reset", ("reset", "connection_closed", "closed by", "broken pipe", "disconnected")),
    ("dns", ("name_not_resolved", "resolve", "getaddrinfo", "dns")),
    ("refused", ("refused",)),
    ("timeout", ("timeout", "timed out", "timed_out")),
    ("quic", ("quic",)),
    ("tls", ("tls", "ssl", "handshake")),
)


class Exchanges:
    """What one capture shows, in the order of the file."""

    def __init__(self, salt: str = "") -> None:
        self.salt = salt  # makes digests of values comparable inside one capture only
        self.told = Search()
        self.requests: list[Fact] = []
        self.connections: dict[tuple[Any, ...], Fact] = {}
        self.first: str | None = None
        self.last: str | None = None

    def search(self, index: int, target: Target, message: Message) -> None:
        """Search what one request sends; of its bytes nothing is kept."""
        self.told.take(index, target, message, self.salt)

    def request(self, target: Target, place: tuple[int, int], **facts: Any) -> None:
        """Add one request."""
        row: Fact = {"index": len(self.requests), "method": None, "peer_ip": None, "status": None}
        row |= {"http_version": None, "bytes_out": None, "bytes_in": None, "websocket": False, "phase": None}
        row |= {"scheme": target.scheme, "host": target.host, "port": target.port, "path": self.told.hide(target.path)}
        self.requests.append(row | {"url_sha256": target.sha256, "offset": place[0], "length": place[1]} | facts)

    def connection(self, target: Target, place: tuple[int, int], **facts: Any) -> None:
        """Count one use of a connection; failures stand apart from what went well."""
        if target.host is None and not facts.get("peer_ip"):
            return  # nothing left the machine
        tls = target.scheme in _ENCRYPTED
        row: Fact = {"host": target.host, "port": target.port, "peer_ip": None, "sni": None, "transport": "tcp"}
        sizes = {name: facts.pop(name, None) for name in ("bytes_out", "bytes_in")}
        row |= {"tls": tls, "intercepted": None, "failure": None, "phase": None} | facts
        if row["intercepted"] is None and row["tls"]:
            row["intercepted"] = row["failure"] is None
        key = tuple(row.values())
        if key not in self.connections and len(self.connections) >= MAX_CONNECTIONS:
            return
        empty = {"requests": 0, "offset": place[0], "length": place[1], "bytes_out": None, "bytes_in": None}
        held = self.connections.setdefault(key, row | empty)
        held["requests"] += 1
        for name, size in sizes.items():
            held[name] = size if held[name] is None else held[name] + (size or 0)

    def facts(
        self, capture: Fact, total: int | None, read: int, unread: list[tuple[int, str]], unread_count: int
    ) -> Fact:
        """The traffic part of the evidence."""
        rows = [{"offset": offset, "why": why} for offset, why in unread]
        transmissions, content = self.told.facts()
        for row in transmissions:
            del row["last"]
        coverage: Fact = {"requests_total": total, "requests_read": read, "unread": rows, "unread_count": unread_count}
        coverage["content"] = content
        connections = list(self.connections.values())
        return {
            "capture": capture,
            "requests": self.requests,
            "connections": connections,
            "transmissions": transmissions,
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
    return printable(value)[:MAX_WORD] if isinstance(value, str) and value else None


def count(value: object) -> int | None:
    """A size or a status, where it is one."""
    whole = int(value) if isinstance(value, float) and value.is_integer() else value
    return whole if isinstance(whole, int) and not isinstance(whole, bool) and 0 <= whole < 1 << 53 else None
