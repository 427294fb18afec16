"""One HAR entry to a request and its connection, and what the archive states about the app that was watched."""

import re
from typing import Any

from analyzers.bench.phases import PHASES, order_phases
from analyzers.extract.exchanges import Answered, Exchanges, count, name_failure, word
from analyzers.extract.har_messages import read_message
from analyzers.extract.urls import Target, clean_address, clean_host, read_url, split_authority
from analyzers.formats.entries import Document
from analyzers.formats.har import Har

Fact = dict[str, Any]

_MAX_STATUS = 999
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{5,18}(Z|[+-][0-9]{2}:?[0-9]{2})?")
_HEX = re.compile(r"[0-9a-fA-F]+")
_SHA256, _MD5 = 64, 32
_SWITCHING = 101


def take_entry(found: Exchanges, index: int, entry: Document, place: tuple[int, int]) -> str | None:
    """Add one entry; the answer says why it could not be used."""
    del index  # requests are numbered as they are kept
    request = _object(entry.get("request"))
    url = request.get("url") if request else None
    if request is None or not isinstance(url, str):
        return "no-url"
    if request.get("method") == "CONNECT":
        return _tunnel(found, entry, url, place)
    target = read_url(url.strip())
    if target is None:
        return "no-host"
    response = _object(entry.get("response")) or {}
    status = _status(response)
    peer = entry.get("serverIPAddress")
    address = _peer(peer) if isinstance(peer, str) else None
    _date(found, entry.get("startedDateTime"))
    socket = bool(entry.get("_webSocketMessages")) or target.scheme in ("ws", "wss") or status == _SWITCHING
    content = _object(response.get("content")) or {}
    received = _sizes(response)
    answered = Answered(
        method=word(request.get("method")),
        peer_ip=address,
        status=status,
        http_version=word(request.get("httpVersion")) or word(response.get("httpVersion")),
        bytes_out=_sizes(request),
        bytes_in=received if received is not None else count(content.get("size")),
        websocket=socket,
        phase=count(entry.get("_phase")),
    )
    found.request(target, read_message(url, request, response, entry), place, answered)
    failure = name_failure(_error(entry, response, request) or ("unknown" if response.get("status") == 0 else None))
    phase = count(entry.get("_phase"))
    found.connection(target, place, peer_ip=address, failure=failure, phase=phase)
    reached = entry.get("_server")
    if isinstance(reached, str) and (server := clean_host(reached)) is not None and server != target.host:
        # The request bears another name than the server that got it: both are told of.
        found.connection(Target(target.scheme, server, target.port, "", ""), place, peer_ip=address, phase=phase)
    return None


def _peer(text: str) -> str | None:
    """The address of the server: alone, behind its name and a slash, or before a port."""
    last = text.rpartition("/")[2]
    return clean_address(last) or clean_address(last.rpartition(":")[0])


def _tunnel(found: Exchanges, entry: Document, url: str, place: tuple[int, int]) -> str | None:
    """What a proxy was asked to carry without looking: what passed is unknown, unless it was read elsewhere."""
    host, port = split_authority(url.partition("://")[2].partition("/")[0] or url)
    if host is None or port == -1:
        return "no-host"
    peer = entry.get("serverIPAddress")
    address = _peer(peer) if isinstance(peer, str) else None
    found.tunnel(Target("", host, port, "", ""), place, peer_ip=address, phase=count(entry.get("_phase")))
    return None


def note_refusals(found: Exchanges, har: Har) -> None:
    """Add the handshakes that the app broke off, as tools keep them beside the entries."""
    for row in har.refused:
        name = next((row[key] for key in ("hostname", "upstreamHostname", "sni") if isinstance(row.get(key), str)), "")
        if (host := clean_host(name)) is not None:
            cause = row.get("cause")
            failure = name_failure(cause.replace("-", " ") if isinstance(cause, str) else None) or "tls"
            target = Target("", host, count(row.get("port")), "", "")
            found.connection(target, (0, 0), sni=host, tls=True, intercepted=False, failure=failure)


