"""How much of a capture was understood: requests, contents, bytes; and the servers of which nothing was seen."""

from collections.abc import Mapping
from typing import Any

from analyzers.counting import in_english, in_french
from analyzers.evidence import point, rows, section, text, whole
from criteria.findings import Attribute, Finding, Text

_KIND = "capture.measured"
NAMED = 50  # servers named; the contacts list all


def measure(artifact: str, traffic: Mapping[str, Any]) -> Finding:
    """State the shares as counts: what divides is for the reader's side, since nothing is lost by counting."""
    coverage = section(traffic, "coverage")
    content = section(coverage, "content")
    counted: dict[str, Attribute] = {
        "requests": whole(coverage, "requests_total"),
        "requests_read": whole(coverage, "requests_read") or 0,
        "contents": whole(content, "bodies") or 0,
        "contents_understood": whole(content, "bodies_understood") or 0,
        "bytes": whole(content, "bytes") or 0,
        "bytes_understood": whole(content, "bytes_understood") or 0,
        "seeds": whole(content, "seeds") or 0,
        "blind": list_blind(traffic)[:NAMED],
    }
    return Finding(_KIND, counted, _say(counted), point(artifact, "/traffic/coverage"))


def list_blind(traffic: Mapping[str, Any]) -> tuple[str, ...]:
    """Servers that were contacted and of whose exchanges nothing could be read."""
    read = {text(row, "host") for _, row in rows(traffic, "requests")}
    blind = {
        text(row, "host") or text(row, "sni") or text(row, "peer_ip")
        for _, row in rows(traffic, "connections")
        if row.get("intercepted") is False or row.get("failure")
    }
    return tuple(sorted(host for host in blind if host is not None and host not in read))


def _say(counted: Mapping[str, Attribute]) -> Text:
    total = "?" if counted["requests"] is None else counted["requests"]
    blind = counted["blind"]
    number = len(blind) if isinstance(blind, tuple) else 0
    return Text(
        f"{counted['requests_read']} requêtes lues sur {total} ; {counted['contents_understood']} contenus compris sur "
        f"{counted['contents']}, soit {counted['bytes_understood']} octets sur {counted['bytes']} ; "
        f"{counted['seeds']} valeurs témoins cherchées ; "
        f"{in_french(number, 'serveur contacté', 'serveurs contactés')} dont rien n'a été vu.",
        f"{counted['requests_read']} requests read of {total}; {counted['contents_understood']} contents understood of "
        f"{counted['contents']}, that is {counted['bytes_understood']} bytes of {counted['bytes']}; "
        f"{counted['seeds']} test values looked for; "
        f"{in_english(number, 'server', 'servers')} contacted of which nothing was seen.",
    )
