"""Who controls whom: organisations, their chain of parents, and the regimes that reach them by control."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from analyzers.knowledge.book import HdsHolder, Organization, Owner, Regime
from analyzers.knowledge.files import BrokenKnowledgeError, check_keys, index_once
from analyzers.knowledge.places import Operator
from criteria.findings import Text

_REQUIRED = ("id", "name", "country")
_OPTIONAL = (
    "entity", "parent", "roles", "asns", "providers", "anycast", "anycast_asns", "local",
    "software", "sites", "source", "as_of", "confidence",
)  # fmt: skip
_WEAKNESS = ("high", "medium", "low")
_ACTIVITIES = frozenset(range(1, 7))


def load_regimes(content: Mapping[str, Any]) -> tuple[Regime, ...]:
    """Read the dated table of extraterritorial regimes."""
    rows = content["regimes"]
    return tuple(
        Regime(
            row["id"], row["country"], Text(row["fr"], row["en"]), row["source"], str(row["as_of"]), row["confidence"]
        )
        for row in rows
    )


def load_organizations(content: Mapping[str, Any]) -> dict[str, Organization]:
    """Read the organisations; each row inherits the file's date and confidence where it states none."""
    defaults = content["defaults"]
    organizations = index_once(
        ((row["id"], _organization(row, defaults)) for row in content["organizations"]), "operators.yaml"
    )
    for organization in organizations.values():
        _check_chain(organization, organizations)
    return organizations


def _organization(row: Mapping[str, Any], defaults: Mapping[str, str]) -> Organization:
    check_keys(row, _REQUIRED, _OPTIONAL, f"operators.yaml {row.get('id')}")
    asns = tuple(row.get("asns", ()))
    confidence = row.get("confidence", defaults["confidence"])
    if confidence not in _WEAKNESS:
        message = f"operators.yaml {row['id']}: confidence is high, medium or low"
        raise BrokenKnowledgeError(message)
    return Organization(
        id=row["id"],
        name=row["name"],
        legal_entity=row.get("entity"),
        country=row["country"],
        parent=row.get("parent"),
        roles=tuple(row.get("roles", ())),
        asns=asns,
        providers=tuple(row.get("providers", ())),
        local=dict(row.get("local", {})),
        anycast=bool(row.get("anycast", False)),
        anycast_asns=asns if row.get("anycast") else tuple(row.get("anycast_asns", ())),
        source=row.get("source", defaults["source"]),
        as_of=str(row.get("as_of", defaults["as_of"])),
        confidence=confidence,
        software=row.get("software"),
        sites=tuple(row.get("sites", ())),
    )


def _check_chain(organization: Organization, organizations: Mapping[str, Organization]) -> None:
    seen = {organization.id}
    if not organizations.keys() >= set(organization.local.values()):
        message = f"operators.yaml: a local company of {organization.id} is unknown"
        raise BrokenKnowledgeError(message)
    if organization.software is not None and organization.software not in organizations:
        message = f"operators.yaml: the group whose software {organization.id} runs is unknown"
        raise BrokenKnowledgeError(message)
    while organization.parent is not None:
        if organization.parent not in organizations or organization.parent in seen:
            message = f"operators.yaml: the parent of {organization.id} is unknown or turns in a circle"
            raise BrokenKnowledgeError(message)
        organization = organizations[organization.parent]
        seen.add(organization.id)


def resolve_owners(organizations: Mapping[str, Organization], regimes: tuple[Regime, ...]) -> dict[str, Owner]:
    """Follow each organisation to the top of its chain; a regime of any country on the way reaches it.

    Whose software an organisation runs is no link of that chain: it is stated apart and adds no regime.
    """
    owners = {}
    for organization in organizations.values():
        chain = [organization]
        while chain[-1].parent is not None:
            chain.append(organizations[chain[-1].parent])
        countries = {link.country for link in chain}
        top = chain[-1]
        maker = organizations[organization.software] if organization.software is not None else None
        owners[organization.id] = Owner(
            id=organization.id,
            name=organization.name,
            country=organization.country,
            # Where the top of the chain is not known to sit anywhere, who controls is not known either.
            parent=(top.legal_entity or top.name) if top.country is not None else None,
            parent_country=top.country,
            reach=tuple(sorted(regime.id for regime in regimes if regime.country in countries)),
            confidence=max((link.confidence for link in chain), key=_WEAKNESS.index),
            kinds=tuple(sorted({role for link in chain for role in link.roles})),
            software=maker.name if maker else None,
            software_country=maker.country if maker else None,
        )
    return owners


def operators_of(
    organizations: Mapping[str, Organization], owners: Mapping[str, Owner]
) -> tuple[dict[str, Operator], dict[int, Operator]]:
    """Index the organisations that run networks by provider name and by network number."""
    by_provider: dict[str, Operator] = {}
    by_asn: dict[int, Operator] = {}
    for key, organization in organizations.items():
        if not (organization.providers or organization.asns):
            continue  # most run no network of their own
        local = {
            country: _operator(organizations[other], owners[other]) for country, other in organization.local.items()
        }
        operator = replace(_operator(organization, owners[key]), local=MappingProxyType(local))
        for provider in organization.providers:
            _claim(by_provider, provider, operator)
        for asn in organization.asns:
            _claim(by_asn, asn, operator)
    return by_provider, by_asn


def _operator(organization: Organization, owner: Owner) -> Operator:
    return Operator(
        name=organization.name,
        country=owner.country,
        parent=owner.parent,
        parent_country=owner.parent_country,
        reach=owner.reach,
        source=organization.source,
        as_of=organization.as_of,
        confidence=owner.confidence,
        id=organization.id,
        sites=organization.sites,
        software=owner.software,
        software_country=owner.software_country,
    )


def load_hds(content: Mapping[str, Any], organizations: Mapping[str, Organization]) -> dict[str, HdsHolder]:
    """Read who is known to hold a certificate for hosting health data, by the name of the operator."""
    defaults = content["defaults"]
    return index_once(((holder.organization, holder) for holder in _holders(content, defaults, organizations)), "hds")


def _holders(
    content: Mapping[str, Any], defaults: Mapping[str, str], organizations: Mapping[str, Organization]
) -> Iterator[HdsHolder]:
    for row in content["holders"]:
        where = f"hds.yaml {row.get('org')}"
        check_keys(row, ("org",), ("activities", "from", "until", "source", "as_of", "confidence"), where)
        activities = tuple(row.get("activities", ()))
        if row["org"] not in organizations or not _ACTIVITIES.issuperset(activities):
            message = f"{where}: unknown organisation or activity"
            raise BrokenKnowledgeError(message)
        yield HdsHolder(
            organization=organizations[row["org"]].name,
            activities=activities,
            valid_from=row.get("from"),
            valid_until=row.get("until"),
            source=row.get("source", defaults["source"]),
            as_of=str(row.get("as_of", defaults["as_of"])),
            confidence=row.get("confidence", defaults["confidence"]),
        )


def _claim(table: dict[Any, Operator], key: object, operator: Operator) -> None:
    if key in table:
        message = f"operators.yaml: {key} belongs to {table[key].name} and to {operator.name}"
        raise BrokenKnowledgeError(message)
    table[key] = operator
