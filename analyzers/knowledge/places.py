"""Where an address is and whose law reaches it: the pure decision over what the data sets say.

A provider's own published range comes first, a country table second. Disagreement and anycast leave the country
open. Registry allocation never decides: it calls a data centre in Paris American.
"""

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from criteria.findings import Text

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")
_OLD_FORMS = ipaddress.IPv6Network("::/96")  # an abandoned way to write IPv4: no machine answers there
# How sure a curated statement is, as a person reads it.
CONFIDENCE = {"high": Text("haute", "high"), "medium": Text("moyenne", "medium"), "low": Text("faible", "low")}


@dataclass(frozen=True, slots=True)
class AddressFacts:
    """What the data sets say of one address, before anything is concluded."""

    provider: str | None = None
    provider_region: str | None = None
    provider_service: str | None = None
    table_country: str | None = None
    asn: int | None = None
    as_name: str | None = None
    announced: bool | None = None  # whether any network announces the address; None where no table of networks tells


class AddressSource(Protocol):
    """Looks an address up in the data sets that are present. Never raises on a well-formed address."""

    def facts(self, address: str) -> AddressFacts:
        """Gather what each data set says of `address`."""
        ...

    def has_country_table(self) -> bool:
        """Say whether the address-to-country table is present."""
        ...


class NoAddresses:
    """The source that knows nothing: no data set was fetched."""

    def facts(self, address: str) -> AddressFacts:
        """Know nothing of `address`."""
        del address
        return AddressFacts()

    def has_country_table(self) -> bool:
        """Have no table."""
        return False


@dataclass(frozen=True, slots=True)
class Operator:
    """Who runs a network: the entity, and the group that controls it."""

    name: str
    country: str | None
    parent: str | None
    parent_country: str | None
    reach: tuple[str, ...]
    source: str
    as_of: str
    confidence: str = "medium"
    local: Mapping[str, "Operator"] = field(default_factory=dict)  # the group's own company in a given country
    id: str = ""  # of its row among the organisations
    sites: tuple[str, ...] = ()  # countries of its data centres, as it says itself; empty where not known
    software: str | None = None  # the group whose cloud software it runs: a dependency, not a control
    software_country: str | None = None


@dataclass(frozen=True, slots=True)
class Contested:
    """A network about whose place published sources disagree, or that answers from several places (`says` is empty)."""

    network: ipaddress.IPv4Network | ipaddress.IPv6Network
    says: Mapping[str, str]  # country to the sources that say so
    what: Text
    source: str
    as_of: str


@dataclass(frozen=True, slots=True)
class PlaceRules:
    """The curated tables behind `place_of`, all of them dated data."""

    eea: frozenset[str]
    adequate: frozenset[str]
    provider_regions: Mapping[tuple[str, str], str]
    anycast_services: frozenset[tuple[str, str]]  # (provider, region or service in lower case)
    anycast_providers: frozenset[str]
    anycast_asns: frozenset[int]
    by_provider: Mapping[str, Operator]
    by_asn: Mapping[int, Operator]
    ranges_label: Text  # the providers' ranges and their date, as a person reads it
    table_label: Text  # the country table and its date
    contested: tuple[Contested, ...] = ()
    laws: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # country to the regimes of its state

    def region_of(self, country: str | None) -> str:
        """Place a country in the EEA, under an adequacy decision, or neither."""
        if country is None:
            return "unknown"
        if country in self.eea:
            return "eea"
        return "adequate" if country in self.adequate else "third"


@dataclass(frozen=True, slots=True)
class Place:
    """Where an address is and who runs it. Every field may be open; `basis` says why."""

    address: str
    country: str | None
    basis: str  # provider-range, country-table, disagreement, anycast, none
    region: str  # eea, adequate, third, unknown
    provider_region: str | None
    operator: str | None
    operator_country: str | None
    parent: str | None
    parent_country: str | None
    foreign_reach: tuple[str, ...]  # by control of the operator
    asn: int | None
    reasoning: Text
    local_reach: tuple[str, ...] = ()  # by the place of the machines, whoever runs them
    software: str | None = None
    software_country: str | None = None
    operator_id: str | None = None


