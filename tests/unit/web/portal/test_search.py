"""Search in the reader's words."""

import pytest

from tests.builders.card import a_capture, a_card, a_recipient, a_verdict
from web.portal.search import Wish, find_needs, is_tracker_free, needs_of, search

GLUCO = a_card("Glyco Note", app={"purpose": {"fr": "Suivre ses glycémies.", "en": "Follow glucose readings."}})
BREATH = a_card("Souffle", app={"needs": ["breathing"]})
BOTH = [BREATH, GLUCO]


@pytest.mark.parametrize("words", ["sucre", "diabète", "DIABETE", "diabte", "glycémie", "glicemie", "sugar", "glyco"])
def test_lay_words_synonyms_and_slips_find_the_same_app(words: str) -> None:
    assert [card["app"]["name"] for card in search(BOTH, Wish(words))] == ["Glyco Note"]


def test_words_that_speak_of_nothing_here_find_nothing() -> None:
    assert search(BOTH, Wish("tabac")) == []


def test_an_empty_wish_gives_all_by_name() -> None:
    assert search([GLUCO, BREATH], Wish()) == [GLUCO, BREATH]
    assert search(BOTH, Wish("le de la")) == search(BOTH, Wish("de"))


def test_needs_are_those_declared_else_those_its_words_speak_of() -> None:
    assert needs_of(BREATH) == ["breathing"]
    assert "diabetes" in needs_of(GLUCO)
    assert search(BOTH, Wish(need="diabetes")) == [GLUCO]


def test_phrases_are_understood_whole() -> None:
    assert "pain" in {need.id for need in find_needs("mal de tête")}


@pytest.mark.parametrize("outcome", ["nonconforming", "undetermined", "not_assessed"])
def test_what_is_unknown_is_not_tracker_free(outcome: str) -> None:
    card = a_card(verdicts=[a_verdict("TRK-01"), a_verdict("TRK-02", outcome)])
    assert not is_tracker_free(card)
    assert search([card], Wish(tracker_free=True)) == []
    assert is_tracker_free(a_card())


def test_place_filters_keep_only_what_was_seen_there() -> None:
    american = a_card("Us", recipients=[a_recipient(foreign_reach=["us-cloud-act"])])
    unseen = a_card("Unseen", captures=[a_capture("refused")])
    cards = [BREATH, american, unseen]
    assert search(cards, Wish(place="europe")) == [BREATH, american]
    assert search(cards, Wish(place="europe-own")) == [BREATH]


def test_state_and_price_filter() -> None:
    held = a_card("Held", state="conditional", app={"price": "free"})
    assert search([BREATH, held], Wish(state="conditional")) == [held]
    assert search([BREATH, held], Wish(price="free")) == [held]
