"""What a publisher may write, seen in every view: nothing runs, nothing loads, nothing breaks the page."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
import sqlalchemy as sa
from playwright.sync_api import Browser, Page

from catalog.listings.model import Listing
from catalog.submissions.model import App, AppId, Submission
from criteria.findings import ArtifactKind
from tests.builders.browser import overflow, served, sign_in
from tests.builders.hostile_words import list_hostile
from tests.builders.instance import Instance, a_file, an_instance

pytestmark = [pytest.mark.e2e, pytest.mark.enable_socket]
PER_APP = 5  # name, two purposes, contact, file name
EXTENTS = (
    pytest.param((60, PER_APP), id="60-strings"),
    pytest.param((200, 1), id="200-strings-in-every-field", marks=pytest.mark.prove),
)


@pytest.fixture(scope="module", params=EXTENTS)
def instance(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    count, step = request.param
    running = an_instance(tmp_path_factory.mktemp("state"))
    strings = list_hostile(count)
    around = strings + strings[:PER_APP]
    for at in range(0, count, step):
        _list_app(running, around[at : at + PER_APP])
    yield running
    running.close()


def _list_app(instance: Instance, words: list[str]) -> None:
    *fields, filename = words
    services = instance.services
    app: AppId = services.submissions.create_app(instance.publisher, *fields)
    file = a_file(instance, app)
    file.completed(words[0].encode(), purpose=words[1], privacy_policy_url=words[2]).add(
        ArtifactKind.DOCUMENT, words[3].encode(), name=filename
    )
    file.lodged().captured(words[0].encode()).admitted().examined().ruled()
    instance.services.reviews.contradict(instance.evaluator, file.id, f"{filename} {filename}", file.version)
    file.opined().decide()
    file.examined()


class Guard:
    """Notes whatever a page does that it must not."""

    def __init__(self, page: Page, origin: str) -> None:
        self.page, self.origin = page, origin
        self.faults: list[str] = []
        page.on("dialog", lambda dialog: (self.faults.append(f"dialog {dialog.message}"), dialog.dismiss()))
        page.on("console", lambda message: self._hear(message.type, message.text))
        page.on("request", lambda request: self._watch(request.url))

    def _hear(self, kind: str, text: str) -> None:
        if kind == "error" or "Content Security Policy" in text:
            self.faults.append(text)

    def _watch(self, url: str) -> None:
        if not url.startswith(self.origin):
            self.faults.append(f"asked for {url}")

    def open(self, path: str) -> None:
        """Open a page and look at what it became."""
        self.page.goto(self.origin + path)
        state: dict[str, Any] = self.page.evaluate(
            "() => ({owned: window.owned ?? null, mains: document.querySelectorAll('main').length,"
            " titles: document.querySelectorAll('h1').length, frames: document.querySelectorAll('iframe, base').length,"
            " handlers: [...document.querySelectorAll('main *')].filter(e => [...e.attributes]"
            ".some(a => a.name.startsWith('on'))).length, foot: !!document.querySelector('body > footer')})"
        )
        if state != {"owned": None, "mains": 1, "titles": 1, "frames": 0, "handlers": 0, "foot": True}:
            self.faults.append(f"{path}: {state}")
        if (more := overflow(self.page)) > 0:
            self.faults.append(f"{path}: {more} px too wide")


def _paths(instance: Instance, who: str) -> list[str]:
    services = instance.services
    with services.database.read() as session:
        files = [row[0] for row in session.execute(sa.select(Submission.id))]
        slugs = [row[0] for row in session.execute(sa.select(Listing.slug))]
        apps = [row[0] for row in session.execute(sa.select(App.id))]
    if who == "reader":
        pairs = "&".join(f"with={slug}" for slug in slugs[:3])
        numbers = [f"/certificates/SC-2026-{n:06d}" for n in range(1, len(slugs) + 1)]
        return [
            "/listings",
            f"/compare?{pairs}",
            *numbers,
            *(f"/listings/{s}" for s in slugs),
            *(f"/listings/{s}/sheet" for s in slugs),
        ]
    if who == "publisher":
        parts = ("", "/pieces", "/questions")
        return [
            "/publisher",
            *(f"/publisher/apps/{a}" for a in apps),
            *(f"/publisher/submissions/{f}{p}" for f in files for p in parts),
        ]
    return ["/desk", *(f"/files/{f}{p}" for f in files for p in ("", "/criteria/GOV-02", "/journal"))]


@pytest.mark.parametrize("who", ["reader", "publisher", "evaluator"])
def test_hostile_strings_stay_words(browser: Browser, instance: Instance, who: str) -> None:
    with served(instance) as origin:
        page = browser.new_context(viewport={"width": 390, "height": 800}).new_page()
        if who != "reader":
            sign_in(page, origin, who)
        guard = Guard(page, origin)
        for path in _paths(instance, who):
            guard.open(path)
    assert guard.faults == []


def test_a_hostile_search_is_only_a_search(browser: Browser, instance: Instance) -> None:
    with served(instance) as origin:
        page = browser.new_page()
        guard = Guard(page, origin)
        for words in list_hostile(15):
            for path in ("/listings?q=", "/seal?q=", "/listings?need=", "/listings?lang="):
                guard.open(path + quote(words))
    assert guard.faults == []
