"""Which kinds of data went to which servers, and how they were recognised. Evidence and knowledge in; pure."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from analyzers.aliases import find_aliases
from analyzers.beside import find_beside
from analyzers.contract import Detection, Evidence
from analyzers.counting import in_english, in_french
from analyzers.evidence import covered, covered_but_for, is_list_of_objects, point, rows, section, text, whole, words
from analyzers.knowledge.book import BORROWED, Knowledge
from analyzers.knowledge.domains import names_domain
from analyzers.knowledge.protocols import Property, load_protocols
from analyzers.traffic_payloads.measure import measure
from analyzers.traffic_payloads.wording import describe
from criteria.findings import Attribute, Coverage, Extent, Finding, Text

_KIND, _MEASURED, _SCOPE = "data.transmitted", "capture.measured", "traffic"
_CLEAR = frozenset({"http", "ws"})
_MATCHES = ("known", "adapter", "learned", "pattern", "vocabulary")  # the surest first


def detect(artifact: str, evidence: Evidence, knowledge: Knowledge) -> Detection:
    """Give one finding per kind of data, server and way of recognising it, sorted, and say what was not understood."""
    traffic = section(evidence, "traffic")
    package = text(section(traffic, "capture", "app"), "packageName")
    requests = dict(rows(traffic, "requests"))
    aliases = find_aliases(evidence)
    found: dict[tuple[str, str, str, str], Finding] = {}
    for index, row in rows(traffic, "transmissions"):
        number = whole(row, "request")
        request = requests.get(number) if number is not None else None
        kind = load_protocols().properties.get(text(row, "property") or "")
        match = _match(row)
        if request is None or kind is None or match not in _MATCHES:
            continue
        key = (text(request, "host") or "?", kind.id, match, _encoding(row))
        if key not in found:
            found[key] = _transmitted(
                artifact, f"/traffic/transmissions/{index}", row, request, kind, package, knowledge, aliases
            )
    coverage = _coverage(evidence)
    measured = (measure(artifact, traffic),) if coverage.extent is not Extent.NONE else ()
    return Detection((*(found[key] for key in sorted(found)), *measured), (coverage, replace(coverage, kind=_MEASURED)))


def _match(row: Mapping[str, Any]) -> str | None:
    """How sure the recognition is; what stands where browsers send nothing is for a person to confirm."""
    return "pattern" if text(row, "part") == "fragment" else text(row, "match")


def _encoding(row: Mapping[str, Any]) -> str:
    """The layers and the digest under which the value travelled, in one word each."""
    layers = words(row, "layers") or ()
    method = text(row, "hash")
    return "+".join((*layers, *((method,) if method else ())))


def _transmitted(
    artifact: str,
    where: str,
    row: Mapping[str, Any],
    request: Mapping[str, Any],
    kind: Property,
    package: str | None,
    knowledge: Knowledge,
    aliases: Mapping[str, tuple[str, ...]],
) -> Finding:
    host = text(request, "host") or "?"
    address = text(request, "peer_ip")
    place = knowledge.locate(address) if address is not None else None
    named = knowledge.recipient_of(host, place, aliases.get(host, ()))
    owner = named.owner if named is not None and named.role != "hosting" else None
    contest = named.contest if named is not None else None
    party = "unknown"
    if package is not None and names_domain(package, host) and (named is None or named.role not in BORROWED):
        party = "first"
    elif owner is not None and named is not None:
        party = "platform" if named.role == "platform" else "third"
    attributes: dict[str, Attribute] = {
        "category": kind.id,
        "health": kind.is_health,
        "identifying": kind.identifying,
        "article9": kind.article9,
        "host": host,
        "country": place.country if place else None,
        "region": place.region if place else "unknown",
        "owner": owner.name if owner else None,
        "owner_country": owner.country if owner else None,
        "recipient_kinds": owner.kinds if owner else (),
        "declared": None,  # the comparison with what was declared is not this detector's
        "party": party,
        "purposes": named.purposes if named else (),
        "contested": contest is not None,
        "match": _match(row),
        "encoding": _encoding(row) or None,
        "hashed": text(row, "hash") is not None,
        "cleartext": (text(request, "scheme") or "") in _CLEAR,
        "requests": max(whole(row, "requests") or 1, 1),
    }
    bytes_at = {"offset": whole(request, "offset"), "length": whole(request, "length")}
    return Finding(_KIND, attributes, describe(row, host, kind, contest), point(artifact, where, bytes_at))


def _coverage(evidence: Evidence) -> Coverage:
    traffic = section(evidence, "traffic")
    if not is_list_of_objects(traffic, "requests") or not is_list_of_objects(traffic, "transmissions"):
        return covered(
            _KIND,
            _SCOPE,
            Extent.NONE,
            "Le contenu des échanges n'a pas pu être lu dans cette capture.",
            "The content of the exchanges could not be read in this capture.",
        )
    gaps = [*_gaps(traffic), *find_beside(traffic)]
    content = section(traffic, "coverage", "content")
    share = f"{whole(content, 'bodies_understood') or 0}/{whole(content, 'bodies') or 0}"
    return covered_but_for(
        _KIND,
        _SCOPE,
        gaps,
        Text(
            f"Tous les contenus ont été compris ({share}) et les valeurs témoins y ont été cherchées.",
            f"All contents were understood ({share}) and the test values were looked for in them.",
        ),
        Text(f"Contenus compris : {share}.", f"Contents understood: {share}."),
    )


def _gaps(traffic: Mapping[str, Any]) -> list[tuple[str, str]]:
    coverage = section(traffic, "coverage")
    content = section(coverage, "content")
    gaps = []
    if (whole(coverage, "requests_total") or -1) != whole(coverage, "requests_read") or rows(coverage, "unread"):
        gaps.append(("Des requêtes n'ont pas pu être lues", "Some requests could not be read"))
    if not rows(traffic, "requests"):
        gaps.append(("Aucune requête n'y figure, ce qui ne prouve rien", "It holds no request, which proves nothing"))
    if (whole(content, "bodies_understood") or 0) < (whole(content, "bodies") or 0):
        left = (whole(content, "bytes") or 0) - (whole(content, "bytes_understood") or 0)
        gaps.append(
            (f"{left} octets envoyés sont restés sans sens pour nous", f"{left} bytes sent had no meaning to us")
        )
    if not whole(content, "seeds"):
        gaps.append(("Aucune valeur témoin n'a été semée", "No test value was seeded"))
    if whole(content, "unlisted") or whole(coverage, "connections_unlisted"):
        gaps.append(("Trop d'envois pour être tous listés", "Too many transmissions to be listed"))
    blind = sum(1 for _, row in rows(traffic, "connections") if row.get("intercepted") is False or row.get("failure"))
    if blind or not is_list_of_objects(traffic, "connections"):
        gaps.append(
            (
                f"{in_french(blind, 'connexion', 'connexions')} au contenu invisible",
                f"{in_english(blind, 'connection', 'connections')} whose content was not seen",
            )
        )
    if section(traffic, "capture").get("records_failures") is not True:
        gaps.append(
            (
                "L'outil de capture ne dit pas qu'il garde les connexions refusées",
                "The capture tool does not say that it keeps refused connections",
            )
        )
    return gaps
