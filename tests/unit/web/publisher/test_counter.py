"""The publisher's counter."""

from pathlib import Path

import pytest

from catalog.submissions.queries import list_apps
from tests.builders.client import Caller, a_caller
from tests.builders.instance import PASSWORD, a_file, an_app, an_instance

CARD = {
    "name": "Respirer (FICTIF)",
    "purpose_fr": "Respirer.",
    "purpose_en": "Breathe.",
    "contact": "contact@respirer.example",
    "needs": ["breathing", "not-a-need"],
    "price": "free",
    "languages": ["fr"],
    "store_link": "",
}
ENROLMENT = {
    "name": "Nouvelle maison (FICTIF)",
    "country": "FR",
    "person": "Camille Exemple",
    "email": "camille@nouvelle.example",
    "password": PASSWORD,
}


@pytest.fixture
def caller(tmp_path: Path) -> Caller:
    return a_caller(an_instance(tmp_path))


def test_signing_in_gives_a_session_and_leads_to_one_s_counter(caller: Caller) -> None:
    for who, place in (("publisher", "/publisher"), ("evaluator", "/desk"), ("operator", "/health")):
        answer = caller.page("POST", "/sign-in", data={"email": f"{who}@sceau.example", "password": PASSWORD})
        assert (answer.status_code, answer.headers["Location"]) == (303, place)
        assert "HttpOnly" in answer.headers["Set-Cookie"]


def test_a_wrong_password_is_refused_and_the_address_stays(caller: Caller) -> None:
    answer = caller.page("POST", "/sign-in", data={"email": "publisher@sceau.example", "password": "no"})
    assert answer.status_code == 401
    assert "Set-Cookie" not in answer.headers
    assert 'value="publisher@sceau.example"' in answer.text


def test_signing_out_makes_the_session_worthless(caller: Caller) -> None:
    assert caller.page("POST", "/sign-out", "publisher").status_code == 303
    assert caller.page("GET", "/publisher", "publisher").status_code == 401


def test_an_organisation_enrols_then_signs_in(caller: Caller) -> None:
    answer = caller.page("POST", "/enrol", data=ENROLMENT)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/sign-in?enrolled=yes")
    again = caller.page("POST", "/enrol", data=ENROLMENT)
    assert again.status_code == 409
    assert "Camille Exemple" in again.text
    assert PASSWORD not in again.text


def test_an_app_s_card_is_opened_with_what_it_says_of_itself(caller: Caller) -> None:
    answer = caller.page("POST", "/publisher/apps/new", "publisher", data=CARD)
    assert answer.status_code == 303
    (app,) = list_apps(caller.instance.services.database, caller.instance.publisher)
    assert (app.needs, app.price, app.languages, app.store_link) == (["breathing"], "free", ["fr"], None)
    assert caller.page("GET", answer.headers["Location"], "publisher").status_code == 200


def test_a_card_that_is_refused_comes_back_as_typed(caller: Caller) -> None:
    answer = caller.page("POST", "/publisher/apps/new", "publisher", data={**CARD, "store_link": "javascript:x"})
    assert answer.status_code == 422
    assert "page du magasin" in answer.text
    assert "Respirer (FICTIF)" in answer.text


def test_one_file_is_opened_at_a_time(caller: Caller) -> None:
    app_id = an_app(caller.instance)
    path = f"/publisher/apps/{app_id}/submissions"
    assert caller.page("POST", path, "publisher").status_code == 303
    assert caller.page("POST", path, "publisher").status_code == 409
    assert caller.page("POST", path, "rival").status_code == 404


def test_home_shows_one_s_own_files_only(caller: Caller) -> None:
    a_file(caller.instance)
    assert "Souffle (FICTIF)" in caller.page("GET", "/publisher", "publisher").text
    assert "Souffle (FICTIF)" not in caller.page("GET", "/publisher", "rival").text
    for path in ("/sign-in", "/enrol"):
        assert caller.page("GET", path).status_code == 200


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_list_of_what_remains_shows_tasks_with_their_day_and_open_files(caller: Caller, lang: str) -> None:
    a_file(caller.instance).listed()
    a_file(caller.instance)
    caller.instance.clock.advance(days=280)
    page = caller.page("GET", f"/publisher/todo?lang={lang}", "publisher").text
    assert "MON-01" in page
    assert {"fr": "1er juillet 2027", "en": "1 July 2027"}[lang] in page
    assert {"fr": "Dossier à compléter", "en": "File to be completed"}[lang] in page
    empty = caller.page("GET", f"/publisher/todo?lang={lang}", "rival").text
    assert {"fr": "rien à faire", "en": "nothing to do"}[lang] in empty


def test_a_card_is_shown_whole(caller: Caller) -> None:
    made = caller.page(
        "POST", "/publisher/apps/new", "publisher", data={**CARD, "store_link": "https://store.example/a"}
    )
    page = caller.page("GET", f"{made.location}?lang=en", "publisher").text
    for said in ("Breathing, relaxation", "free", "French", "https://store.example/a", "contact@respirer.example"):
        assert said in page


def test_home_says_of_a_draft_what_its_own_page_says(caller: Caller) -> None:
    a_file(caller.instance)
    assert "Lodge the APK." in caller.page("GET", "/publisher?lang=en", "publisher").text
