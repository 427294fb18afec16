"""How connections were secured, host by host. Evidence in, findings out; pure."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from analyzers.beside import find_beside
from analyzers.contract import Detection, Evidence
from analyzers.evidence import covered, covered_but_for, flag, is_list_of_objects, point, rows, section, text, whole
from analyzers.knowledge.book import Knowledge
from analyzers.traffic_handshakes.settled import settle
from analyzers.traffic_handshakes.wording import describe
from criteria.findings import Attribute, Coverage, Extent, Finding, Text

_KIND, _SCOPE = "tls.negotiated", "traffic"
_SECURED = frozenset({"https", "wss"})
Gap = tuple[str, str]


def detect(artifact: str, evidence: Evidence, knowledge: Knowledge) -> Detection:
    """Give one finding per host that was offered a secured connection, sorted, and say what was not seen."""
    del knowledge
    traffic = section(evidence, "traffic")
    of_host: dict[str, list[tuple[int, Mapping[str, Any]]]] = defaultdict(list)
    for index, row in rows(traffic, "handshakes"):
        if (host := text(row, "host")) is not None:
            of_host[host].append((index, row))
    findings = tuple(_negotiated(artifact, host, of_host[host]) for host in sorted(of_host))
    return Detection(findings, (_coverage(traffic, findings),))


def _negotiated(artifact: str, host: str, handshakes: list[tuple[int, Mapping[str, Any]]]) -> Finding:
    settled = settle(handshakes)
    row = dict(handshakes)[settled.row]
    stated: dict[str, Attribute] = {
        "host": host,
        "version": settled.version,
        "current": settled.current,
        "forward_secrecy": settled.forward_secrecy,
        "certificate_valid": settled.certificate_valid,
        "refused_interception": settled.refused,
        "app_version": text(row, "app_version"),
        "server_version": text(row, "server_version"),
        "cipher": text(row, "cipher"),
        "app_cipher": text(row, "app_cipher"),
        "protocol": text(row, "alpn"),
        "issuer": text(row, "issuer"),
        "certificate_until": (text(row, "not_after") or "")[:10] or None,
    }
    return Finding(_KIND, stated, describe(stated), point(artifact, f"/traffic/handshakes/{settled.row}", row))


def _coverage(traffic: Mapping[str, Any], findings: tuple[Finding, ...]) -> Coverage:
    if not is_list_of_objects(traffic, "handshakes") or not rows(traffic, "handshakes"):
        return covered(
            _KIND,
            _SCOPE,
            Extent.NONE,
            "Ce relevé ne dit pas comment les connexions ont été chiffrées.",
            "This capture does not say how the connections were encrypted.",
        )
    gaps = [*_reading_gaps(traffic), *_host_gaps(traffic, findings), *find_beside(traffic)]
    return covered_but_for(
        _KIND,
        _SCOPE,
        gaps,
        Text(
            f"Pour les {len(findings)} serveurs joints par une connexion chiffrée, les deux côtés ont été vus.",
            f"For the {len(findings)} servers reached by an encrypted connection, both sides were seen.",
        ),
        Text("Le relevé ne dit pas tout du chiffrement :", "The capture does not say everything of the encryption:"),
    )


def _reading_gaps(traffic: Mapping[str, Any]) -> list[Gap]:
    coverage = section(traffic, "coverage")
    gaps = []
    total, read = whole(coverage, "requests_total"), whole(coverage, "requests_read")
    if total is None or total != read or not is_list_of_objects(coverage, "unread") or rows(coverage, "unread"):
        gaps.append(("des passages du fichier n'ont pas pu être lus", "parts of the file could not be read"))
    if whole(coverage, "handshakes_unlisted") != 0 or whole(coverage, "connections_unlisted") != 0:
        gaps.append(("trop de connexions pour être toutes listées", "too many connections to be listed"))
    if not is_list_of_objects(traffic, "connections"):
        gaps.append(("les connexions échouées ne sont pas listées", "failed connections are not listed"))
    if flag(section(traffic, "capture"), "records_failures") is not True:
        gaps.append(("l'outil ne garde pas les connexions refusées", "the tool keeps no refused connections"))
    return gaps


def _host_gaps(traffic: Mapping[str, Any], findings: tuple[Finding, ...]) -> list[Gap]:
    seen = {row.attributes["host"] for row in findings}
    unseen = sorted(_secured(traffic) - seen)
    half = sorted(str(row.attributes["host"]) for row in findings if row.attributes["current"] is None)
    gaps = []
    if unseen:
        gaps.append(
            (f"rien de vu pour {_name(unseen, 'et')}", f"nothing was seen for {_name(unseen, 'and')}"),
        )
    if half:
        gaps.append((f"un seul côté vu pour {_name(half, 'et')}", f"one side only was seen for {_name(half, 'and')}"))
    return gaps


def _secured(traffic: Mapping[str, Any]) -> set[str]:
    """Hosts that were offered a secured connection, or that may have been: what passed unread is not known."""
    hosts = {text(row, "host") for _, row in rows(traffic, "requests") if text(row, "scheme") in _SECURED}
    for _, row in rows(traffic, "connections"):
        is_asked = text(row, "transport") != "dns"
        if is_asked and (flag(row, "tls") is not False or flag(row, "intercepted") is False):
            hosts.add(text(row, "host") or text(row, "sni") or text(row, "peer_ip"))
    return {host for host in hosts if host is not None}


def _name(hosts: list[str], joined: str) -> str:
    """The first few by name."""
    few = ", ".join(hosts[:3])
    return few if len(hosts) <= 3 else f"{few} {joined} {len(hosts) - 3}"  # noqa: PLR2004 - the few
