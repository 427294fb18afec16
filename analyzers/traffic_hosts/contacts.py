"""Requests and connections of a capture, gathered by host and address. A refused connection is a contact too."""

import ipaddress
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from analyzers.evidence import flag, rows, section, text, whole

_CLEAR = frozenset({"http", "ws", "ftp"})


@dataclass(slots=True)
class _Gathered:
    """What is being gathered about one host at one address."""

    schemes: set[str] = field(default_factory=set)
    requests: int = 0
    failures: list[str] = field(default_factory=list)
    where: str = ""
    offset: int | None = None
    length: int | None = None


@dataclass(frozen=True, slots=True)
class Contact:
    """One host at one address, as the capture shows it."""

    host: str
    address: str | None
    scheme: str
    requests: int
    cleartext: bool
    intercepted: bool
    failures: tuple[str, ...]
    where: str
    offset: int | None
    length: int | None


def gather_contacts(evidence: Mapping[str, Any]) -> tuple[Contact, ...]:
    """Gather by host and address, sorted, each with the bytes of its first trace."""
    traffic = section(evidence, "traffic")
    found: dict[tuple[str, str | None], _Gathered] = {}
    for index, row in rows(traffic, "requests"):
        key = _key(row)
        if key is not None:
            gathered = _open(found, key, row, f"/traffic/requests/{index}")
            gathered.requests += 1
            gathered.schemes.add((text(row, "scheme") or "unknown").lower())
    if whole(section(traffic, "coverage"), "requests_unlisted"):
        _count_unlisted(found, traffic)
    seen = {host for host, _ in found}
    reached = seen | {_named(row) for _, row in rows(traffic, "connections") if text(row, "transport") != "dns"}
    for index, row in rows(traffic, "connections"):
        key = _key(row)
        failure = text(row, "failure")
        unread = failure is not None or flag(row, "intercepted") is False
        if key is None or not (unread or key[0] not in seen):
            continue
        if text(row, "transport") == "dns" and key[0] in reached:
            continue  # a name is asked for before it is contacted: that hides nothing
        gathered = _open(found, key, row, f"/traffic/connections/{index}")
        if unread:
            gathered.failures.append(failure or "not-intercepted")
        if not gathered.schemes:
            gathered.schemes.add("http" if flag(row, "tls") is False else "https" if flag(row, "tls") else "unknown")
    return tuple(_contact(key, found[key]) for key in sorted(found, key=lambda key: (key[0], key[1] or "")))


def _count_unlisted(found: dict[tuple[str, str | None], _Gathered], traffic: Mapping[str, Any]) -> None:
    """Of a long capture not every request is listed: connections count them all."""
    carried: Counter[tuple[str, str | None]] = Counter()
    for _, row in rows(traffic, "connections"):
        key = _key(row)
        if key in found and text(row, "failure") is None:
            carried[key] += whole(row, "requests") or 0
    for key, count in carried.items():
        found[key].requests = max(found[key].requests, count)


def _key(row: Mapping[str, Any]) -> tuple[str, str | None] | None:
    """Name the host and its address; a host that is written as an address is its own address."""
    host = _named(row)
    if not host:
        return None
    return host, text(row, "peer_ip") or _literal(host)


def _named(row: Mapping[str, Any]) -> str:
    return (text(row, "host") or text(row, "sni") or text(row, "peer_ip") or "").strip().rstrip(".").lower()


def _literal(host: str) -> str | None:
    try:
        return str(ipaddress.ip_address(host.strip("[]")))
    except ValueError:
        return None


def _open(
    found: dict[tuple[str, str | None], _Gathered], key: tuple[str, str | None], row: Mapping[str, Any], where: str
) -> _Gathered:
    if key not in found:
        found[key] = _Gathered(where=where, offset=whole(row, "offset"), length=whole(row, "length"))
    return found[key]


def _contact(key: tuple[str, str | None], gathered: _Gathered) -> Contact:
    clear = sorted(gathered.schemes & _CLEAR)
    return Contact(
        host=key[0],
        address=key[1],
        scheme=clear[0] if clear else min(gathered.schemes),
        requests=gathered.requests,
        cleartext=bool(clear) and gathered.requests > 0,
        intercepted=gathered.requests > 0,
        failures=tuple(gathered.failures),
        where=gathered.where,
        offset=gathered.offset,
        length=gathered.length,
    )
