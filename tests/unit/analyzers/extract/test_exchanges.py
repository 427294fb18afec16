"""Requests are listed, connections counted, failures kept apart."""

import pytest

from analyzers.extract import exchanges
from analyzers.extract.exchanges import Answered, Exchanges, count, name_failure, word
from analyzers.extract.urls import Target
from analyzers.formats.parts import Message, body_part

_TARGET = Target("https", "a.example", 443, "/", "0" * 64)


def test_connections_of_one_kind_are_counted_together_and_failures_apart() -> None:
    found = Exchanges()
    for failure in (None, None, "reset"):
        found.connection(_TARGET, (5, 9), peer_ip="192.0.2.1", failure=failure)

    rows = found.facts({}, 3, 3, [], 0)["connections"]
    assert [(row["requests"], row["intercepted"], row["failure"]) for row in rows] == [
        (2, True, None),
        (1, False, "reset"),
    ]


def test_what_never_leaves_the_machine_is_no_connection() -> None:
    found = Exchanges()
    found.connection(Target("data", None, None, "", ""), (0, 1))

    assert found.connections == {}


@pytest.mark.parametrize(
    ("message", "name"),
    [
        (None, None),
        ("net::ERR_CERT_AUTHORITY_INVALID", "untrusted_ca"),
        ("Connection reset by peer", "reset"),
        ("net::ERR_NAME_NOT_RESOLVED", "dns"),
        ("TLS handshake failed", "tls"),
        ("weird", "unknown"),
    ],
)
def test_failures_have_one_word_each(message: str | None, name: str | None) -> None:
    assert name_failure(message) == name


def test_values_of_another_type_are_unknown() -> None:
    assert [count(v) for v in (5, 5.0, -1, True, "5", 1 << 60)] == [5, 5, None, None, None, None]
    assert [word(v) for v in ("GET", "", 5)] == ["GET", None, None]


def test_bytes_of_connections_that_failed_alike_are_added_up_within_their_phase() -> None:
    found = Exchanges()
    target = Target("", "bank.example", 443, "", "")
    for phase, size in ((0, 100), (0, 50), (1, 7)):
        found.connection(target, (0, 1), tls=True, failure="pinning", phase=phase, bytes_out=size, bytes_in=None)

    rows = [(row["phase"], row["requests"], row["bytes_out"], row["bytes_in"]) for row in found.connections.values()]
    assert rows == [(0, 2, 150, None), (1, 1, 7, None)]


def test_a_pin_and_a_broken_server_have_names_of_their_own() -> None:
    assert name_failure("pinning suspected: closed without request after the handshake") == "pinning"
    assert name_failure("Server identity check failed: certificate has expired") == "server_certificate"


def test_beyond_a_limit_only_what_shows_something_new_is_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchanges, "MAX_LISTED", 3)
    found = Exchanges()
    for number in range(10):
        where = _TARGET._replace(host="new.example" if number == 8 else "a.example")
        told = body_part(b"camille@courriel.example", []) if number == 6 else []
        found.request(where, Message(tuple(told)), (number, 1), Answered(method="POST"))
        found.connection(where, (number, 1))
    facts = found.facts({}, 10, 10, [], 0)

    assert [row["offset"] for row in facts["requests"]] == [0, 1, 2, 3, 6, 8]
    assert [facts["requests"][row["request"]]["offset"] for row in facts["transmissions"]] == [6]
    assert facts["coverage"]["requests_unlisted"] == 4
    assert [row["requests"] for row in facts["connections"]] == [9, 1]


def test_connections_that_cannot_be_listed_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchanges, "MAX_CONNECTIONS", 1)
    found = Exchanges()
    for host in ("a.example", "b.example", "a.example"):
        found.connection(_TARGET._replace(host=host), (0, 1))

    assert found.facts({}, 3, 3, [], 0)["coverage"]["connections_unlisted"] == 1