def place_of(address: str, source: AddressSource, rules: PlaceRules) -> Place:
    """Say where `address` is and who runs it, from `source`, by `rules`. Never raises on text."""
    try:
        parsed = ipaddress.ip_address(address.strip().strip("[]").split("%", 1)[0])
    except ValueError:
        return _nowhere(address, _UNREADABLE)
    parsed = _behind(parsed)
    if not parsed.is_global or parsed.is_multicast or parsed in _OLD_FORMS:
        return _nowhere(str(parsed), _RESERVED)
    facts = source.facts(str(parsed))
    operator = _operator(facts, rules)
    country, basis, reasoning = _country(parsed, facts, operator, rules)
    if operator is not None and country is not None:
        operator = operator.local.get(country, operator)
    if operator is not None:
        named = Text(
            f" Réseau exploité par {operator.name} ({operator.source}, {operator.as_of}, "
            f"confiance {CONFIDENCE[operator.confidence].fr}).",
            f" Network run by {operator.name} ({operator.source}, {operator.as_of}, "
            f"{CONFIDENCE[operator.confidence].en} confidence).",
        )
        reasoning = Text(reasoning.fr + named.fr, reasoning.en + named.en)
    local_reach = rules.laws.get(country or "", ())
    if local_reach:
        reasoning = Text(
            f"{reasoning.fr} Le droit du pays où sont les machines ({country}) s'y applique aussi.",
            f"{reasoning.en} The law of the country where the machines are ({country}) applies as well.",
        )
    return Place(
        address=str(parsed),
        country=country,
        basis=basis,
        region=rules.region_of(country),
        provider_region=facts.provider_region,
        operator=operator.name if operator else facts.as_name,
        operator_country=operator.country if operator else None,
        parent=operator.parent if operator else None,
        parent_country=operator.parent_country if operator else None,
        foreign_reach=operator.reach if operator else (),
        asn=facts.asn,
        reasoning=reasoning,
        local_reach=local_reach,
        software=operator.software if operator else None,
        software_country=operator.software_country if operator else None,
        operator_id=operator.id or None if operator else None,
    )


