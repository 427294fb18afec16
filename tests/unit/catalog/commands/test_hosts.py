"""The table of servers says what is known and marks what is not."""

from typing import Any

from analyzers.analyze import write_finding
from analyzers.knowledge.places import AddressFacts
from analyzers.traffic_hosts.detect import detect
from catalog.commands.hosts import HEADS, tabulate
from tests.builders.evidence import CAPTURE_SHA256, a_request, traffic_evidence
from tests.builders.knowledge import knowledge_with

KNOWLEDGE = knowledge_with(
    _13_36_0_9=AddressFacts(provider="aws", provider_region="eu-west-3"),
    _51_159_0_9=AddressFacts(asn=12876, as_name="Scaleway", table_country="FR"),
)
_READ = {"outcome": {"code": "read"}, "coverage": []}


def table(language: str, *requests: dict[str, Any], **other: Any) -> list[str]:
    evidence = traffic_evidence(*requests)
    found = [write_finding(row) for row in detect(CAPTURE_SHA256, evidence, KNOWLEDGE).findings]
    return list(tabulate({"findings": found} | _READ | other, language, KNOWLEDGE))


def test_each_server_has_its_operator_parent_laws_and_class() -> None:
    head, first, second, *words = table(
        "fr", a_request("api.carnet.example", "13.36.0.9"), a_request("b.example", None)
    )

    assert head.split()[0] == HEADS["fr"][0]
    assert "Amazon Web Services (US)" in first
    assert "Amazon.com, Inc. (US)" in first
    assert "l'hébergeur" in first
    assert first.endswith("us-cloud-act us-fisa-702  D")
    assert second.split() == ["b.example", "?", "?", "rien", "?", "?", "?", "?", "E"]
    assert any(line.startswith("us-cloud-act: CLOUD Act des États-Unis") for line in words)


def test_hosting_in_europe_has_its_class_though_nobody_knows_for_whom_it_receives() -> None:
    assert table("en", a_request("c.example", "51.159.0.9"))[1].endswith("E (B)")


def test_what_is_missing_is_said_in_the_readers_language() -> None:
    missing = [{"kind": "host.contacted", "reason": {"fr": "Il manque.", "en": "It is missing."}}]
    assert table("en", a_request("b.example", None), coverage=missing)[-1] == "It is missing."
    refused = {"outcome": {"code": "not-a-capture", "message": {"fr": "Refusé.", "en": "Refused."}}}
    assert table("en", **refused) == ["Refused."]


def test_a_long_name_is_cut_and_no_server_is_no_table() -> None:
    assert table("en") == []
    assert "…" in table("en", a_request("a" * 60 + ".example", None))[1]


def test_an_owner_told_by_a_contested_entry_is_marked_and_explained() -> None:
    _, row, *words = table("fr", a_request("a.count.ly", None))

    assert " *" in row
    assert any("entrée contestée" in line for line in words)
