"""The drawing shows countries, laws and what was not seen, and says them to whoever cannot see it."""

import re

import pytest
from markupsafe import escape

from tests.builders.card import a_recipient
from web.drawings.flows import SHOWN, draw_flows
from web.portal.flows import map_flows, say_flows, say_invisible
from web.words.speech import Speech


def test_what_was_not_seen_is_always_drawn() -> None:
    for rows in ([], [a_recipient()]):
        drawn = draw_flows(map_flows(rows, {}), Speech("en"))
        assert "flow-nowhere" in drawn
        assert "What stayed invisible" in drawn or "everything is invisible" in drawn


def test_places_and_laws_stand_beside_each_recipient() -> None:
    rows = [a_recipient(owner="Amazon", foreign_reach=["us-cloud-act"]), a_recipient("x", operator=None, country=None)]
    flows = map_flows(rows, {})
    drawn = draw_flows(flows, Speech("en"))
    assert "In France" in drawn
    assert "subject to the law of: United States" in drawn
    assert "law unknown" in drawn
    assert say_flows(flows, Speech("en")) in drawn


def test_more_recipients_than_fit_are_counted() -> None:
    rows = [a_recipient(f"h{number}.example", owner=f"Owner {number}") for number in range(SHOWN + 3)]
    assert "and 3 more (table)" in draw_flows(map_flows(rows, {}), Speech("en"))


@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_stayed_invisible_is_written_out_in_lines_that_fit(language: str) -> None:
    traffic = {
        "understood": [
            {"requests_read": 3, "requests": 9, "bytes_understood": 1, "bytes": 9, "blind": ["a.example", "b.example"]}
        ]
    }
    for flows in (map_flows([a_recipient()], {}), map_flows([a_recipient()], traffic)):
        drawn = draw_flows(flows, Speech(language))
        said = " ".join(re.findall(r">([^<>]+)</text>", drawn))
        told = say_invisible(flows, Speech(language)).partition(":")[2].strip()
        assert str(escape(told)) in said
        assert "…" not in drawn