def _behind(address: Address) -> Address:
    """The IPv4 address that an IPv6 one stands for: mapped, translated by a phone network (RFC 6052), or 6to4."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    translated = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF) if address in _TRANSLATED else None
    return address.ipv4_mapped or translated or address.sixtofour or address


def _operator(facts: AddressFacts, rules: PlaceRules) -> Operator | None:
    """Prefer the provider that publishes the range, then the curated owner of the network number."""
    if facts.provider is not None and facts.provider in rules.by_provider:
        return rules.by_provider[facts.provider]
    return rules.by_asn.get(facts.asn) if facts.asn is not None else None


def _country(
    address: Address, facts: AddressFacts, operator: Operator | None, rules: PlaceRules
) -> tuple[str | None, str, Text]:
    contested = next((row for row in rules.contested if address in row.network), None)
    if _is_anycast(facts, rules) or (contested is not None and not contested.says):
        return None, "anycast", _ANYCAST
    ranged = rules.provider_regions.get((facts.provider or "", facts.provider_region or ""))
    table = facts.table_country
    if ranged is None and contested is not None:
        return None, "disagreement", _contest(contested)
    if ranged is not None and table is not None and ranged != table:
        return None, "disagreement", _disagreement(facts, ranged, rules)
    if ranged is not None:
        return ranged, "provider-range", _ranged(facts, ranged, rules)
    return (None, "none", _UNKNOWN) if table is None else _by_table(table, facts, operator, rules)


def _by_table(
    country: str, facts: AddressFacts, operator: Operator | None, rules: PlaceRules
) -> tuple[str | None, str, Text]:
    """One table alone is believed unless something that we know speaks against it."""
    if facts.announced is False:
        return None, "none", _unannounced(country, rules)
    if operator is not None and operator.sites and country not in operator.sites:
        return None, "disagreement", _offsite(country, operator, rules)
    return country, "country-table", _tabled(country, rules)


def _is_anycast(facts: AddressFacts, rules: PlaceRules) -> bool:
    provider = facts.provider or ""
    words = {(facts.provider_service or "").lower(), (facts.provider_region or "").lower()}
    if provider in rules.anycast_providers or any((provider, word) in rules.anycast_services for word in words):
        return True
    # A network's habit counts only where the provider publishes no region for the address.
    return facts.provider_region is None and facts.asn in rules.anycast_asns


def _ranged(facts: AddressFacts, country: str, rules: PlaceRules) -> Text:
    label, region = rules.ranges_label, facts.provider_region
    second_fr, second_en = "", ""
    if facts.table_country is not None:
        second_fr = f" {rules.table_label.fr} est d'accord."
        second_en = f" {rules.table_label.en} agrees."
    return Text(
        f"Pays {country} : région {region} publiée par l'hébergeur lui-même ({label.fr}).{second_fr}",
        f"Country {country}: region {region} published by the provider itself ({label.en}).{second_en}",
    )


def _tabled(country: str, rules: PlaceRules) -> Text:
    return Text(
        f"Pays {country} d'après une seule source : {rules.table_label.fr}.",
        f"Country {country} according to one source only: {rules.table_label.en}.",
    )


def _unannounced(country: str, rules: PlaceRules) -> Text:
    """An address that no network announces has no place but the one in the registry, which decides nothing."""
    return Text(
        f"Pays inconnu : {rules.table_label.fr} dit {country}, mais aucun réseau connu n'annonce cette adresse ; "
        "ce ne peut être que l'attribution au registre, qui ne prouve rien.",
        f"Country unknown: {rules.table_label.en} says {country}, but no known network announces this address; "
        "it can only be the registry's allocation, which proves nothing.",
    )


def _offsite(country: str, operator: Operator, rules: PlaceRules) -> Text:
    sites = ", ".join(operator.sites)
    return Text(
        f"Pays non tranché : {rules.table_label.fr} dit {country}, mais {operator.name} n'y déclare aucun centre de "
        f"données à lui ({sites}).",
        f"Country left open: {rules.table_label.en} says {country}, but {operator.name} states no data centre of its "
        f"own there ({sites}).",
    )


def _disagreement(facts: AddressFacts, ranged: str, rules: PlaceRules) -> Text:
    return Text(
        f"Pays non tranché : l'hébergeur publie {facts.provider_region} ({ranged}), "
        f"{rules.table_label.fr} dit {facts.table_country}.",
        f"Country left open: the provider publishes {facts.provider_region} ({ranged}), "
        f"{rules.table_label.en} says {facts.table_country}.",
    )


def _contest(row: Contested) -> Text:
    said_fr = " ; ".join(f"{country} selon {source}" for country, source in sorted(row.says.items()))
    said_en = "; ".join(f"{country} according to {source}" for country, source in sorted(row.says.items()))
    return Text(
        f"Pays non tranché : {row.what.fr}, les sources se contredisent ({said_fr}, comparées le {row.as_of}).",
        f"Country left open: {row.what.en}, the sources contradict each other ({said_en}, compared on {row.as_of}).",
    )


def _nowhere(address: str, reasoning: Text) -> Place:
    return Place(address, None, "none", "unknown", None, None, None, None, None, (), None, reasoning)


_UNREADABLE = Text("L'adresse n'est pas lisible : aucun pays.", "The address cannot be read: no country.")
_RESERVED = Text(
    "Adresse réservée, privée ou de documentation : elle n'est dans aucun pays.",
    "Reserved, private or documentation address: it is in no country.",
)
_ANYCAST = Text(
    "Pays indécidable : cette adresse est servie depuis plusieurs pays à la fois (anycast ou réseau de diffusion).",
    "Country not decidable: this address is served from several countries at once (anycast or delivery network).",
)
_UNKNOWN = Text(
    "Pays inconnu : aucune source présente ne connaît cette adresse.",
    "Country unknown: no source at hand knows this address.",
)
