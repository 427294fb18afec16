"""How connections were secured: what is stated of each host, and each reason why the capture does not suffice."""

from typing import Any

import pytest

from analyzers.contract import Detection
from analyzers.traffic_handshakes.detect import detect
from criteria.findings import Extent
from tests.builders.evidence import CAPTURE_SHA256, a_connection, a_handshake, a_request, traffic_evidence
from tests.builders.knowledge import knowledge_with

HOST, PEER = "api.example", "192.0.2.1"


def seen(*handshakes: dict[str, Any], **changes: Any) -> Detection:
    requests = changes.pop("requests", (a_request(HOST, PEER),))
    evidence = traffic_evidence(*requests, handshakes=handshakes, **changes)
    return detect(CAPTURE_SHA256, evidence, knowledge_with())


def test_each_host_is_stated_once_with_the_bytes_of_its_worst_handshake() -> None:
    found = seen(
        a_handshake(HOST), a_handshake(HOST, server_version="TLSv1.1", cipher="AES128-SHA", offset=900, length=70)
    )
    (stated,) = found.findings
    assert (stated.attributes["host"], stated.attributes["version"], stated.attributes["current"]) == (
        HOST, "TLSv1.1", False,
    )  # fmt: skip
    assert (stated.attributes["forward_secrecy"], stated.attributes["certificate_until"]) == (False, "2027-01-01")
    assert (stated.pointer.offset, stated.pointer.length) == (900, 70)
    assert stated.pointer.evidence == "/traffic/handshakes/1"


def test_a_capture_that_shows_both_sides_everywhere_is_complete() -> None:
    (row,) = seen(a_handshake(HOST)).coverage
    assert (row.kind, row.scope, row.extent) == ("tls.negotiated", "traffic", Extent.COMPLETE)


def test_a_clear_request_has_no_handshake_to_be_missed() -> None:
    clear = a_request("plain.example", PEER, scheme="http")
    assert seen(a_handshake(HOST), requests=(a_request(HOST, PEER), clear)).coverage[0].extent is Extent.COMPLETE


def test_a_name_that_was_only_asked_for_has_no_handshake_to_be_missed() -> None:
    asked = a_connection("name.example", None, transport="dns", tls=None, intercepted=False, failure="dns")
    assert seen(a_handshake(HOST), connections=(asked,)).coverage[0].extent is Extent.COMPLETE


def test_a_capture_without_handshakes_proves_nothing() -> None:
    found = seen()
    assert (found.findings, found.coverage[0].extent) == ((), Extent.NONE)


QUIC = a_connection("quic.example", PEER, transport="udp", tls=None, intercepted=False, failure="quic")
RAW = a_connection("raw.example", PEER, transport="tcp", tls=None, intercepted=False, failure="unknown")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"requests": (a_request(HOST, PEER), a_request("other.example", PEER))}, "other.example"),
        ({"requests": (a_request(HOST, PEER), a_request("ws.example", PEER, scheme="wss"))}, "ws.example"),
        ({"connections": (QUIC,)}, "quic.example"),
        ({"connections": (RAW,)}, "raw.example"),
        ({"records_failures": False}, "refused connections"),
        ({"requests_total": None}, "could not be read"),
        ({"unread": [{"offset": 1, "why": "x"}]}, "could not be read"),
        ({"handshakes_unlisted": 1}, "too many connections"),
        ({"connections_unlisted": 1}, "too many connections"),
    ],
)
def test_whatever_was_not_seen_makes_it_partial_and_is_named(changes: dict[str, Any], reason: str) -> None:
    (row,) = seen(a_handshake(HOST), **changes).coverage
    assert row.extent is Extent.PARTIAL
    assert reason in row.reason.en


def test_one_side_only_makes_it_partial() -> None:
    (row,) = seen(a_handshake(HOST, server_version=None, cipher=None, certificate_valid=None)).coverage
    assert (row.extent, HOST in row.reason.fr) == (Extent.PARTIAL, True)


def test_many_unseen_hosts_are_counted_not_listed() -> None:
    many = tuple(a_request(f"h{index}.example", PEER) for index in range(9))
    (row,) = seen(a_handshake(HOST), requests=many).coverage
    assert "h0.example, h1.example, h2.example et 6" in row.reason.fr
