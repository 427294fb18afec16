"""One mitmproxy flow to a request or a bare connection."""

import hashlib
from datetime import UTC, datetime

from analyzers.extract.exchanges import Answered, Exchanges, count, name_failure, word
from analyzers.extract.urls import Target, clean_address, clean_host, read_url
from analyzers.formats.flow import Flow

_SECRET_WORDS = {True: "https", False: "http"}


def take_flow(found: Exchanges, flow: Flow) -> str | None:
    """Add one flow; the answer says why it could not be used."""
    _date(found, flow.started)
    peer = clean_address(flow.peer) if flow.peer else None
    name = clean_host(flow.sni) if flow.sni else None
    failure = name_failure(flow.error)
    place = (flow.offset, flow.length)
    if flow.kind not in ("http", "websocket"):
        host = clean_host(flow.host) if flow.host else name
        target = Target("", host, flow.port, "", "")
        transport = {"udp": "udp", "dns": "dns"}.get(flow.kind, "tcp")
        # Raw traffic is not read, even where the tool decrypted it.
        found.connection(
            target, place, peer_ip=peer, sni=name, transport=transport, tls=flow.tls, intercepted=False, failure=failure
        )
        return None
    target_or_none = _target(flow)
    if target_or_none is None:
        return "no-host"
    answered = Answered(
        method=word(flow.method),
        peer_ip=peer,
        status=count(flow.status),
        http_version=word(flow.http_version),
        bytes_out=flow.bytes_out,
        bytes_in=flow.bytes_in,
        websocket=flow.websocket,
    )
    found.request(target_or_none, flow.message, place, answered)
    found.connection(target_or_none, place, peer_ip=peer, sni=name, failure=failure)
    return None


def _target(flow: Flow) -> Target | None:
    host = clean_host(flow.host) if flow.host else None
    if host is None:
        return None
    scheme = flow.scheme if flow.scheme in ("http", "https", "ws", "wss") else _SECRET_WORDS[bool(flow.tls)]
    path = flow.path or "/"
    if "://" in path[:16]:  # old proxies kept the whole address there
        return read_url(path)
    shown = f"[{host}]" if ":" in host else host
    port = flow.port if flow.port and 0 < flow.port < 1 << 16 else None
    url = f"{scheme}://{shown}{f':{port}' if port else ''}{path if path.startswith('/') else '/' + path}"
    target = read_url(url)
    if target is None:
        return None
    return Target(scheme, host, target.port, target.path, hashlib.sha256(url.encode("utf-8", "replace")).hexdigest())


def _date(found: Exchanges, started: float | None) -> None:
    if started is not None:
        stamp = datetime.fromtimestamp(started, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        found.first = min(found.first or stamp, stamp)
        found.last = max(found.last or stamp, stamp)
