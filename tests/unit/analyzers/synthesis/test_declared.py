"""Declared and seen are compared both ways, per recipient and kind of data; who saw it stays said."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers.extract.document import extract_document
from analyzers.synthesis.declared import Declaration, compare_declared, cover_declared, read_declaration
from criteria.findings import Attribute, Coverage, Extent, Finding, Pointer, Source, Text

SAID = Text("Vu.", "Seen.")


def declare(*lines: str) -> Declaration:
    evidence = extract_document("\n".join(["recipient;data;servers", *lines]).encode()).evidence
    assert evidence is not None
    declaration = read_declaration([evidence])
    assert declaration is not None
    return declaration


def contact(host: str, source: Source = Source.BENCH, **stated: Attribute) -> Finding:
    known: dict[str, Attribute] = {"host": host, "owner": None, "operator": None, "party": "unknown"}
    return Finding("host.contacted", known | stated, SAID, Pointer("c" * 64), source)


def told(host: str, category: str, source: Source = Source.BENCH) -> Finding:
    stated: dict[str, Attribute] = {"host": host, "category": category, "match": "known"}
    return Finding("data.transmitted", stated, SAID, Pointer("c" * 64, evidence="/traffic/transmissions/0"), source)


def states(found: list[Finding]) -> set[tuple[Any, ...]]:
    return {tuple(row.attributes[key] for key in ("recipient", "category", "state", "named")) for row in found}


SENTRY = contact("o1.ingest.sentry.io", owner="Sentry", party="third", operator="Google Cloud")
OVH_HOST = "api.souffle.example"
OVH = contact(OVH_HOST, operator="OVHcloud", parent="OVH Groupe SA")


def test_what_was_declared_and_seen_agrees() -> None:
    found = compare_declared(declare("OVH SAS;glycémie;api.souffle.example"), [OVH, told(OVH_HOST, "bloodGlucose")])
    assert states(found) == {("OVHcloud", "bloodGlucose", "agreeing", True)}
    assert found[0].attributes["health"] is True


def test_a_category_covers_its_kinds_of_data() -> None:
    found = compare_declared(declare("OVHcloud;données de santé"), [OVH, told(OVH_HOST, "bloodGlucose")])
    assert states(found) == {("OVHcloud", "bloodGlucose", "agreeing", True)}


def test_data_that_a_named_recipient_was_not_declared_to_get_is_undeclared() -> None:
    found = compare_declared(declare("Sentry;appareil"), [SENTRY, told("o1.ingest.sentry.io", "emailAddress")])
    assert states(found) == {
        ("Sentry", "emailAddress", "undeclared", True),
        ("Sentry", "device", "unseen", True),
    }


def test_a_recipient_that_is_on_no_list_is_said_to_be_so() -> None:
    found = compare_declared(declare("OVHcloud;santé"), [SENTRY, told("o1.ingest.sentry.io", "deviceId")])
    assert ("Sentry", "deviceId", "undeclared", False) in states(found)
    assert ("OVHcloud", "health", "unseen", True) in states(found)


def test_a_contact_without_recognised_data_counts_as_a_recipient() -> None:
    assert states(compare_declared(declare("OVHcloud;santé"), [SENTRY])) == {
        ("Sentry", None, "undeclared", False),
        ("OVHcloud", "health", "unseen", True),
    }
    assert states(compare_declared(declare("Sentry;"), [SENTRY])) == {("Sentry", None, "agreeing", True)}


def test_declaring_who_rents_out_the_machine_does_not_declare_who_receives() -> None:
    found = compare_declared(declare("Google Cloud;santé"), [SENTRY])
    assert ("Sentry", None, "undeclared", False) in states(found)


def test_the_group_may_be_named_for_its_company() -> None:
    google = contact("fcm.googleapis.com", owner="Google", owner_parent="Alphabet Inc.", party="third")
    assert states(compare_declared(declare("Alphabet;"), [google])) == {("Google", None, "agreeing", True)}


def test_the_publishers_own_servers_are_no_recipients() -> None:
    own = contact("api.souffle.example", operator="OVHcloud", party="first")
    found = compare_declared(declare("OVHcloud;santé"), [own, told("api.souffle.example", "bloodGlucose")])
    assert found == []  # the host that was declared is there, and nobody else


@pytest.mark.parametrize(
    ("name", "owner", "same"),
    [
        ("Google LLC", "Google", True),
        ("google", "Google Cloud", True),
        ("Oogle", "Google", False),
        ("Goo", "Google", False),
        ("SA", "OVH SA", False),
        ("Éditions du Souffle", "Editions Souffle SAS", True),
    ],
)
def test_names_are_compared_by_whole_words(name: str, owner: str, same: bool) -> None:  # noqa: FBT001 - a column
    found = compare_declared(declare(f"{name};"), [contact("x.example", owner=owner, party="third")])
    assert (states(found) == {(owner, None, "agreeing", True)}) is same


def test_who_saw_it_is_part_of_it_and_a_declaration_stays_one() -> None:
    theirs = contact("o1.ingest.sentry.io", Source.PUBLISHER, owner="Sentry", party="third")
    found = compare_declared(declare("OVHcloud;santé"), [theirs])
    assert {row.attributes["state"]: row.source for row in found} == {
        "undeclared": Source.PUBLISHER,
        "unseen": Source.DECLARED,
    }


def test_without_any_contact_nothing_is_called_unseen() -> None:
    assert compare_declared(declare("OVHcloud;santé"), []) == []


def test_coverage_is_that_of_the_weaker_side() -> None:
    complete = Coverage("recipient.compared", "traffic", Extent.COMPLETE, SAID)
    partial = Coverage("recipient.compared", "traffic", Extent.PARTIAL, SAID)
    assert cover_declared(None, complete).extent is Extent.NONE
    assert cover_declared(declare("OVHcloud;santé"), complete) == complete
    assert cover_declared(declare("OVHcloud;couleur des yeux"), complete).extent is Extent.PARTIAL
    assert cover_declared(declare("OVHcloud;couleur des yeux"), partial) == partial


def test_other_documents_are_no_declaration() -> None:
    evidence = extract_document(b"Politique").evidence
    assert evidence is not None
    assert read_declaration([evidence]) is None


_NAMES = st.sampled_from(["OVHcloud", "Sentry", "Google", "Adjust"])
_KINDS = st.sampled_from(["santé", "appareil", "adresse électronique", "glycémie"])


@given(st.lists(st.tuples(_NAMES, _KINDS), max_size=6), st.randoms())
def test_the_order_of_the_list_and_of_the_findings_changes_nothing(rows: list[tuple[str, str]], chance: Any) -> None:
    seen = [SENTRY, OVH, told("o1.ingest.sentry.io", "deviceId"), told("api.souffle.example", "bloodGlucose")]
    mixed, lines = list(seen), [f"{name};{kind}" for name, kind in rows]
    straight = compare_declared(declare(*lines), seen)
    chance.shuffle(mixed)
    assert states(straight) == states(compare_declared(declare(*reversed(lines)), mixed))
