"""What was sent to whom becomes one finding per kind of data, server and form; what was not understood is said."""

import pytest

from analyzers.knowledge.places import AddressFacts
from analyzers.traffic_payloads.detect import detect
from criteria.findings import Coverage, Extent
from tests.builders.evidence import CAPTURE_SHA256, a_connection, a_request, a_transmission, traffic_evidence
from tests.builders.knowledge import knowledge_with

KNOWLEDGE = knowledge_with(_13_36_0_9=AddressFacts(provider="aws", provider_region="eu-west-3"))
APP = {"packageName": "example.carnet.app"}


def coverage(**changes: object) -> Coverage:
    made = traffic_evidence(a_request("a.example", None), **changes)  # type: ignore[arg-type] - each test names its own
    row, measured = detect(CAPTURE_SHA256, made, KNOWLEDGE).coverage
    assert (measured.kind, measured.extent) == ("capture.measured", row.extent)
    return row


def test_a_tracker_that_receives_a_test_value_is_named_with_place_and_form() -> None:
    row = a_transmission(hash="sha256", layers=["gzip", "json"])
    made = traffic_evidence(a_request("app.adjust.com", "13.36.0.9"), transmissions=(row,))
    finding, _ = detect(CAPTURE_SHA256, made, KNOWLEDGE).findings
    stated = finding.attributes

    assert (stated["category"], stated["identifying"], stated["article9"]) == ("emailAddress", True, False)
    assert (stated["owner"], stated["owner_country"], stated["party"], stated["country"]) == (
        "Adjust",
        "DE",
        "third",
        "FR",
    )
    assert (stated["match"], stated["encoding"], stated["hashed"]) == ("known", "gzip+json+sha256", True)
    assert finding.pointer.evidence == "/traffic/transmissions/0"


def test_health_data_at_the_publisher_is_first_party_health_data() -> None:
    row = a_transmission(property="bloodGlucose", match="vocabulary")
    made = traffic_evidence(a_request("api.carnet.example", None), app=APP, transmissions=(row,))
    finding, _ = detect(CAPTURE_SHA256, made, KNOWLEDGE).findings

    assert (finding.attributes["party"], finding.attributes["health"], finding.attributes["article9"]) == (
        "first",
        True,
        True,
    )


def test_what_goes_to_a_borrowed_name_goes_to_whoever_is_behind_it() -> None:
    made = traffic_evidence(a_request("api.carnet.example", None), app=APP, transmissions=(a_transmission(),))
    made["traffic"]["aliases"] = [{"host": "api.carnet.example", "names": ["gum.criteo.com"], "by": "resolver"}]
    finding, _ = detect(CAPTURE_SHA256, made, KNOWLEDGE).findings
    assert (finding.attributes["party"], finding.attributes["owner"]) == ("third", "Criteo")


def test_what_browsers_keep_to_themselves_is_for_a_person_to_confirm() -> None:
    made = traffic_evidence(a_request("a.example", None), transmissions=(a_transmission(part="fragment"),))
    finding, _ = detect(CAPTURE_SHA256, made, KNOWLEDGE).findings
    assert finding.attributes["match"] == "pattern"
    assert "A browser does not send this part" in finding.reasoning.en


def test_the_same_told_twice_is_said_once_and_another_form_is_another_finding() -> None:
    told = (a_transmission(), a_transmission(path="other"), a_transmission(hash="md5"))
    made = traffic_evidence(a_request("a.example", None), transmissions=told)
    *found, measured = detect(CAPTURE_SHA256, made, KNOWLEDGE).findings
    assert (len(found), measured.kind) == (2, "capture.measured")


def test_what_is_sent_to_a_rented_name_has_no_known_owner() -> None:
    made = traffic_evidence(a_request("x.s3.eu-west-3.amazonaws.com", None), transmissions=(a_transmission(),))
    finding, _ = detect(CAPTURE_SHA256, made, KNOWLEDGE).findings
    assert (finding.attributes["owner"], finding.attributes["party"]) == (None, "unknown")


def test_everything_understood_and_test_values_seeded_is_complete() -> None:
    assert coverage().extent is Extent.COMPLETE


_CONTENT = {"seeds": 1, "unlisted": 0, "bodies": 2, "bodies_understood": 2, "bytes": 50, "bytes_understood": 50}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"content": _CONTENT | {"seeds": 0}}, "No test value"),
        ({"content": _CONTENT | {"bodies_understood": 1, "bytes_understood": 20}}, "30 bytes sent had no meaning"),
        ({"content": _CONTENT | {"unlisted": 3}}, "Too many"),
        ({"requests_total": None}, "could not be read"),
        ({"records_failures": False}, "does not say that it keeps refused"),
        ({"connections": (a_connection("b.example", None, failure="untrusted_ca"),)}, "1 connection whose"),
    ],
)
def test_each_gap_lowers_coverage_and_is_said(changes: dict[str, object], words: str) -> None:
    row = coverage(**changes)
    assert row.extent is Extent.PARTIAL
    assert words in row.reason.en


def test_evidence_that_was_never_searched_covers_nothing() -> None:
    made = traffic_evidence(a_request("a.example", None))
    del made["traffic"]["transmissions"]
    assert detect(CAPTURE_SHA256, made, KNOWLEDGE).coverage[0].extent is Extent.NONE


def test_a_recipient_told_by_a_contested_entry_says_so() -> None:
    made = traffic_evidence(a_request("a.count.ly", "13.36.0.9"), transmissions=(a_transmission(),))
    finding, _ = detect(CAPTURE_SHA256, made, KNOWLEDGE).findings

    assert finding.attributes["contested"] is True
    assert "Contested entry" in finding.reasoning.en
