"""Which hosts a capture shows, where they are, who runs them and who owns them. Evidence and knowledge in; pure."""

from dataclasses import replace

from analyzers.aliases import find_aliases
from analyzers.beside import find_beside
from analyzers.contract import Detection, Evidence
from analyzers.counting import in_english, in_french
from analyzers.evidence import covered, covered_but_for, flag, is_list_of_objects, point, rows, section, text, whole
from analyzers.knowledge.book import BORROWED, HostOwner, Knowledge
from analyzers.knowledge.domains import names_domain
from analyzers.knowledge.places import Place
from analyzers.traffic_hosts.contacts import Contact, gather_contacts
from analyzers.traffic_hosts.wording import describe, describe_dependency
from criteria.findings import Coverage, Extent, Finding, Text

_KIND, _SCOPE = "host.contacted", "traffic"
_DEPENDENCY = "operator.equipped"


def detect(artifact: str, evidence: Evidence, knowledge: Knowledge) -> Detection:
    """Give one finding per host and address, sorted, and say what the capture cannot show."""
    contacts = gather_contacts(evidence)
    package = text(section(evidence, "traffic", "capture", "app"), "packageName")
    aliases = find_aliases(evidence)
    findings = [
        _contacted(artifact, contact, package, knowledge, aliases.get(contact.host, ())) for contact in contacts
    ]
    for contact in contacts:
        findings += _equipped(artifact, contact, knowledge)
    coverage = _coverage(evidence, contacts, knowledge)
    return Detection(tuple(findings), (coverage, replace(coverage, kind=_DEPENDENCY)))


def _contacted(
    artifact: str, contact: Contact, package: str | None, knowledge: Knowledge, aliases: tuple[str, ...]
) -> Finding:
    place = knowledge.locate(contact.address) if contact.address is not None else None
    named = knowledge.recipient_of(contact.host, place, aliases)
    reach = _reach(place, named)
    attributes = {
        "host": contact.host,
        "scheme": contact.scheme,
        "address": contact.address,
        "country": place.country if place else None,
        "country_basis": place.basis if place else "none",
        "region": place.region if place else "unknown",
        "operator": place.operator if place else None,
        "operator_country": place.operator_country if place else None,
        "parent": place.parent if place else None,
        "parent_country": place.parent_country if place else None,
        "foreign_reach": tuple(sorted({*reach, *(place.local_reach if place else ())})),
        "owner": named.owner.name if named else None,
        "owner_parent": named.owner.parent if named else None,
        "owner_country": named.owner.country if named else None,
        "recipient_kinds": named.owner.kinds if named else (),
        "party": _party(contact.host, named, package),
        "purposes": named.purposes if named else (),
        "contested": named is not None and named.contest is not None,
        "requests": contact.requests,
        "cleartext": contact.cleartext,
        "intercepted": contact.intercepted,
    }
    place_of_bytes = {"offset": contact.offset, "length": contact.length}
    pointer = point(artifact, contact.where, place_of_bytes)
    return Finding(_KIND, attributes, describe(contact, place, named, reach, knowledge), pointer)


def _equipped(artifact: str, contact: Contact, knowledge: Knowledge) -> list[Finding]:
    """State whose cloud software the operator of the network, or of the rented host name, runs."""
    place = knowledge.locate(contact.address) if contact.address is not None else None
    named = knowledge.owner_of(contact.host)
    if place is not None and place.software is not None:
        who: tuple[str | None, ...] = (place.operator, place.operator_country, place.software, place.software_country)
    elif named is not None and named.owner.software is not None:
        owner = named.owner
        who = (owner.name, owner.country, owner.software, owner.software_country)
    else:
        return []
    operator, country, software, whose = who
    attributes = {
        "host": contact.host,
        "operator": operator,
        "operator_country": country,
        "software": software,
        "software_country": whose,
    }
    pointer = point(artifact, contact.where, {"offset": contact.offset, "length": contact.length})
    return [
        Finding(_DEPENDENCY, attributes, describe_dependency(operator or "?", country, software or "?", whose), pointer)
    ]


