"""Hosts are stated with place, operator and law; what the capture cannot show lowers coverage."""

from typing import Any

import pytest

from analyzers.contract import Detection
from analyzers.knowledge.places import AddressFacts
from analyzers.traffic_hosts.detect import detect
from criteria.findings import Extent, Finding
from tests.builders.evidence import CAPTURE_SHA256, a_connection, a_request, traffic_evidence
from tests.builders.knowledge import knowledge_with

PARIS = AddressFacts(provider="aws", provider_region="eu-west-3", table_country="FR", asn=16509)
HETZNER = AddressFacts(table_country="DE", asn=24940, as_name="Hetzner Online GmbH")
KNOWLEDGE = knowledge_with(_13_36_0_9=PARIS, _88_198_10_1=HETZNER)


def run(evidence: dict[str, Any]) -> Detection:
    return detect(CAPTURE_SHA256, evidence, KNOWLEDGE)


def only(evidence: dict[str, Any]) -> Finding:
    (found,) = run(evidence).findings
    return found


def extent(evidence: dict[str, Any]) -> Extent:
    return run(evidence).coverage[0].extent


def test_a_server_in_paris_run_by_an_american_group_is_said_as_just_that() -> None:
    found = only(traffic_evidence(a_request("api.carnet.example", "13.36.0.9")))
    assert found.attributes == {
        "host": "api.carnet.example",
        "scheme": "https",
        "address": "13.36.0.9",
        "country": "FR",
        "country_basis": "provider-range",
        "region": "eea",
        "operator": "Amazon Web Services",
        "operator_country": "US",
        "parent": "Amazon.com, Inc.",
        "parent_country": "US",
        "foreign_reach": ("us-cloud-act", "us-fisa-702"),
        "owner": None,
        "owner_parent": None,
        "owner_country": None,
        "recipient_kinds": (),
        "party": "unknown",
        "purposes": (),
        "contested": False,
        "requests": 1,
        "cleartext": False,
        "intercepted": True,
    }
    assert (found.pointer.path, found.pointer.offset, found.pointer.length) == ((), 10, 200)


def test_a_tracker_on_a_european_server_is_reached_through_its_owner() -> None:
    attributes = only(traffic_evidence(a_request("api.mixpanel.com", "88.198.10.1"))).attributes
    assert (attributes["country"], attributes["operator"], attributes["owner_country"]) == ("DE", "Hetzner", "US")
    assert attributes["foreign_reach"] == ("us-cloud-act", "us-fisa-702")
    assert attributes["party"] == "third"


def test_a_platform_host_and_a_rented_name_are_no_third_party_of_the_app() -> None:
    for host, party in (("mtalk.google.com", "platform"), ("x.s3.amazonaws.com", "unknown"), ("a.example", "unknown")):
        assert only(traffic_evidence(a_request(host, None))).attributes["party"] == party


def test_the_domain_that_the_package_bears_is_the_publishers_own() -> None:
    app = {"packageName": "com.cardia.tension"}
    for host, party in (("api.cardia.com", "first"), ("api.cardia.org", "unknown"), ("xcardia.com", "unknown")):
        assert only(traffic_evidence(a_request(host, None), app=app)).attributes["party"] == party


def test_a_name_that_stands_for_a_trackers_is_no_first_party() -> None:
    made = traffic_evidence(a_request("stats.cardia.com", None), app={"packageName": "com.cardia.tension"})
    made["traffic"]["aliases"] = [{"host": "stats.cardia.com", "names": ["gum.criteo.com"], "by": "answer"}]
    found = only(made)
    assert (found.attributes["party"], found.attributes["owner"]) == ("third", "Criteo")
    assert "the name stands for criteo.com" in found.reasoning.en.replace("gum.", "")


def test_a_fully_read_capture_is_covered_completely() -> None:
    assert extent(traffic_evidence(a_request("a.example", "13.36.0.9"))) is Extent.COMPLETE


@pytest.mark.parametrize(
    "evidence",
    [
        traffic_evidence(),
        traffic_evidence(a_request("a.example", None)),
        traffic_evidence(a_request("a.example", "13.36.0.9"), requests_total=2),
        traffic_evidence(a_request("a.example", "13.36.0.9"), requests_total=None),
        traffic_evidence(a_request("a.example", "13.36.0.9"), unread=[{"offset": 4, "why": "truncated"}]),
        traffic_evidence(
            a_request("a.example", "13.36.0.9"),
            connections=(a_connection("b.example", "13.36.0.9", failure="pinning"),),
        ),
    ],
    ids=["empty", "no-address", "fewer-read", "total-unknown", "unread", "refused-connection"],
)
def test_whatever_a_capture_cannot_show_lowers_coverage(evidence: dict[str, Any]) -> None:
    assert extent(evidence) is Extent.PARTIAL


def test_an_empty_capture_says_that_it_proves_nothing() -> None:
    assert "ne prouve rien" in run(traffic_evidence()).coverage[0].reason.fr


def test_without_the_address_table_coverage_is_partial() -> None:
    evidence = traffic_evidence(a_request("a.example", "13.36.0.9"))
    detection = detect(CAPTURE_SHA256, evidence, knowledge_with(has_table=False, _13_36_0_9=PARIS))
    assert detection.coverage[0].extent is Extent.PARTIAL
    assert "table des adresses" in detection.coverage[0].reason.fr


@pytest.mark.parametrize("evidence", [{}, {"traffic": None}, {"traffic": {"requests": "x"}}])
def test_an_unreadable_capture_covers_nothing(evidence: dict[str, Any]) -> None:
    detection = run(evidence)
    assert (detection.findings, detection.coverage[0].extent) == ((), Extent.NONE)


def test_a_capture_that_cannot_list_failed_connections_says_so() -> None:
    evidence = traffic_evidence(a_request("a.example", "13.36.0.9"))
    evidence["traffic"]["connections"] = None
    assert run(evidence).coverage[0].extent is Extent.PARTIAL
    assert "connexions échouées" in run(evidence).coverage[0].reason.fr


def test_a_tool_that_does_not_say_it_keeps_refused_connections_leaves_them_possible() -> None:
    made = traffic_evidence(a_request("a.example", "13.36.0.9"), records_failures=False)
    row = detect(CAPTURE_SHA256, made, KNOWLEDGE).coverage[0]
    assert row.extent is Extent.PARTIAL
    assert "ne dit pas qu'il garde les connexions" in row.reason.fr


def test_a_server_told_by_a_contested_entry_says_so() -> None:
    found = only(traffic_evidence(a_request("a.count.ly", None)))

    assert found.attributes["contested"] is True
    assert "Entrée contestée" in found.reasoning.fr
