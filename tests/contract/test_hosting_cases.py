"""Hosting cases with the right answer and its source: where, who, whose law; and the same from the data sets here."""

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from analyzers.knowledge.load import load_knowledge
from analyzers.knowledge.places import AddressFacts
from analyzers.traffic_hosts.detect import detect
from criteria.findings import Finding
from tests.builders.evidence import CAPTURE_SHA256, a_request, traffic_evidence
from tests.builders.knowledge import KnownAddresses, shipped_knowledge

_HERE = Path(__file__).parent
_DATASETS = _HERE.parents[1] / ".state" / "datasets"
Case = dict[str, str]


def _cases() -> list[Case]:
    with (_HERE / "hosting_cases.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


_CASES = _cases()
_NAMES = [f"{case['host']}-{case['address']}" for case in _CASES]


def _named() -> list[Case]:
    with (_HERE / "hosting_names.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def _facts(case: Case) -> AddressFacts:
    return AddressFacts(
        provider=case["provider"] or None,
        provider_region=case["provider_region"] or None,
        provider_service=case["provider_service"] or None,
        table_country=case["table_country"] or None,
        asn=int(case["asn"]),
        as_name="(as announced)",
    )


def _contacted(case: Case, facts: AddressFacts) -> Finding:
    knowledge = replace(shipped_knowledge(), addresses=KnownAddresses({case["address"]: facts}))
    found = detect(CAPTURE_SHA256, traffic_evidence(a_request(case["host"], case["address"])), knowledge)
    return found.findings[0]


def _check(case: Case, finding: Finding) -> None:
    stated = finding.attributes
    assert (stated["country"] or "", stated["country_basis"]) == (case["country"], case["basis"])
    if case["operator"] != "*":
        assert stated["operator"] == case["operator"]
    assert (stated["operator_country"] or "", stated["parent_country"] or "") == (
        case["operator_country"],
        case["parent_country"],
    )
    assert stated["foreign_reach"] == tuple(sorted(case["reach"].split()))
    if case["owner"] != "*":
        assert (stated["owner"] or "") == case["owner"]


def test_there_are_enough_cases_each_with_its_source() -> None:
    assert len(_CASES) >= 60
    assert all("https://" in case["source"] for case in _CASES)
    assert {case["basis"] for case in _CASES} == {"provider-range", "country-table", "disagreement", "anycast"}


@pytest.mark.parametrize("case", _CASES, ids=_NAMES)
def test_a_known_address_gets_its_right_place_operator_and_law(case: Case) -> None:
    _check(case, _contacted(case, _facts(case)))


@pytest.mark.parametrize("case", _CASES, ids=_NAMES)
def test_the_data_sets_at_hand_say_of_an_address_what_the_table_says(case: Case) -> None:
    """Providers' ranges come with the locks; the fetched sets are checked where they were fetched."""
    knowledge = load_knowledge(_DATASETS if _DATASETS.is_dir() else None)
    found, stated = knowledge.addresses.facts(case["address"]), _facts(case)

    assert (found.provider, found.provider_region) == (stated.provider, stated.provider_region)
    if knowledge.addresses.has_country_table():
        assert (found.table_country, found.asn) == (stated.table_country, stated.asn)


def test_a_european_company_with_american_software_is_said_as_just_that() -> None:
    found = detect(CAPTURE_SHA256, traffic_evidence(a_request("x.s3ns.fr", None)), shipped_knowledge())
    contacted, equipped = found.findings

    assert contacted.attributes["foreign_reach"] == ()
    assert equipped.kind == "operator.equipped"
    assert [equipped.attributes[key] for key in ("operator", "operator_country", "software", "software_country")] == [
        "S3NS",
        "FR",
        "Google Cloud",
        "US",
    ]
    assert "pas un contrôle" in equipped.reasoning.fr


@pytest.mark.parametrize("case", _named(), ids=lambda case: case["host"])
def test_a_name_alone_says_whose_it_is_and_under_which_law(case: Case) -> None:
    found = shipped_knowledge().owner_of(case["host"])
    told = (
        (found.owner.name, found.owner.country or "", " ".join(found.owner.reach), found.role) if found else ("",) * 4
    )

    assert told == (case["owner"], case["owner_country"], case["reach"], case["role"])
    assert case["source"]


@pytest.mark.parametrize(
    "address", ["10.1.2.3", "192.168.0.1", "127.0.0.1", "169.254.1.1", "fd00::1", "fe80::1", "::1"]
)
def test_an_address_of_no_network_is_nowhere_and_nobodys(address: str) -> None:
    place = shipped_knowledge().locate(address)
    assert (place.country, place.operator, place.foreign_reach) == (None, None, ())
