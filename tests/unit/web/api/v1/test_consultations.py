"""Comments on a draft, by API."""

import pytest

from tests.builders.client import Caller, a_caller
from tests.builders.instance import Instance


@pytest.fixture
def caller(instance: Instance) -> Caller:
    return a_caller(instance)


def test_comment_is_read_answered_and_shown(caller: Caller) -> None:
    given = {"text": "Précisez.", "criterion": "TRK-06"}
    comment = caller.post("editions/2026.2/comments", json=given).json["comment"]
    assert caller.get("editions/2026.2/comments?criterion=TRK-06").json == {"items": []}
    (waiting,) = caller.get("comments", "officer").json["items"]
    assert (waiting["id"], waiting["shown"]) == (comment, None)
    judged = caller.post(f"comments/{comment}/moderation", "officer", json={"shown": True, "grounds": "Utile."})
    answered = caller.post(f"comments/{comment}/answers", "evaluator", json={"text": "C'est noté."})
    assert (judged.status_code, answered.status_code) == (204, 204)
    (shown,) = caller.get("editions/2026.2/comments?criterion=TRK-06").json["items"]
    assert (shown["text"], shown["answers"][0]["text"]) == ("Précisez.", "C'est noté.")
    withheld = caller.post(f"comments/{comment}/moderation", "authority", json={"shown": False, "grounds": "Non."})
    assert withheld.status_code == 204
    assert caller.get("editions/2026.2/comments?criterion=TRK-06").json == {"items": []}


def test_panel_is_recorded_and_read_by_anyone(caller: Caller) -> None:
    panel = {"held_on": "2026-03-01", "members": 24, "opinion": "favourable", "text": "Clair."}
    assert caller.post("editions/2026.2/panels", "officer", json=panel).status_code == 204
    assert caller.get("editions/2026.2/panels").json == {"items": [panel]}


def test_refusals_have_their_code(caller: Caller) -> None:
    caller.instance.clock.advance(days=280)
    closed = caller.post("editions/2026.1/comments", json={"text": "Trop tard."})
    assert (closed.status_code, closed.get_json(force=True)["code"]) == (409, "consultation-closed")
    words = {"text": "Non."}
    unknown = caller.post("comments/com_none/answers", "officer", json=words)
    assert (unknown.status_code, unknown.get_json(force=True)["code"]) == (404, "comment-unknown")
    assert caller.post("editions/1999.1/comments", json=words).status_code == 404
    assert caller.get("comments", "publisher").status_code == 403
