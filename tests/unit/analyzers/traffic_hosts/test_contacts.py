"""Contacts are gathered by host and address; a refused connection is one too."""

from analyzers.traffic_hosts.contacts import gather_contacts
from tests.builders.evidence import a_connection, a_request, traffic_evidence


def test_requests_to_one_host_and_address_are_one_contact() -> None:
    first = a_request("a.example", "13.36.0.9", offset=5, length=7)
    contacts = gather_contacts(
        traffic_evidence(first, a_request("A.example.", "13.36.0.9"), a_request("a.example", None))
    )
    assert [(row.host, row.address, row.requests) for row in contacts] == [
        ("a.example", None, 1),
        ("a.example", "13.36.0.9", 2),
    ]
    assert (contacts[1].where, contacts[1].offset, contacts[1].length) == ("/traffic/requests/0", 5, 7)


def test_a_host_written_as_an_address_is_its_own_address() -> None:
    (contact,) = gather_contacts(traffic_evidence(a_request("13.36.0.9", None)))
    assert contact.address == "13.36.0.9"


def test_one_unencrypted_request_makes_the_contact_clear() -> None:
    requests = (a_request("a.example", None), a_request("a.example", None, scheme="http"))
    (contact,) = gather_contacts(traffic_evidence(*requests))
    assert (contact.scheme, contact.cleartext) == ("http", True)


def test_a_refused_connection_is_a_contact_that_was_not_read() -> None:
    refused = a_connection("a.example", "13.36.0.9", failure="untrusted_ca", intercepted=False)
    (contact,) = gather_contacts(traffic_evidence(connections=(refused,)))
    assert (contact.requests, contact.intercepted, contact.failures) == (0, False, ("untrusted_ca",))
    assert contact.where == "/traffic/connections/0"


def test_a_sound_connection_adds_nothing_to_its_requests() -> None:
    evidence = traffic_evidence(a_request("a.example", "1.2.3.4"), connections=(a_connection("a.example", "1.2.3.4"),))
    (contact,) = gather_contacts(evidence)
    assert (contact.requests, contact.failures) == (1, ())


def test_a_connection_without_a_request_is_still_a_contact() -> None:
    (contact,) = gather_contacts(traffic_evidence(connections=(a_connection("a.example", "1.2.3.4"),)))
    assert (contact.host, contact.scheme, contact.intercepted) == ("a.example", "https", False)


def test_a_row_that_names_no_host_is_left_out() -> None:
    assert gather_contacts({"traffic": {"requests": [{}, 1], "connections": [{"host": 3}]}}) == ()


def test_a_refused_connection_beside_requests_lowers_trust_in_the_contact() -> None:
    refused = a_connection("a.example", "1.2.3.4", failure="reset")
    evidence = traffic_evidence(a_request("a.example", "1.2.3.4", scheme="http"), connections=(refused,))
    (contact,) = gather_contacts(evidence)
    assert (contact.scheme, contact.requests, contact.failures) == ("http", 1, ("reset",))


def test_an_unencrypted_connection_is_named_as_such() -> None:
    (contact,) = gather_contacts(traffic_evidence(connections=(a_connection("a.example", None, tls=False),)))
    assert (contact.scheme, contact.cleartext) == ("http", False)


def test_of_a_long_capture_connections_count_the_requests_that_are_not_listed() -> None:
    sound = a_connection("a.example", "1.2.3.4") | {"requests": 90_000}
    refused = a_connection("a.example", "1.2.3.4", failure="reset") | {"requests": 7}
    evidence = traffic_evidence(
        a_request("a.example", "1.2.3.4"), connections=(sound, refused), requests_unlisted=89_999
    )
    (contact,) = gather_contacts(evidence)
    assert (contact.requests, contact.failures) == (90_000, ("reset",))
