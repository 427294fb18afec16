"""An upload by the page, in Chromium: it says how far it is, survives the server's death, and goes on the next day."""

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from playwright.sync_api import TimeoutError as TooLong

from catalog.submissions.uploads import STEP
from tests.builders.browser import list_violations, sign_in
from tests.builders.running import SERVER, Running, a_running_instance, wait_until

SIZE = 20 << 20
SLOW = 6 << 20  # bytes each second
SECONDS_OF_TRIES, LOOK = 40, 100
pytestmark = [pytest.mark.e2e, pytest.mark.enable_socket]


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with a_running_instance(tmp_path_factory.mktemp("state")) as started:
        yield started


@pytest.fixture
def package(tmp_path: Path) -> Path:
    path = tmp_path / "carnet.apk"
    path.write_bytes(hashlib.shake_256(tmp_path.name.encode()).digest(SIZE))
    return path


@pytest.fixture
def page(browser: Browser, running: Running, tmp_path: Path) -> Iterator[Page]:
    context = browser.new_context(locale="fr")
    page = context.new_page()
    sign_in(page, running.origin, "publisher")
    page.goto(f"{running.origin}/publisher/apps/new")
    page.fill("#name", f"Carnet {tmp_path.name}")
    page.fill("#purpose_fr", "Noter.")
    page.fill("#purpose_en", "Note.")
    page.fill("#contact", "a@b.example")
    page.get_by_role("button", name="Ajouter").click()
    page.get_by_role("button", name="Ouvrir un dossier").click()
    page.get_by_role("link", name="Déposer les pièces").click()
    yield page
    context.close()


def _send(page: Page, package: Path) -> None:
    page.set_input_files("#file", package)
    page.click("form[data-upload] button")


def _slow_down(page: Page) -> None:
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    limits = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": SLOW}
    line.send("Network.emulateNetworkConditions", limits)


def _wait_for_bytes(running: Running) -> None:
    """Wait until the second go is being written: the first one counts, and the last one is not there."""
    folder = running.state / "blobs" / "partial"
    wait_until(lambda: folder.is_dir() and any(path.stat().st_size > STEP for path in folder.iterdir()), "the first go")


def _expect_lodged(page: Page, package: Path) -> None:
    page.get_by_role("rowheader", name=package.name).wait_for(timeout=60_000)
    digest = hashlib.sha256(package.read_bytes()).hexdigest()
    assert page.get_by_role("link", name=f"{digest[:16]}…").is_visible()


@pytest.mark.prove
def test_a_server_that_dies_and_comes_back_is_waited_for(page: Page, running: Running, package: Path) -> None:
    _slow_down(page)
    _send(page, package)
    _wait_for_bytes(running)
    assert page.get_by_role("progressbar", name="Avancement de l'envoi").is_visible()
    running.kill(SERVER)
    running.start(SERVER)
    _expect_lodged(page, package)


def test_an_upload_that_was_cut_goes_on_another_day(page: Page, running: Running, package: Path) -> None:
    page.clock.install()
    _slow_down(page)
    _send(page, package)
    _wait_for_bytes(running)
    running.kill(SERVER)
    told = page.locator(".sending p", has_text="La connexion est coupée")
    for _ in range(SECONDS_OF_TRIES):
        page.clock.run_for(1000)
        with suppress(TooLong):
            told.wait_for(timeout=LOOK)
            break
    assert page.get_by_role("button", name="Reprendre l’envoi").is_enabled()

    running.start(SERVER)
    page.reload()
    assert "carnet.apk" in page.locator("section", has_text="Envois coupés").inner_text()
    assert list_violations(page) == []
    places: list[int] = []
    page.on("request", lambda one: places.append(int(one.headers["upload-offset"])) if one.method == "PATCH" else None)
    _send(page, package)
    _expect_lodged(page, package)
    assert places[0] >= STEP
    assert page.locator("section", has_text="Envois coupés").count() == 0


@pytest.mark.prove
def test_a_refusal_is_said_where_the_person_looks(page: Page, running: Running, tmp_path: Path) -> None:
    empty = tmp_path / "empty.apk"
    empty.touch()
    _send(page, empty)
    page.locator(".sending p", has_text="Fichier vide").wait_for()
    assert page.get_by_role("button", name="Envoyer").is_enabled()
    assert running.call("GET", "/api/v1/health").status == 200


@pytest.mark.prove
def test_a_cut_upload_can_be_dropped_by_its_button(page: Page, running: Running, package: Path) -> None:
    _slow_down(page)
    _send(page, package)
    _wait_for_bytes(running)
    page.reload()
    page.get_by_role("button", name="Oublier cet envoi").click()
    page.wait_for_load_state()
    assert page.get_by_role("button", name="Oublier cet envoi").count() == 0
