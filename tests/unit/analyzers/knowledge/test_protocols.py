"""Kinds of data and tracker protocols are data with reasons and sources; a damaged row is refused."""

from typing import Any

import pytest

from analyzers.knowledge.files import BrokenKnowledgeError
from analyzers.knowledge.protocols import load_adapters, load_properties, load_protocols

PROTOCOLS = load_protocols()
_PROPERTIES = load_properties({"properties": [{"id": "p", "category": "c", "fr": "p", "en": "p"}]})
_ROW: dict[str, Any] = {
    "id": "a",
    "name": "A",
    "url": "a",
    "source": "https://a.example",
    "values": {"body.x": ["p", "why"]},
}


def test_the_ten_commonest_protocols_are_there_each_with_a_source() -> None:
    assert {adapter.id.partition("/")[0] for adapter in PROTOCOLS.adapters.values()} >= {
        "facebook", "google", "appsflyer", "adjust", "bugsnag", "sentry", "branch", "onesignal", "amplitude",
        "mixpanel",
    }  # fmt: skip
    assert all(adapter.source.startswith("https://") for adapter in PROTOCOLS.adapters.values())


@pytest.mark.parametrize(
    ("address", "adapter"),
    [
        ("graph.facebook.com/v14.0/123/activities", "facebook/app-events"),
        ("sessions.bugsnag.com/", "bugsnag/sessions"),
        ("api2.branch.io/v1/open", "branch/v1"),
        ("app.adjust.com/event", "adjust/sdk"),
        ("api.carnet.example/v1", None),
    ],
)
def test_a_request_speaks_the_protocol_of_its_address(address: str, adapter: str | None) -> None:
    found = PROTOCOLS.adapter_for(address)
    assert (found.id if found else None) == adapter


def test_every_health_property_is_of_a_special_category() -> None:
    assert all(kind.article9 for kind in PROTOCOLS.properties.values() if kind.is_health)


def test_a_property_gives_its_reason() -> None:
    adapter = PROTOCOLS.adapters["branch/v1"]
    assert adapter.reason("advertisingId").startswith("documented")
    assert adapter.reason("nothing") == ""


@pytest.mark.parametrize(
    "change", [{"values": {"body.x": ["q", "why"]}}, {"values": {"body.x": ["p", ""]}}, {"colour": 1}]
)
def test_a_row_without_reason_or_known_property_is_refused(change: dict[str, Any]) -> None:
    assert load_adapters({"adapters": [_ROW]}, _PROPERTIES)["a"].values == ((("body", "x"), "p", "why"),)
    with pytest.raises(BrokenKnowledgeError):
        load_adapters({"adapters": [_ROW | change]}, _PROPERTIES)


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("Données de santé", "health"),
        ("health data", "health"),
        ("glycémie", "bloodGlucose"),
        ("Adresses électroniques", "emailAddress"),
        ("e-mail", "emailAddress"),
        ("advertisingId", "advertisingId"),
        ("identifiant publicitaire", "advertisingId"),
        ("tension", "bloodPressure"),
        ("données d'usage", "use"),
        ("couleur des yeux", None),
        ("données", None),
        ("", None),
    ],
)
def test_a_kind_of_data_is_known_by_the_names_that_people_give_it(said: str, key: str | None) -> None:
    assert PROTOCOLS.find_named(said) == key


def test_a_category_holds_its_kinds_and_every_kind_has_a_named_category() -> None:
    assert {"bloodGlucose", "medication"} <= PROTOCOLS.list_in("health")
    assert PROTOCOLS.list_in("bloodGlucose") == {"bloodGlucose"}
    assert {kind.category for kind in PROTOCOLS.properties.values()} == set(PROTOCOLS.categories)
    assert PROTOCOLS.name_of("health").fr == "santé"
    assert PROTOCOLS.name_of("newKind").en == "newKind"


def test_a_star_stands_for_any_one_step_and_the_first_place_stated_counts() -> None:
    values = {"body.*.id": "p", "body.x.*": "q", "body.x.id": "q", "*.*": "r", "*.z": "p"}
    rows = {place: [kind, "why"] for place, kind in values.items()}
    kinds = load_properties({"properties": [{"id": kind, "category": "c", "fr": kind, "en": kind} for kind in "pqr"]})
    adapter = load_adapters({"adapters": [_ROW | {"values": rows}]}, kinds)["a"]

    found = [adapter.property_at(tuple(path.split("."))) for path in ("body.x.id", "body.x.y", "a.z", "a", "a.b.c.d")]
    assert found == ["p", "q", "r", None, None]
