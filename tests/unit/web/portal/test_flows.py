"""Recipients by country and by law, and what stayed invisible: said as seen, never better."""

from typing import Any

from tests.builders.card import a_recipient
from web.portal.flows import map_flows, say_data, say_flows, say_invisible
from web.words.speech import Speech

MEASURED = {"requests": 9, "requests_read": 7, "bytes": 100, "bytes_understood": 60, "blind": ["pinned.example"]}
TRAFFIC: dict[str, Any] = {
    "sent": [
        {"host": "o1.sentry.example", "category": "deviceId", "health": False, "article9": False},
        {"host": "o1.sentry.example", "category": "bloodGlucose", "health": True, "article9": True},
    ],
    "compared": [
        {"host": "o1.sentry.example", "state": "undeclared", "recipient": "Sentry", "category": "deviceId"},
        {"host": None, "state": "unseen", "recipient": "Adjust", "category": "use"},
    ],
    "understood": [MEASURED],
    "classes": {"o1.sentry.example": "D", "api.souffle.example": "B"},
}
SENTRY = a_recipient(
    "o1.sentry.example", owner="Sentry", operator="Google Cloud", foreign_reach=["us-cloud-act"], country="DE"
)
NOWHERE = a_recipient("x.example", operator=None, country=None)


def test_recipients_stand_by_country_and_the_unknown_one_last() -> None:
    flows = map_flows([NOWHERE, SENTRY, a_recipient()], TRAFFIC)
    assert [(code, [one.name for one in found]) for code, found in flows.places] == [
        ("DE", ["Sentry"]),
        ("FR", ["OVH"]),
        (None, [None]),
    ]


def test_a_recipient_has_its_data_health_first_its_host_its_law_and_its_class() -> None:
    ((_, (one,)),) = map_flows([SENTRY], TRAFFIC).places
    assert (one.data, one.has_health, one.laws) == (("bloodGlucose", "deviceId"), True, ("US",))
    assert (one.operator, one.states, one.grade) == ("Google Cloud", ("undeclared",), "D")


def test_the_sentence_says_where_under_whose_law_and_what_was_not_seen() -> None:
    said = say_flows(map_flows([SENTRY, a_recipient()], TRAFFIC), Speech("en"))
    assert "Recipients seen: 2." in said
    assert "In Germany: Sentry." in said
    assert "1 subject to the law of the United States" in said
    assert "Health data is recognised on its way to Sentry." in said
    assert "pinned.example" in said
    assert "requests read: 7 of 9" in said
    assert "bytes understood: 60" in said


def test_what_was_not_captured_is_invisible_and_a_full_capture_still_leaves_something() -> None:
    assert "tout reste invisible" in say_flows(map_flows([], {}), Speech("fr"))
    whole = {"understood": [MEASURED | {"requests_read": 9, "bytes_understood": 100, "blind": []}]}
    assert "paths not taken" in say_invisible(map_flows([a_recipient()], whole), Speech("en"))


def test_a_server_whose_content_was_not_read_is_blind_without_any_measure() -> None:
    assert map_flows([a_recipient("p.example", intercepted=False)], {}).blind == ("p.example",)


def test_kinds_of_data_are_named_for_people() -> None:
    assert say_data(["bloodGlucose", "use"], Speech("fr")) == "glycémie et usage"


def test_what_was_declared_and_not_seen_is_kept_apart() -> None:
    assert map_flows([SENTRY], TRAFFIC).unseen == (("Adjust", "use"),)
