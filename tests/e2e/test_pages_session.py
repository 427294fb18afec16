"""A session near its end, in Chromium: said in time, extended in place; ended, nothing typed is lost."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.builders.browser import list_violations, served, sign_in
from tests.builders.instance import PASSWORD, a_file, an_instance

TYPED = "Vu sur pièces.\nDeux lignes, « avec » des <signes>."
pytestmark = [pytest.mark.e2e, pytest.mark.enable_socket]


def test_a_session_is_extended_and_outlived(browser: Browser, tmp_path: Path) -> None:
    instance = an_instance(tmp_path)
    file = a_file(instance).completed().lodged().captured().admitted().examined()
    with served(instance) as origin:
        page = browser.new_context(locale="fr").new_page()
        page.clock.install()
        sign_in(page, origin, "evaluator")
        page.goto(f"{origin}/files/{file.id}/criteria/GOV-02")
        page.fill("[name=grounds]", TYPED)
        notice = page.locator("#session")
        assert not notice.is_visible()
        page.clock.fast_forward("11:51:00")
        instance.clock.advance(hours=11, minutes=51)
        notice.get_by_role("alert").filter(has_text="moins de dix minutes").wait_for()
        assert list_violations(page) == []
        notice.get_by_role("button").click()
        notice.get_by_role("status").filter(has_text="prolongée").wait_for()
        assert page.input_value("[name=grounds]") == TYPED

        instance.clock.advance(hours=13)
        page.check("input[name=outcome][value=conforming]")
        page.get_by_role("button", name="Enregistrer l'appréciation").click()
        page.get_by_role("heading", name="Votre session s'est terminée").wait_for()
        assert list_violations(page) == []
        page.fill("#email", "evaluator@sceau.example")
        page.fill("#password", PASSWORD)
        page.click("main form button")
        page.get_by_role("button", name="Envoyer maintenant").wait_for()
        assert list_violations(page) == []
        page.get_by_role("button", name="Envoyer maintenant").click()
        page.get_by_text("Deux lignes, « avec » des <signes>.").first.wait_for()
        page.context.close()
    instance.close()
