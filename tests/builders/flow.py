"""A mitmproxy flow file of the current version (21), written flow by flow without mitmproxy."""

import hashlib
import uuid
from collections.abc import Sequence

from tests.builders.capture import CaptureSource, Exchange
from tests.builders.tnetstring import Item, write_tnetstring

VERSION = 21
_CLIENT, _PROXY = ("10.0.2.16", 40000), ("10.0.2.2", 8080)


def _identifier(*parts: object) -> str:
    """Stable in place of random, so that the same source gives the same file."""
    return str(uuid.UUID(bytes=hashlib.sha256(repr(parts).encode()).digest()[:16], version=4))


def _connection(start: float, exchange: Exchange) -> dict[str, Item]:
    secured = exchange.is_encrypted
    return {
        "transport_protocol": "tcp",
        "error": exchange.error,
        "tls": secured,
        "certificate_list": [],
        "alpn": b"h2" if secured else None,
        "alpn_offers": [b"h2", b"http/1.1"] if secured else [],
        "cipher": "TLS_AES_128_GCM_SHA256" if secured else None,
        "cipher_list": [],
        "tls_version": "TLSv1.3" if secured else None,
        "sni": exchange.host if secured else None,
        "timestamp_start": start,
        "timestamp_end": start + 2,
        "timestamp_tls_setup": start + 0.02 if secured else None,
    }


def _headers(pairs: dict[str, str]) -> Item:
    return [[name.encode(), value.encode()] for name, value in pairs.items()]


def _message(start: float, end: float, body: str, headers: dict[str, str], version: bytes) -> dict[str, Item]:
    return {
        "http_version": version,
        "headers": _headers(headers),
        "content": body.encode(),
        "trailers": None,
        "timestamp_start": start,
        "timestamp_end": end,
    }


def flow_state(source: CaptureSource, number: int) -> dict[str, Item]:
    """One exchange as the dictionary that mitmproxy stores."""
    exchange = source.exchanges[number]
    start = source.at(exchange.after).timestamp()
    version = b"HTTP/2.0" if exchange.is_encrypted else b"HTTP/1.1"
    asked = _message(start, start + 0.01, exchange.sent, {"user-agent": "okhttp/4.12.0", **exchange.headers}, version)
    asked |= {"host": exchange.host, "port": exchange.port, "method": exchange.method.encode()}
    asked |= {"scheme": b"https" if exchange.is_encrypted else b"http"}
    asked |= {"authority": exchange.host.encode(), "path": exchange.target.encode()}
    answer: dict[str, Item] | None = None
    if exchange.status is not None:
        answer = _message(start + 0.08, start + 0.09, exchange.body, {"content-type": exchange.type}, version)
        answer |= {"status_code": exchange.status, "reason": b""}
    client = _connection(start, exchange) | {"id": _identifier("client", number, exchange.url), "mitmcert": None}
    client |= {"peername": list(_CLIENT), "sockname": list(_PROXY), "proxy_mode": "regular"}
    server = _connection(start, exchange) | {"id": _identifier("server", number, exchange.url), "via": None}
    server |= {"address": [exchange.host, exchange.port], "timestamp_tcp_setup": start + 0.01}
    server |= {"peername": [exchange.address, exchange.port] if exchange.address else None, "sockname": list(_CLIENT)}
    return {
        "version": VERSION,
        "type": "http",
        "id": _identifier("flow", number, exchange.url),
        "error": {"msg": exchange.error, "timestamp": start + 1.5} if exchange.error else None,
        "client_conn": client,
        "server_conn": server,
        "intercepted": False,
        "is_replay": None,
        "marked": "",
        "metadata": {},
        "comment": source.comment if number == 0 else "",
        "timestamp_created": start,
        "backup": None,
        "request": asked,
        "response": answer,
        "websocket": None,
    }


def _unreadable(state: dict[str, Item], how: str) -> bytes:
    if how == "version":  # written by a mitmproxy that does not exist yet
        return write_tnetstring(state | {"version": 9999})
    if how == "request":  # the request is not where it must be
        return write_tnetstring(state | {"request": None})
    if how == "truncated":  # the recorder was stopped in mid-sentence: nothing can follow
        whole = write_tnetstring(state)
        return whole[: len(whole) // 2]
    raise ValueError(f"unknown unreadable entry: {how}")


def write_flow_file(source: CaptureSource, unreadable: Sequence[str] = ()) -> bytes:
    """The file; `unreadable` adds entries that no reader can use: `version` and `request` midway, `truncated` last."""
    out = bytearray()
    midway = len(source.exchanges) // 2
    for number in range(len(source.exchanges)):
        if number == midway:
            for how in unreadable:
                out += _unreadable(flow_state(source, 0), how) if how != "truncated" else b""
        out += write_tnetstring(flow_state(source, number))
    return bytes(out) + (_unreadable(flow_state(source, 0), "truncated") if "truncated" in unreadable else b"")