def _reach(place: Place | None, named: HostOwner | None) -> tuple[str, ...]:
    """A law reaches the data through whoever holds it: the network's operator or the owner of the host name."""
    regimes = set(place.foreign_reach if place else ())
    regimes.update(named.owner.reach if named else ())
    return tuple(sorted(regimes))


def _party(host: str, named: HostOwner | None, package: str | None) -> str:
    """The publisher's own domain is first; a host without a known owner stays unknown: likeness is no ownership."""
    if package is not None and names_domain(package, host) and (named is None or named.role not in BORROWED):
        return "first"
    if named is None or named.role == "hosting":
        return "unknown"
    return "platform" if named.role == "platform" else "third"


def _coverage(evidence: Evidence, contacts: tuple[Contact, ...], knowledge: Knowledge) -> Coverage:
    traffic = section(evidence, "traffic")
    if not is_list_of_objects(traffic, "requests"):
        return covered(
            _KIND,
            _SCOPE,
            Extent.NONE,
            "Aucune requête n'a pu être lue dans cette capture.",
            "No request could be read in this capture.",
        )
    gaps = [*_reading_gaps(evidence), *_contact_gaps(contacts), *find_beside(traffic)]
    if not knowledge.addresses.has_country_table():
        gaps.append(("la table des adresses manque", "the table of addresses is missing"))
    count = whole(section(traffic, "coverage"), "requests_read")
    return covered_but_for(
        _KIND,
        _SCOPE,
        gaps,
        Text(
            f"Les {count} requêtes de la capture ont été lues, aucune connexion n'a échappé.",
            f"All {count} requests of the capture were read, no connection escaped.",
        ),
        Text("La capture ne montre pas tout :", "The capture does not show everything:"),
    )


def _reading_gaps(evidence: Evidence) -> list[tuple[str, str]]:
    traffic = section(evidence, "traffic")
    coverage = section(traffic, "coverage")
    total, read = whole(coverage, "requests_total"), whole(coverage, "requests_read")
    gaps = []
    if not rows(traffic, "requests"):
        gaps.append(("aucune requête n'y figure, ce qui ne prouve rien", "it holds no request, which proves nothing"))
    if total is None or read is None or read < total:
        gaps.append(("des requêtes n'ont pas pu être lues", "some requests could not be read"))
    if not is_list_of_objects(coverage, "unread") or rows(coverage, "unread"):
        gaps.append(("des passages du fichier n'ont pas pu être lus", "parts of the file could not be read"))
    if not is_list_of_objects(traffic, "connections"):
        gaps.append(("les connexions échouées ne sont pas listées", "failed connections are not listed"))
    if whole(coverage, "connections_unlisted"):
        gaps.append(("trop de connexions pour être toutes listées", "too many connections to be listed"))
    if flag(section(traffic, "capture"), "records_failures") is not True:
        gaps.append(
            (
                "l'outil de capture ne dit pas qu'il garde les connexions que l'application a refusées",
                "the capture tool does not say that it keeps the connections which the app refused",
            )
        )
    return gaps


def _contact_gaps(contacts: tuple[Contact, ...]) -> list[tuple[str, str]]:
    gaps = []
    blind = sum(1 for contact in contacts if contact.failures or not contact.intercepted)
    if blind:
        gaps.append(
            (
                f"{in_french(blind, 'serveur', 'serveurs')} au contenu resté invisible",
                f"{in_english(blind, 'server', 'servers')} whose content stayed unseen",
            )
        )
    nowhere = sum(1 for contact in contacts if contact.address is None)
    if nowhere:
        gaps.append(
            (
                f"{in_french(nowhere, 'serveur', 'serveurs')} sans adresse",
                f"{in_english(nowhere, 'server', 'servers')} without an address",
            )
        )
    return gaps
