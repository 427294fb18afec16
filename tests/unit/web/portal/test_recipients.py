"""Who receives the data."""

import pytest

from tests.builders.card import a_capture, a_card, a_recipient
from web.portal.recipients import say_class, say_law, say_who_receives, trace
from web.words.speech import Speech

FR, EN = Speech("fr"), Speech("en")


def test_unknown_when_no_capture_counts() -> None:
    journey = trace(a_card(recipients=[], captures=[a_capture("capture.foreign")]))
    assert say_who_receives(journey, EN).startswith("We do not know who receives your data")
    assert journey.sovereignty == "E"
    assert say_class(journey, EN) == "We do not know where the data go."


def test_silence_of_a_capture_is_no_proof() -> None:
    journey = trace(a_card(recipients=[]))
    assert "does not prove that nothing is sent" in say_who_receives(journey, EN)
    assert journey.sovereignty == "E"


def test_who_and_where_are_named() -> None:
    said = say_who_receives(trace(a_card()), FR)
    assert said == "Pendant notre relevé, elle a échangé des données avec OVH (serveurs en France)."


def test_a_foreign_law_is_said_as_a_law_and_never_as_a_gift() -> None:
    card = a_card(recipients=[a_recipient(operator="Amazon", foreign_reach=["us-cloud-act", "us-fisa-702"])])
    assert "soumis au droit des États-Unis" in say_who_receives(trace(card), FR)
    assert "subject to the law of the United States" in say_who_receives(trace(card), EN)
    assert trace(card).sovereignty == "D"


def test_the_publisher_s_own_capture_is_said_to_be_its_own() -> None:
    card = a_card(recipients=[a_recipient(source="publisher")], captures=[a_capture(source="publisher")])
    assert "fourni par l'éditeur" in say_who_receives(trace(card), FR)
    assert trace(card).sovereignty == "E"


def test_many_holders_are_counted() -> None:
    card = a_card(recipients=[a_recipient(f"h{n}", owner=f"Owner {n}") for n in range(6)])
    assert "3 others" in say_who_receives(trace(card), EN)


@pytest.mark.parametrize(
    "worse",
    [
        {"region": "third"},
        {"region": "unknown"},
        {"region": "adequate"},
        {"operator": None},
        {"operator_country": None},
    ],
)
def test_the_worst_exchange_decides_the_class(worse: dict[str, str | None]) -> None:
    assert trace(a_card(recipients=[a_recipient(), a_recipient("other", **worse)])).sovereignty == "E"


def test_a_gap_in_the_traffic_leaves_the_class_unknown() -> None:
    gap = {"what": "host.contacted", "scope": "traffic", "reason": {"fr": "…", "en": "…"}, "criteria": []}
    assert trace(a_card()).sovereignty == "B"
    assert trace(a_card(unknown=[gap])).sovereignty == "E"


def test_classes_are_said_without_promising() -> None:
    for reach, part in (([], "no link known to us"), (["us-cloud-act"], "nothing proves")):
        assert part in say_class(trace(a_card(recipients=[a_recipient(foreign_reach=reach)])), EN)
    assert "may leave Europe" in say_class(trace(a_card(recipients=[a_recipient(region="third", country="US")])), EN)


def test_laws_have_their_article() -> None:
    assert (say_law("US", FR), say_law("US", EN), say_law("JP", FR)) == (
        "des États-Unis",
        "the United States",
        "(Japon)",
    )
