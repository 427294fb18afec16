"""A person reads what was seen, where it is, whose it is, and from which data."""

from analyzers.knowledge.places import AddressFacts
from analyzers.traffic_hosts.contacts import Contact, gather_contacts
from analyzers.traffic_hosts.wording import describe, describe_dependency
from criteria.findings import Text
from tests.builders.evidence import a_connection, a_request, traffic_evidence
from tests.builders.knowledge import knowledge_with

KNOWLEDGE = knowledge_with(_13_36_0_9=AddressFacts(provider="aws", provider_region="eu-west-3"))


def say(contact: Contact) -> Text:
    place = KNOWLEDGE.locate(contact.address) if contact.address else None
    reach = place.foreign_reach if place else ()
    return describe(contact, place, KNOWLEDGE.owner_of(contact.host), reach, KNOWLEDGE)


def of(host: str, address: str | None, **changes: object) -> Text:
    return say(gather_contacts(traffic_evidence(a_request(host, address, **changes)))[0])


def test_place_parent_owner_and_source_are_said() -> None:
    said = of("app.adjust.com", "13.36.0.9").fr
    for words in (
        "Pays FR",
        "eu-west-3",
        "Amazon.com, Inc. (US)",
        "Nom de serveur de Adjust (DE)",
        "base de connaissances",
    ):
        assert words in said


def test_an_unencrypted_request_is_said() -> None:
    assert "en clair" in of("a.example", None, scheme="http").fr
    assert "en clair" not in of("a.example", None).fr


def test_a_missing_address_and_an_unknown_owner_are_said() -> None:
    said = of("a.example", None).en
    assert "country unknown" in said
    assert "Whose host name this is: unknown." in said


def test_a_rented_name_does_not_name_its_recipient() -> None:
    assert "le destinataire n'est pas connu" in of("x.s3.eu-west-3.amazonaws.com", None).fr


def test_an_exchange_that_could_not_be_read_is_said_with_its_reason() -> None:
    refused = a_connection("a.example", None, failure="pinning")
    (contact,) = gather_contacts(traffic_evidence(connections=(refused,)))
    assert "could not be read (pinning)" in say(contact).en


def test_the_laws_are_named_and_nothing_is_said_of_their_use() -> None:
    said = of("a.example", "13.36.0.9")
    assert "sont soumises à : CLOUD Act des États-Unis (18 U.S.C. § 2713)" in said.fr
    assert "subject to: United States CLOUD Act" in said.en
    assert "soumises" not in of("a.example", None).fr


def test_a_dependency_on_software_is_told_apart_from_control() -> None:
    said = describe_dependency("S3NS", "FR", "Google Cloud", "US")
    assert "S3NS (FR)" in said.fr
    assert "pas un contrôle" in said.fr
    assert "not a control" in said.en
