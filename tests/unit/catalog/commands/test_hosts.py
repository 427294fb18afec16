"""The table of servers says what is known and marks what is not."""

from analyzers.analyze import write_finding
from analyzers.knowledge.places import AddressFacts
from analyzers.traffic_hosts.detect import detect
from catalog.commands.hosts import HEADS, tabulate
from tests.builders.evidence import CAPTURE_SHA256, a_request, traffic_evidence
from tests.builders.knowledge import knowledge_with


def test_each_server_has_its_operator_parent_and_laws() -> None:
    knowledge = knowledge_with(_13_36_0_9=AddressFacts(provider="aws", provider_region="eu-west-3"))
    evidence = traffic_evidence(a_request("api.carnet.example", "13.36.0.9"), a_request("b.example", None))
    found = detect(CAPTURE_SHA256, evidence, knowledge).findings
    head, first, second = tabulate({"findings": [write_finding(row) for row in found]}, "fr")

    assert head.split()[0] == HEADS["fr"][0]
    assert "Amazon Web Services (US)" in first
    assert "Amazon.com, Inc. (US)" in first
    assert first.endswith("us-cloud-act us-fisa-702")
    assert second.split() == ["b.example", "?", "?", "none", "?", "?", "?", "?"]


def test_a_long_name_is_cut_and_no_server_is_no_table() -> None:
    assert list(tabulate({"findings": []}, "en")) == []
    evidence = traffic_evidence(a_request("a" * 60 + ".example", None))
    found = detect(CAPTURE_SHA256, evidence, knowledge_with()).findings
    assert "…" in list(tabulate({"findings": [write_finding(row) for row in found]}, "en"))[1]
