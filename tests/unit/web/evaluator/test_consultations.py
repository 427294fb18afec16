"""The desk of consultations, by page."""

import pytest

from tests.builders.client import Caller, a_caller
from tests.builders.instance import Instance


@pytest.fixture
def caller(instance: Instance) -> Caller:
    return a_caller(instance)


def _comment(caller: Caller, text: str = "Plus clair, s'il vous plaît.") -> str:
    return caller.instance.services.consultations.comment("2026.2", text, criterion="TRK-06")


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_comment_goes_from_the_public_form_to_the_desk_and_back(caller: Caller, lang: str) -> None:
    form = {"text": "Dites qui sont les tiers.", "criterion": "TRK-06", "author": "Une association (FICTIF)"}
    sent = caller.page("POST", f"/editions/2026.2/comments?lang={lang}", data=form)
    assert sent.status_code == 303
    assert "commented=yes" in sent.headers["Location"]
    assert form["text"] not in caller.page("GET", f"/editions/2026.2/TRK-06?lang={lang}").text
    assert form["text"] in caller.page("GET", f"/consultations?lang={lang}", "officer").text
    comment = caller.get("comments", "officer").json["items"][0]["id"]
    path = f"/consultations/comments/{comment}"
    judged = caller.page("POST", f"{path}/moderation", "officer", data={"choice": "show", "grounds": "Utile."})
    answered = caller.page("POST", f"{path}/answers", "evaluator", data={"text": "C'est noté."})
    assert (judged.status_code, answered.status_code) == (303, 303)
    page = caller.page("GET", f"/editions/2026.2/TRK-06?lang={lang}").text
    assert form["text"] in page
    assert "C&#39;est noté." in page


def test_withheld_comment_is_not_shown(caller: Caller) -> None:
    comment = _comment(caller)
    form = {"choice": "withhold", "grounds": "Hors sujet."}
    caller.page("POST", f"/consultations/comments/{comment}/moderation", "authority", data=form)
    assert "Plus clair" not in caller.page("GET", "/editions/2026.2/TRK-06").text
    assert "Hors sujet." in caller.page("GET", "/consultations", "authority").text


def test_panel_is_shown_with_the_draft(caller: Caller) -> None:
    form = {
        "edition": "2026.2",
        "held_on": "2026-03-01",
        "members": "24",
        "opinion": "reserved",
        "text": "Trop de mots.",
    }
    assert caller.page("POST", "/consultations/panels", "officer", data=form).status_code == 303
    assert "Trop de mots." in caller.page("GET", "/editions/2026.2").text


@pytest.mark.parametrize("wrong", [{"held_on": "hier"}, {"opinion": "mitigé"}, {"members": "beaucoup"}])
def test_bad_panel_is_refused_with_a_sentence(caller: Caller, wrong: dict[str, str]) -> None:
    form = {"edition": "2026.2", "held_on": "2026-03-01", "members": "24", "opinion": "reserved", "text": "Oui."}
    answer = caller.page("POST", "/consultations/panels", "officer", data={**form, **wrong})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text


def test_empty_comment_is_refused_on_its_own_page(caller: Caller) -> None:
    for about in ({}, {"criterion": "TRK-06"}):
        answer = caller.page("POST", "/editions/2026.2/comments", data={"text": " ", **about})
        assert answer.status_code == 422
        assert 'role="alert"' in answer.text


def test_published_edition_shows_no_form_and_takes_no_comment(caller: Caller) -> None:
    caller.instance.clock.advance(days=280)
    assert "comment-text" not in caller.page("GET", "/editions/2026.1/TRK-06").text
    assert caller.page("POST", "/editions/2026.1/comments", data={"text": "Trop tard."}).status_code == 409
