"""A browser for the tests: Chromium from the system, or the one Playwright keeps; without one the tests say so."""

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import Browser, Error, Locator, Page, sync_playwright
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.builders.instance import PASSWORD, Instance
from web.app import create_app

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-features=AutofillServerCommunication,OptimizationHints,MediaRouter,Translate",  # its own talk, not ours
]
MISSING = "These tests drive Chromium and found none: install it (Debian: apt-get install chromium) and run them again."
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "RGAAv4"]
TABS_MAX = 400


@contextmanager
def a_browser() -> Iterator[Browser]:
    """Start Chromium, or fail with one sentence that says what to do."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
        program = found or (own if Path(own).exists() else None)
        if program is None:
            pytest.fail(MISSING, pytrace=False)
        try:
            browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        except Error as error:
            pytest.fail(f"{MISSING} ({str(error).splitlines()[0]})", pytrace=False)
        yield browser
        browser.close()


class Silent(WSGIRequestHandler):
    """Serves without writing down who asked for what."""

    def log_request(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def served(instance: Instance) -> Iterator[str]:
    """Serve an instance with fakes on a free port, in a thread; give its address."""
    app = create_app(instance.services)
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Silent)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def sign_in(page: Page, origin: str, who: str, language: str = "fr") -> None:
    """Sign in by the page, as one of the instance's people."""
    page.goto(f"{origin}/sign-in?lang={language}")
    page.fill("#email", f"{who}@sceau.example")
    page.fill("#password", PASSWORD)
    page.click("main form button")


def list_violations(page: Page) -> list[str]:
    """Return what axe finds against the page, one line each."""
    source = next(Path(str(axe_playwright_python.__file__)).parent.rglob("axe.min.js"))
    page.evaluate(source.read_text(encoding="utf-8"))
    result = page.evaluate("tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", RULES)
    return [f"{one['id']}: {one['nodes'][0]['target']}" for one in result["violations"]]


def overflow(page: Page) -> int:
    """Return by how many pixels the page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def tab_to(page: Page, target: Locator) -> None:
    """Reach an element with the Tab key alone."""
    for _ in range(TABS_MAX):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"the Tab key never reaches {target}")


def press_on(page: Page) -> None:
    """Press Enter on what has the focus, and wait for the page that it opens."""
    with page.expect_navigation():
        page.keyboard.press("Enter")
