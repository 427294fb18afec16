"""A chain of control is followed to its top; a regime reaches whoever has one of its companies in the chain."""

from typing import Any

import pytest

from analyzers.knowledge.files import BrokenKnowledgeError
from analyzers.knowledge.organizations import (
    load_hds,
    load_organizations,
    load_regimes,
    operators_of,
    resolve_owners,
)

REGIME = {
    "id": "us-x",
    "country": "US",
    "fr": "Loi",
    "en": "Law",
    "source": "s",
    "as_of": "2025-01-01",
    "confidence": "high",
}
REGIMES = load_regimes({"regimes": [REGIME]})


def organizations(*rows: dict[str, Any]) -> Any:
    defaults = {"source": "s", "as_of": "2025-01-01", "confidence": "medium"}
    full = [{"name": row["id"].upper(), "country": "FR"} | row for row in rows]
    return load_organizations({"defaults": defaults, "organizations": full})


def test_the_top_of_the_chain_is_the_ultimate_parent() -> None:
    rows = ({"id": "a", "parent": "b"}, {"id": "b", "parent": "c"}, {"id": "c", "country": "US", "entity": "C Inc."})
    owner = resolve_owners(organizations(*rows), REGIMES)["a"]
    assert (owner.name, owner.country, owner.parent, owner.parent_country) == ("A", "FR", "C Inc.", "US")
    assert owner.reach == ("us-x",)


def test_a_subsidiary_under_foreign_law_does_not_reach_its_parent() -> None:
    owners = resolve_owners(organizations({"id": "top"}, {"id": "sub", "parent": "top", "country": "US"}), REGIMES)
    assert (owners["top"].reach, owners["sub"].reach) == ((), ("us-x",))


def test_an_organisation_without_parent_is_its_own_top() -> None:
    owner = resolve_owners(organizations({"id": "a"}), REGIMES)["a"]
    assert (owner.parent, owner.parent_country) == ("A", "FR")


def test_an_unknown_parent_and_a_circle_are_refused() -> None:
    with pytest.raises(BrokenKnowledgeError):
        organizations({"id": "a", "parent": "nobody"})
    with pytest.raises(BrokenKnowledgeError):
        organizations({"id": "a", "parent": "b"}, {"id": "b", "parent": "a"})


def test_an_unknown_key_is_refused() -> None:
    with pytest.raises(BrokenKnowledgeError, match="colour"):
        organizations({"id": "a", "colour": "red"})


def test_networks_and_provider_names_lead_to_their_operator() -> None:
    found = organizations({"id": "a", "asns": [64500], "providers": ["cloud"]})
    by_provider, by_asn = operators_of(found, resolve_owners(found, REGIMES))
    assert (by_provider["cloud"].name, by_asn[64500].name) == ("A", "A")


def test_a_network_claimed_twice_is_refused() -> None:
    found = organizations({"id": "a", "asns": [64500]}, {"id": "b", "asns": [64500]})
    with pytest.raises(BrokenKnowledgeError, match="64500"):
        operators_of(found, resolve_owners(found, REGIMES))


def test_anycast_is_said_of_all_networks_or_of_some() -> None:
    found = organizations(
        {"id": "a", "asns": [1, 2], "anycast": True}, {"id": "b", "asns": [3, 4], "anycast_asns": [4]}
    )
    assert (found["a"].anycast_asns, found["b"].anycast_asns) == ((1, 2), (4,))


def test_a_group_may_have_its_own_company_in_a_country() -> None:
    found = organizations(
        {"id": "a", "asns": [64500], "local": {"US": "b"}}, {"id": "b", "parent": "a", "country": "US"}
    )
    _, by_asn = operators_of(found, resolve_owners(found, REGIMES))
    assert (by_asn[64500].reach, by_asn[64500].local["US"].reach) == ((), ("us-x",))


def test_an_unknown_local_company_is_refused() -> None:
    with pytest.raises(BrokenKnowledgeError, match="local company"):
        organizations({"id": "a", "local": {"US": "nobody"}})


def test_the_weakest_link_decides_how_sure_the_chain_is() -> None:
    rows = ({"id": "a", "confidence": "high", "parent": "b"}, {"id": "b", "confidence": "low"})
    owners = resolve_owners(organizations(*rows), REGIMES)
    assert (owners["a"].confidence, owners["b"].confidence) == ("low", "low")


def test_a_chain_that_ends_nowhere_names_no_parent() -> None:
    owner = resolve_owners(organizations({"id": "a", "country": None}), REGIMES)["a"]
    assert (owner.parent, owner.parent_country, owner.reach) == (None, None, ())


def test_an_invented_degree_of_confidence_is_refused() -> None:
    with pytest.raises(BrokenKnowledgeError, match="confidence"):
        organizations({"id": "a", "confidence": "sure"})


def test_whose_software_a_company_runs_is_said_and_adds_no_law() -> None:
    rows = ({"id": "a", "software": "us"}, {"id": "us", "country": "US"})
    owner = resolve_owners(organizations(*rows), REGIMES)["a"]
    assert (owner.software, owner.software_country, owner.parent_country, owner.reach) == ("US", "US", "FR", ())


def test_software_of_nobody_known_is_refused() -> None:
    with pytest.raises(BrokenKnowledgeError, match="software"):
        organizations({"id": "a", "software": "nobody"})


def test_health_data_certificates_are_found_by_operator_and_nothing_is_made_up() -> None:
    defaults = {"source": "s", "as_of": "2025-01-01", "confidence": "low"}
    found = load_hds({"defaults": defaults, "holders": [{"org": "a"}]}, organizations({"id": "a"}))
    assert (found["A"].activities, found["A"].valid_from, found["A"].valid_until) == ((), None, None)
    assert (found["A"].source, found["A"].confidence) == ("s", "low")


@pytest.mark.parametrize("row", [{"org": "nobody"}, {"org": "a", "activities": [7]}, {"org": "a", "colour": 1}])
def test_a_certificate_of_nobody_or_for_no_activity_is_refused(row: dict[str, Any]) -> None:
    defaults = {"source": "s", "as_of": "2025-01-01", "confidence": "low"}
    with pytest.raises(BrokenKnowledgeError):
        load_hds({"defaults": defaults, "holders": [row]}, organizations({"id": "a"}))
