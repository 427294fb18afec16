"""The share understood is counted, and a server of which nothing was seen is named."""

from analyzers.traffic_payloads.measure import list_blind, measure
from tests.builders.evidence import CAPTURE_SHA256, a_connection, a_request, traffic_evidence


def test_counts_are_those_of_the_evidence() -> None:
    content = {"seeds": 3, "bodies": 9, "bodies_understood": 7, "bytes": 1000, "bytes_understood": 640}
    traffic = {"coverage": {"requests_total": 12, "requests_read": 11, "content": content}}
    stated = measure(CAPTURE_SHA256, traffic)
    assert dict(stated.attributes) == {
        "requests": 12,
        "requests_read": 11,
        "contents": 9,
        "contents_understood": 7,
        "bytes": 1000,
        "bytes_understood": 640,
        "seeds": 3,
        "blind": (),
    }
    assert "640 octets sur 1000" in stated.reasoning.fr


def test_nothing_known_is_counted_as_nothing_and_never_fails() -> None:
    stated = measure(CAPTURE_SHA256, {"coverage": 3, "connections": "x"})
    assert (stated.attributes["requests"], stated.attributes["requests_read"]) == (None, 0)
    assert "sur ?" in stated.reasoning.fr


def test_a_server_is_blind_where_no_exchange_with_it_was_read() -> None:
    evidence = traffic_evidence(
        a_request("seen.example", "192.0.2.1"),
        connections=(
            a_connection("seen.example", None, failure="reset"),
            a_connection("pinned.example", None, failure="untrusted_ca"),
            a_connection("open.example", None),
        ),
    )
    assert list_blind(evidence["traffic"]) == ("pinned.example",)
