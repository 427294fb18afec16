"""The public counter's pages."""

from pathlib import Path

import pytest

from catalog.certificates.queries import get_by_number
from catalog.submissions.queries import list_submissions
from tests.builders.card import a_card
from tests.builders.client import Caller, a_caller
from tests.builders.instance import a_file, an_instance

SLUG = "souffle-fictif"
PAGES = (
    "/",
    "/listings",
    "/listings?q=souffle&trackers=none&place=europe&need=breathing&state=active&price=free",
    f"/listings/{SLUG}",
    f"/listings/{SLUG}/sheet",
    f"/listings/{SLUG}/reported",
    f"/compare?with={SLUG}",
    "/seal",
    "/seal?q=SC-2026-999999",
    "/criteria",
    "/editions/2026.0",
    "/editions/2026.0/TRK-01",
)


@pytest.fixture
def caller(tmp_path: Path) -> Caller:
    instance = an_instance(tmp_path)
    a_file(instance).listed()
    return a_caller(instance)


def text(caller: Caller, path: str, **more: object) -> str:
    return caller.page("GET", path, **more).get_data(as_text=True)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_pages_open_without_account_or_cookie(caller: Caller, path: str, language: str) -> None:
    answer = caller.page("GET", path, headers={"Accept-Language": language})
    assert answer.status_code == 200
    assert f'<html lang="{language}">' in answer.text
    assert "Set-Cookie" not in answer.headers
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "style=" not in answer.text
    assert "<script" not in answer.text


def test_words_find_the_app_by_its_text(caller: Caller) -> None:
    assert f"/listings/{SLUG}" in text(caller, "/listings?q=soufle")


def test_long_results_have_pages(caller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    cards = [a_card(f"Appli numéro {at}") for at in range(30)]
    monkeypatch.setattr("web.portal.shelf.list_cards", lambda: cards)
    first = text(caller, "/listings?lang=en&q=numero")
    assert "30 apps" in first
    assert 'rel="next" href="/listings?lang=en&amp;q=numero&amp;page=2"' in first
    assert first.count('class="card result"') == 24
    assert text(caller, "/listings?page=2").count('class="card result"') == 6
    assert caller.page("GET", "/listings?page=x").status_code == 200
    assert caller.page("GET", "/listings?page=999").status_code == 200


def test_the_chosen_language_goes_along(caller: Caller) -> None:
    page = text(caller, f"/listings/{SLUG}?lang=en")
    assert 'href="/listings?lang=en"' in page
    assert f'href="/listings/{SLUG}?lang=fr" lang="fr"' in page


def test_the_entry_starts_with_what_it_does_then_who_receives(caller: Caller) -> None:
    page = text(caller, f"/listings/{SLUG}?lang=en")
    assert page.index("Write down one&#39;s breath.") < page.index("During our capture") < page.index("Grade")
    assert "FICTIF" in page


def test_a_suspended_entry_keeps_its_page_with_what_to_do_and_leaves_search(caller: Caller) -> None:
    instance = caller.instance
    services = instance.services
    with services.database.read() as session:
        standing = get_by_number(session, "SC-2026-000001")
    submission = list_submissions(services.database, instance.authority)[0].id
    grounds = "Un envoi non déclaré a été constaté."
    services.decisions.decide_on_certificate(
        instance.authority, submission, standing.certificate.id, "suspend", grounds
    )
    instance.worker.drain()
    page = text(caller, f"/listings/{SLUG}")
    assert "Certificat suspendu" in page
    assert grounds in page
    assert "Que faire si vous l&#39;utilisez" in page
    assert f"/listings/{SLUG}" not in text(caller, "/listings")
    assert "suspendu" in text(caller, "/seal?q=sc-2026-000001")


def test_an_identifier_leads_to_the_name(caller: Caller) -> None:
    listing = caller.get("listings").get_json()["items"][0]
    answer = caller.page("GET", f"/listings/{listing['id']}")
    assert (answer.status_code, answer.headers["Location"]) == (301, f"/listings/{SLUG}")


def test_a_seal_is_checked_by_number_and_by_version(caller: Caller) -> None:
    for asked in ("SC-2026-000001", "tld.example.souffle 3.2.0"):
        page = text(caller, f"/seal?lang=en&q={asked}")
        assert "verified just now" in page
        assert "Android only" in page
    assert "No certificate matches" in text(caller, "/seal?lang=en&q=tld.example.souffle 9.9.9")
    assert caller.page("GET", "/certificates/SC-2026-000001").status_code == 200


def test_the_feed_tells_the_changes_of_one_entry(caller: Caller) -> None:
    answer = caller.page("GET", f"/listings/{SLUG}/feed.atom")
    assert answer.content_type.startswith("application/atom+xml")
    assert "<entry>" in answer.text
    assert "certificat en vigueur" in answer.text


def test_a_report_is_taken_without_a_name(caller: Caller) -> None:
    answer = caller.page("POST", f"/listings/{SLUG}/reports", data={"text": "Elle affiche de la publicité."})
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/listings/{SLUG}/reported")
    assert caller.page("POST", f"/listings/{SLUG}/reports", data={"text": " "}).status_code == 422


@pytest.mark.parametrize(
    "path", ["/listings/none", "/editions/1999.9", "/editions/2026.0/XXX-01", "/certificates/SC-1"]
)
def test_what_is_not_there_is_said_on_a_page(caller: Caller, path: str) -> None:
    answer = caller.page("GET", path)
    assert answer.status_code == 404
    assert "Revenir à l&#39;accueil" in answer.text