def note_connection(found: Exchanges, connection: Document, place: tuple[int, int]) -> str | None:
    """Add one connection that carried no exchange which could be read; the answer says why it could not be used."""
    peer, stated = connection.get("peer_ip"), connection.get("host") or connection.get("sni")
    address = clean_address(peer) if isinstance(peer, str) else None
    host = clean_host(stated) if isinstance(stated, str) else address
    if host is None:
        return "no-host"
    port, sni = count(connection.get("port")), connection.get("sni")
    transport = connection.get("transport")
    found.connection(
        Target("", host, port, "", ""),
        place,
        peer_ip=address,
        sni=clean_host(sni) if isinstance(sni, str) else None,
        transport=transport if transport in ("tcp", "udp", "dns") else "tcp",
        tls=connection["tls"] if isinstance(connection.get("tls"), bool) else None,
        intercepted=False,
        failure=name_failure(connection["error"] if isinstance(connection.get("error"), str) else "unknown"),
        phase=count(connection.get("phase")),
        bytes_out=count(connection.get("bytes_out")),
        bytes_in=count(connection.get("bytes_in")),
    )
    return None


def _object(value: object) -> Document | None:
    return value if isinstance(value, dict) else None


def _status(response: Document) -> int | None:
    status = count(response.get("status"))
    return status if status and status <= _MAX_STATUS else None


def _sizes(part: Document) -> int | None:
    head, body = count(part.get("headersSize")), count(part.get("bodySize"))
    return body if head is None else head if body is None else head + body


def _error(*parts: Document) -> str | None:
    for part in parts:
        for key in ("_error", "_errorText", "_blocked_reason"):
            value = part.get(key)
            if isinstance(value, str) and value:
                return value
    return None


def _date(found: Exchanges, value: object) -> None:
    if isinstance(value, str) and _DATE.fullmatch(value):
        found.first = found.first or value
        found.last = value


def read_statement(har: Har, found: Exchanges) -> Fact:
    """Tool, dates, device and app, where the archive states them."""
    stated = har.tweasel | har.sceau
    apps = [row for row in _list(stated.get("apps")) if isinstance(row, dict)]
    start, end = stated.get("startDate"), stated.get("endDate")
    tool = _object(har.sceau.get("tool")) or har.creator
    end = end if _dated(end) else found.last
    return {
        "tool": word(tool.get("name")),
        "tool_version": word(tool.get("version")),
        # Most tools keep no trace of a handshake that the app refused: only a tool that says so is believed.
        "records_failures": har.sceau.get("records_failures") is True,
        "start": start if isinstance(start, str) and _DATE.fullmatch(start) else found.first,
        "end": end,
        "app": _app(apps[0]) if len(apps) == 1 else None,
        "apps": len(apps),
        "device": _device(stated.get("device")),
        "route": word(har.sceau.get("route")),
        "access": word(har.sceau.get("access")),
        "rehearsal": har.sceau.get("rehearsal") is True,
        "phases": _phases(har, end),
        "ended": word(har.ended),
    }


def _phases(har: Har, end: object) -> list[Fact]:
    """The phases that were marked, in their order, each with the journeys that were played in it."""
    marks = [(name, _dated(at)) for what, name, at in har.marks if what == "phase"]
    played: list[set[str]] = []
    for what, name, _ in har.marks:
        if what == "phase" and name in PHASES:
            played.append(set())
        elif what == "journey" and played:
            played[-1].add(name)
    return [
        {**row, "journeys": len(names)} for row, names in zip(order_phases(marks, _dated(end)), played, strict=True)
    ]


def _dated(value: object) -> str | None:
    return value if isinstance(value, str) and _DATE.fullmatch(value) else None


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _app(row: Document) -> Fact:
    code = row.get("versionCode")
    return {
        "packageName": _name(row.get("id")),
        "versionName": word(row.get("version")),
        "versionCode": str(code) if isinstance(code, int) and not isinstance(code, bool) else word(code),
        "apk_sha256": _digest(row.get("sha256"), _SHA256),
        "md5": _digest(row.get("md5"), _MD5),
        "platform": word(row.get("platform")),
    }


def _name(value: object) -> str | None:
    return value[:256] if isinstance(value, str) and word(value) else None


def _digest(value: object, length: int) -> str | None:
    good = isinstance(value, str) and len(value) == length and _HEX.fullmatch(value)
    return str(value).lower() if good else None


def _device(value: object) -> Fact | None:
    row = _object(value)
    if row is None:
        return None
    target = word(row.get("runTarget"))
    facts: Fact = {key: word(row.get(key)) for key in ("platform", "osVersion", "manufacturer", "model")}
    return facts | {"emulator": None if target is None else target == "emulator"}
