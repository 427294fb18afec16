"""The whole path of one app by browser: scripts off, and the evaluator with the keyboard alone."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser, Page

from tests.builders.browser import press_on, sign_in, tab_to
from tests.builders.running import ROOT, Running, a_running_instance, wait_until

FIXTURES = ROOT / "fixtures"
GROUNDS = "Vu sur la pièce et dans le relevé."
YES_NO = {True: "yes", False: "no"}
pytestmark = [pytest.mark.e2e, pytest.mark.enable_socket]


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with a_running_instance(tmp_path_factory.mktemp("state")) as started:
        yield started


def _plan() -> dict[str, Any]:
    apps = yaml.safe_load((FIXTURES / "manifest.yaml").read_text(encoding="utf-8"))["apps"]
    found: dict[str, Any] = next(app for app in apps if app["slug"] == "carnet-tension")
    return found


def _enter(browser: Browser, running: Running, who: str, *, scripts: bool = False) -> Page:
    page = browser.new_context(java_script_enabled=scripts, locale="fr").new_page()
    sign_in(page, running.origin, who)
    return page


def _lodge(page: Page, kind: str, path: str) -> None:
    page.check(f"input[value={kind}]")
    page.set_input_files("#file", FIXTURES / path)
    page.click("form[enctype] button")
    page.get_by_role("rowheader", name=Path(path).name).wait_for()


def _open_draft(page: Page, plan: dict[str, Any]) -> str:
    page.get_by_role("link", name="Ajouter une application").click()
    page.fill("#name", plan["name"]["fr"])
    page.fill("#purpose_fr", plan["purpose"]["fr"])
    page.fill("#purpose_en", plan["purpose"]["en"])
    page.fill("#contact", "contact@carnet-tension.example")
    page.check("input[value=blood-pressure]")
    page.get_by_role("button", name="Ajouter").click()
    page.get_by_role("button", name="Ouvrir un dossier").click()
    return page.url


def _answer(page: Page, plan: dict[str, Any]) -> None:
    for question, given in plan["declarations"].items():
        name, value = f"answer-{question}", given["value"]
        if isinstance(value, bool):
            page.check(f"input[name={name}][value={YES_NO[value]}]")
        elif page.locator(f"input[type=radio][name={name}]").count():
            page.check(f"input[name={name}][value={value}]")
        else:
            page.fill(f"[name={name}]", str(value))
        for document in given.get("documents", []):
            group = page.locator("fieldset").filter(has=page.locator(f"[name={name}]"))
            group.locator("summary").click()
            group.get_by_role("checkbox", name=Path(document).name).check()
    page.get_by_role("button", name="Enregistrer les réponses").click()


def _list_waiting(page: Page, tag: str) -> list[str]:
    """Name the criteria whose line at the head of the table waits for what the tag says."""
    lines = page.locator("tr.row-unsure").filter(has_text=tag)
    return [text.split(",")[0] for text in lines.locator("th a").all_inner_texts()]


def _open_criterion(page: Page, criterion: str) -> None:
    tab_to(page, page.locator("th a").filter(has_text=f"{criterion},"))
    press_on(page)


def _rule_by_keyboard(page: Page, criterion: str) -> None:
    """Open one criterion that waits for a person, rule it conforming, and come back: no mouse."""
    _open_criterion(page, criterion)
    tab_to(page, page.locator("input[name=outcome]").first)
    page.keyboard.press("Space")
    tab_to(page, page.locator("#grounds"))
    page.keyboard.type(GROUNDS)
    tab_to(page, page.get_by_role("button", name="Enregistrer l'appréciation"))
    press_on(page)
    tab_to(page, page.locator(".crumbs a").first)
    press_on(page)


def _countersign_by_keyboard(page: Page, criterion: str) -> None:
    """Agree, as the second person, with a ruling that clears what nobody looked at."""
    _open_criterion(page, criterion)
    tab_to(page, page.get_by_role("button", name="Contresigner", exact=True))
    press_on(page)
    tab_to(page, page.locator(".crumbs a").first)
    press_on(page)


def _opine_by_keyboard(page: Page) -> None:
    tab_to(page, page.get_by_text("Rendre l'avis", exact=True).first)
    page.keyboard.press("Enter")
    tab_to(page, page.locator("input[name=opinion]").first)
    page.keyboard.press("Space")
    conditions = page.locator("[name^=condition-]")
    if conditions.count():
        page.keyboard.press("ArrowDown")  # with non-suspensive reservations
    tab_to(page, page.locator("#opinion-grounds"))
    page.keyboard.type(GROUNDS)
    for at in range(conditions.count()):
        page.keyboard.press("Tab")
        page.keyboard.type(f"À lever par un nouveau relevé ({at}).")
    page.keyboard.press("Tab")
    press_on(page)


def test_the_whole_path_without_a_script_and_the_examination_without_a_mouse(
    browser: Browser, running: Running
) -> None:
    plan = _plan()
    publisher = _enter(browser, running, "publisher")
    draft = _open_draft(publisher, plan)
    publisher.get_by_role("link", name="Déposer les pièces").click()
    _lodge(publisher, "apk", plan["builds"][0]["apk"])
    for path in sorted({name for given in plan["declarations"].values() for name in given.get("documents", [])}):
        _lodge(publisher, "document", path)
    publisher.goto(draft)
    publisher.get_by_role("link", name="Répondre au questionnaire").click()
    _answer(publisher, plan)
    publisher.get_by_role("button", name="Déposer le dossier").click()
    assert "déposée" in publisher.inner_text("#live")

    officer = _enter(browser, running, "officer")
    officer.get_by_role("link", name="Carnet Tension").click()
    officer.get_by_text("Ajouter notre propre relevé").click()
    officer.set_input_files("#capture", FIXTURES / plan["builds"][0]["captures"][0]["file"])
    officer.get_by_role("button", name="Ajouter").click()
    officer.get_by_role("button", name="Déclarer recevable").click()

    evaluator = _enter(browser, running, "evaluator")
    tab_to(evaluator, evaluator.get_by_role("link", name="Carnet Tension"))
    press_on(evaluator)
    wait_until(lambda: evaluator.reload() and "en évaluation" in evaluator.inner_text("#live"), "the analyses")
    for criterion in _list_waiting(evaluator, "à apprécier"):
        _rule_by_keyboard(evaluator, criterion)
    assert _list_waiting(evaluator, "à apprécier") == []
    unsigned = _list_waiting(evaluator, "à contresigner")
    assert unsigned
    second = _enter(browser, running, "second")
    tab_to(second, second.get_by_role("link", name="Carnet Tension"))
    press_on(second)
    for criterion in unsigned:
        _countersign_by_keyboard(second, criterion)
    evaluator.reload()
    assert evaluator.locator("tr.row-unsure").count() == 0
    _opine_by_keyboard(evaluator)
    assert "en commission" in evaluator.inner_text("#live")

    authority = _enter(browser, running, "authority")
    authority.get_by_role("link", name="Carnet Tension").click()
    authority.check("input[value=grant]")
    authority.fill("#decision-grounds", GROUNDS)
    authority.get_by_role("button", name="Décider").click()
    assert "décidée" in authority.inner_text("#live")

    reader = browser.new_context(java_script_enabled=False, locale="fr").new_page()
    wait_until(lambda: _is_listed(reader, running), "the listing")
    reader.goto(f"{running.origin}/listings?q=tention")
    reader.get_by_role("link", name="Carnet Tension (FICTIF)").click()
    lead = reader.locator("p.lead").all_inner_texts()
    assert lead[0] == plan["purpose"]["fr"]
    assert lead[1].startswith("Pendant notre relevé, elle a échangé des données avec")
    assert reader.context.cookies() == []


def _is_listed(reader: Page, running: Running) -> bool:
    answer = reader.goto(f"{running.origin}/listings/carnet-tension-fictif")
    return answer is not None and answer.status == 200


def test_with_scripts_an_upload_shows_its_progress(browser: Browser, running: Running) -> None:
    page = _enter(browser, running, "rival", scripts=True)
    page.goto(f"{running.origin}/publisher/apps/new")
    for name, value in (
        ("name", "Autre (FICTIF)"),
        ("purpose_fr", "Noter."),
        ("purpose_en", "Write."),
        ("contact", "a"),
    ):
        page.fill(f"#{name}", value)
    page.get_by_role("button", name="Ajouter").click()
    page.get_by_role("button", name="Ouvrir un dossier").click()
    page.get_by_role("link", name="Déposer les pièces").click()
    said: list[str] = []

    def note(sentence: str) -> None:
        said.append(sentence)

    page.expose_function("tell", note)
    page.evaluate(
        "document.querySelector('.sending p') && new MutationObserver(() => "
        "tell(document.querySelector('.sending p').textContent)).observe("
        "document.querySelector('.sending p'), {childList: true})"
    )
    _lodge(page, "apk", "apks/sosie-1.0.0.apk")
    assert any("Envoi en cours" in sentence for sentence in said)


def test_two_tabs_lose_nothing(browser: Browser, running: Running) -> None:
    page = _enter(browser, running, "publisher")
    page.goto(f"{running.origin}/publisher/apps/new")
    for name, value in (
        ("name", "Deux onglets (FICTIF)"),
        ("purpose_fr", "N."),
        ("purpose_en", "W."),
        ("contact", "a"),
    ):
        page.fill(f"#{name}", value)
    page.get_by_role("button", name="Ajouter").click()
    page.get_by_role("button", name="Ouvrir un dossier").click()
    page.get_by_role("link", name="Répondre au questionnaire").click()
    other = page.context.new_page()
    other.goto(page.url)
    other.fill("[name=answer-purpose]", "Écrit dans l'autre onglet.")
    other.get_by_role("button", name="Enregistrer").click()
    page.fill("[name=answer-purpose]", "Écrit dans celui-ci.")
    page.get_by_role("button", name="Enregistrer").click()
    assert "deux onglets" in page.inner_text("#errors")
    assert page.input_value("[name=answer-purpose]") == "Écrit dans celui-ci."
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_role("link", name="Répondre au questionnaire").click()
    assert page.input_value("[name=answer-purpose]") == "Écrit dans celui-ci."
