"""Where the data went."""

from tests.builders.card import a_card, a_recipient
from web.drawings.journey import draw_journey
from web.portal.recipients import trace
from web.words.speech import Speech


def test_what_was_not_seen_is_always_drawn() -> None:
    for card in (a_card(), a_card(recipients=[])):
        assert "What our capture did not see" in draw_journey(trace(card), Speech("en"))


def test_places_and_laws_stand_beside_each_holder() -> None:
    rows = [a_recipient(owner="Amazon", foreign_reach=["us-cloud-act"]), a_recipient("x", operator=None, country=None)]
    drawn = draw_journey(trace(a_card(recipients=rows)), Speech("en"))
    assert "in France; subject to the law of: United States" in drawn
    assert "Unknown operator" in drawn
    assert drawn.count("flow-foreign") == 2
