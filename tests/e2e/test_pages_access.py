"""Every page in Chromium: axe without violation, no sideways scroll, nothing from elsewhere, no cookie for a reader."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Response

from catalog.reviews.model import RequestId
from criteria.model import Outcome
from tests.builders.browser import list_violations, overflow, served, sign_in
from tests.builders.instance import File, Instance, a_file, an_app, an_instance
from web.evaluator.reading import read_file

pytestmark = [pytest.mark.e2e, pytest.mark.enable_socket]
PUBLIC = (
    "/",
    "/listings",
    "/listings?q=souffle&need=breathing",
    "/listings?q=tabac",
    "/listings/souffle-fictif",
    "/listings/suspendue-fictif",
    "/listings/souffle-fictif/sheet",
    "/listings/souffle-fictif/reported",
    "/compare?with=souffle-fictif&with=troisieme-fictif",
    "/seal?q=SC-2026-000001",
    "/certificates/SC-2026-000002",
    "/criteria",
    "/editions/2026.0",
    "/editions/2026.0/TRK-01",
    "/health",
    "/privacy",
    "/accessibility",
    "/sources",
    "/contact",
    "/sign-in",
    "/enrol",
    "/nothing-here",
)
LOOKS = (
    pytest.param("fr", 1280, "light", id="fr-1280-light"),
    pytest.param("en", 390, "dark", id="en-390-dark"),
    pytest.param("en", 1280, "dark", id="en-1280-dark", marks=pytest.mark.prove),
    pytest.param("fr", 390, "light", id="fr-390-light", marks=pytest.mark.prove),
)


@dataclass(frozen=True)
class Stage:
    """A served instance with a file at each step."""

    origin: str
    instance: Instance
    draft: File
    lodged: File
    examined: File
    asked: File
    opined: File
    listed: File


def _file(instance: Instance, name: str) -> File:
    file = a_file(instance, an_app(instance, name))
    return file.completed(f"package of {name}".encode()).lodged()


def _examined(instance: Instance, name: str) -> File:
    return _file(instance, name).captured(f"capture of {name}".encode()).admitted().examined()


def _listed(instance: Instance, name: str) -> File:
    file = _examined(instance, name).ruled().opined()
    file.decide()
    return file.examined()


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with a_stage(tmp_path_factory.mktemp("state")) as one:
        yield one


@contextmanager
def a_stage(folder: Path) -> Iterator[Stage]:
    """Serve an instance of invented apps, one at each step."""
    instance = an_instance(folder)
    listed = _listed(instance, "Souffle (FICTIF)")
    suspended = _listed(instance, "Suspendue (FICTIF)")
    _listed(instance, "Troisième (FICTIF)")
    services = instance.services
    standing = read_file(services, instance.authority, suspended.id).certificate
    assert standing is not None
    decide = services.decisions.decide_on_certificate
    decide(instance.authority, suspended.id, standing.certificate.id, "suspend", "Un envoi non déclaré.")
    instance.worker.drain()
    examined = _examined(instance, "Examinée (FICTIF)")
    examined.rule("GOV-02", Outcome.CONFORMING)
    examined.rule("TRK-01", Outcome.NONCONFORMING)
    asked = _examined(instance, "Interrogée (FICTIF)")
    question = "Où sont les serveurs ?"
    assert RequestId(services.reviews.request(instance.evaluator, asked.id, question, "HEB-02", asked.version))
    opined = _examined(instance, "Avis rendu (FICTIF)").ruled().opined()
    draft = a_file(instance, an_app(instance, "Brouillon (FICTIF)"))
    with served(instance) as origin:
        yield Stage(origin, instance, draft, _file(instance, "Déposée (FICTIF)"), examined, asked, opined, listed)


def _for_publisher(stage: Stage) -> list[str]:
    files = (stage.draft, stage.lodged, stage.examined, stage.asked, stage.listed)
    return [
        "/publisher",
        "/publisher/apps/new",
        f"/publisher/apps/{stage.draft.app_id}",
        *(f"/publisher/submissions/{file.id}" for file in files),
        f"/publisher/submissions/{stage.draft.id}/pieces",
        f"/publisher/submissions/{stage.draft.id}/questions",
        f"/files/{stage.examined.id}/criteria/TRK-01",
        f"/files/{stage.examined.id}/findings",
    ]


def _for_staff(stage: Stage) -> list[str]:
    piece = read_file(stage.instance.services, stage.instance.evaluator, stage.examined.id)
    assert piece.examination is not None
    return [
        "/desk",
        *(f"/files/{file.id}" for file in (stage.lodged, stage.examined, stage.opined, stage.listed)),
        f"/files/{stage.examined.id}/criteria/TRK-01",
        f"/files/{stage.examined.id}/criteria/GOV-01",
        f"/files/{stage.examined.id}/journal",
        f"/files/{stage.examined.id}/evidence/{piece.examination.runs[0][0].evidence_digest}",
        f"/files/{stage.examined.id}/bytes/{piece.document['artifacts'][0]['sha256']}",
    ]


def a_context(browser: Browser, language: str, width: int, scheme: str) -> BrowserContext:
    return browser.new_context(
        locale=language,
        viewport={"width": width, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
    )


def _inspect(page: Page, stage: Stage, paths: list[str], language: str) -> list[str]:
    faults = []
    for path in paths:
        answer = page.goto(f"{stage.origin}{path}{'&' if '?' in path else '?'}lang={language}")
        if answer is None or answer.status != (404 if path == "/nothing-here" else 200):
            faults.append(f"{path}: answered {answer.status if answer else None}")
        faults += [f"{path}: {one}" for one in list_violations(page)]
        if (more := overflow(page)) > 0:
            faults.append(f"{path}: {more} px too wide")
        if page.locator("h1").count() != 1 or page.get_attribute("html", "lang") != language:
            faults.append(f"{path}: one title, in the language of the page")
    return faults


def list_visits(stage: Stage) -> tuple[tuple[str | None, list[str]], ...]:
    """Return every page, by who opens it; nobody first."""
    return (
        (None, list(PUBLIC)),
        ("publisher", _for_publisher(stage)),
        ("evaluator", _for_staff(stage)),
        ("officer", [f"/files/{stage.lodged.id}"]),
        ("authority", [f"/files/{stage.opined.id}", f"/files/{stage.listed.id}"]),
    )


@pytest.mark.parametrize(("language", "width", "scheme"), LOOKS)
def test_every_page_is_without_violation_and_fits(
    browser: Browser, stage: Stage, language: str, width: int, scheme: str
) -> None:
    faults = []
    for who, paths in list_visits(stage):
        context = a_context(browser, language, width, scheme)
        page = context.new_page()
        if who:
            sign_in(page, stage.origin, who, language)
        faults += _inspect(page, stage, paths, language)
        context.close()
    assert faults == []


def test_every_page_fits_the_narrowest_phone(browser: Browser, stage: Stage) -> None:
    faults = []
    for who, paths in ((None, list(PUBLIC)), ("publisher", _for_publisher(stage)), ("evaluator", _for_staff(stage))):
        page = a_context(browser, "fr", 320, "light").new_page()
        if who:
            sign_in(page, stage.origin, who)
        for path in paths:
            page.goto(stage.origin + path)
            faults += [path] if overflow(page) > 0 else []
    assert faults == []


def test_a_reader_meets_nothing_from_elsewhere_and_gets_no_cookie(browser: Browser, stage: Stage) -> None:
    context = browser.new_context()
    page = context.new_page()
    seen: list[Response] = []
    page.on("response", lambda response: seen.append(response))  # noqa: PLW0108 - Playwright inspects what it is given
    for path in PUBLIC:
        page.goto(stage.origin + path)
    assert {urlsplit(one.url).netloc for one in seen} == {urlsplit(stage.origin).netloc}
    assert all("default-src 'none'" in one.headers.get("content-security-policy", "") for one in seen)
    assert all(one.headers.get("referrer-policy") == "no-referrer" for one in seen)
    assert not [one.url for one in seen if "set-cookie" in one.headers]
    assert context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_public_pages_say_the_same_without_scripts(browser: Browser, stage: Stage) -> None:
    said = []
    for scripts in (True, False):
        page = browser.new_context(java_script_enabled=scripts).new_page()
        texts = []
        for path in PUBLIC:
            page.goto(stage.origin + path)
            texts.append(page.inner_text("main"))
        said.append(texts)
    assert [one for one in zip(*said, strict=True) if one[0] != one[1]] == []


def test_with_scripts_a_file_follows_itself(browser: Browser, stage: Stage) -> None:
    page = browser.new_page()
    sign_in(page, stage.origin, "publisher")
    file = _file(stage.instance, "Suivie (FICTIF)")
    page.goto(f"{stage.origin}/publisher/submissions/{file.id}?lang=fr")
    assert "déposée" in page.inner_text("#live")
    file.captured(b"capture that follows").admitted().examined()
    page.locator("#live[data-state=under_evaluation]").wait_for()
    assert "en évaluation" in page.inner_text("#live")


def test_the_skip_link_comes_first_and_leads_to_the_content(browser: Browser, stage: Stage) -> None:
    page = browser.new_page()
    page.goto(stage.origin)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_a_printed_sheet_fits_two_pages_of_a4(browser: Browser, stage: Stage) -> None:
    page = browser.new_page()
    page.goto(f"{stage.origin}/listings/souffle-fictif/sheet")
    document = page.pdf(format="A4")
    assert 1 <= document.count(b"/Type /Page\n") + document.count(b"/Type /Page ") <= 2
