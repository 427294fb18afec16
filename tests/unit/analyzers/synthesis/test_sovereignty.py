"""The class of a flow follows from facts alone; whatever is not known is E."""

import pytest

from analyzers.synthesis.sovereignty import Proofs, class_flows, classify
from criteria.findings import Attribute, Finding, Pointer, Text

EEA = frozenset({"FR", "DE", "FI"})
FRENCH: dict[str, Attribute] = {
    "host": "api.example",
    "region": "eea",
    "operator": "OVHcloud",
    "operator_country": "FR",
    "parent_country": "FR",
    "foreign_reach": (),
    "owner_country": None,
}
AWS_PARIS = FRENCH | {"operator": "Amazon Web Services", "operator_country": "US", "parent_country": "US"}
AWS_PARIS |= {"foreign_reach": ("us-cloud-act", "us-fisa-702")}


@pytest.mark.parametrize(
    ("stated", "proofs", "expected"),
    [
        (FRENCH, Proofs(), ("B", "european")),
        (FRENCH, Proofs(qualified=frozenset({"OVHcloud"})), ("A", "qualified")),
        (FRENCH, Proofs(hds_due=True, hds_held=frozenset({"OVHcloud"})), ("B", "european")),
        (FRENCH, Proofs(hds_due=True), ("E", "certificate-unknown")),
        (AWS_PARIS, Proofs(), ("D", "foreign-law")),
        (AWS_PARIS, Proofs(unreadable_by=frozenset({"Amazon Web Services"})), ("C", "unreadable")),
        (FRENCH | {"parent_country": "MX"}, Proofs(), ("D", "foreign-law")),
        (FRENCH | {"owner_country": "UA"}, Proofs(), ("D", "foreign-law")),
        (FRENCH | {"region": "adequate"}, Proofs(), ("E", "outside")),
        (FRENCH | {"region": "third"}, Proofs(), ("E", "outside")),
        (FRENCH | {"region": "unknown"}, Proofs(), ("E", "place-unknown")),
        (FRENCH | {"operator": None}, Proofs(), ("E", "control-unknown")),
        (FRENCH | {"party": "unknown"}, Proofs(), ("E", "recipient-unknown")),
        (FRENCH | {"party": "unknown", "foreign_reach": ("us-cloud-act",)}, Proofs(), ("D", "foreign-law")),
        (FRENCH | {"parent_country": None}, Proofs(), ("E", "control-unknown")),
        ({}, Proofs(), ("E", "place-unknown")),
    ],
)
def test_the_class_follows_place_control_and_proofs(
    stated: dict[str, Attribute], proofs: Proofs, expected: tuple[str, str]
) -> None:
    assert classify(stated, EEA, proofs) == expected


def a_finding(kind: str, stated: dict[str, Attribute]) -> Finding:
    return Finding(kind, stated, Text("Vu.", "Seen."), Pointer("a" * 64))


def app_class(*rows: Finding, is_complete: bool = True) -> tuple[object, object]:
    found = class_flows(rows, EEA, is_complete=is_complete)[-1]
    assert found.attributes["subject"] == "app"
    return found.attributes["grade"], found.attributes["basis"]


HEALTH = a_finding("data.transmitted", {"host": "api.example", "article9": True})
CONTACT = a_finding("host.contacted", FRENCH)
ABROAD = a_finding("host.contacted", FRENCH | {"host": "b.example", "region": "third"})


def test_an_app_has_the_worst_class_among_its_health_flows_others_stand_beside() -> None:
    assert app_class(HEALTH, CONTACT, ABROAD) == ("B", "worst-flow")
    told_abroad = a_finding("data.transmitted", {"host": "b.example", "article9": True})
    assert app_class(HEALTH, told_abroad, CONTACT, ABROAD) == ("E", "worst-flow")


def test_an_app_is_never_guessed_to_be_good() -> None:
    assert app_class(CONTACT) == ("E", "no-health-flow")
    assert app_class(HEALTH, CONTACT, is_complete=False) == ("E", "incomplete")
    assert class_flows([], EEA, is_complete=True) == []


def test_each_flow_says_its_class_and_why() -> None:
    flow = class_flows([HEALTH, CONTACT], EEA, is_complete=True)[0]
    assert (flow.attributes["grade"], flow.attributes["health"]) == ("B", True)
    assert "contrôle européen" in flow.reasoning.fr
