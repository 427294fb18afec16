"""What a publisher may write, seen in every view: nothing runs, nothing loads, nothing breaks the page."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree as ET

import pytest
import sqlalchemy as sa
from playwright.sync_api import Browser, Page

from catalog.journal.actor import Actor
from catalog.listings.model import Listing
from catalog.publishers.queries import get_actor, list_accounts
from catalog.reviews.model import RequestId
from catalog.submissions.model import AppId
from catalog.submissions.queries import list_apps, list_submissions
from criteria.findings import ArtifactKind
from tests.builders.browser import overflow, served, sign_in
from tests.builders.client import a_caller
from tests.builders.hostile_words import list_hostile
from tests.builders.instance import PASSWORD, Instance, a_file, an_instance

pytestmark = [pytest.mark.e2e, pytest.mark.enable_socket]
ENROLLED = "enrolled-"
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


def _enrol(instance: Instance, words: list[str]) -> Instance:
    """Give the instance as an organisation whose own name is one of these sees it."""
    services, email = instance.services, f"{ENROLLED}{len(list_accounts(instance.services.database))}@sceau.example"
    services.publishers.enrol(words[0], "FR", words[1], email, PASSWORD, registration=words[2][:60])
    return replace(instance, people={**instance.people, "publisher": get_actor(services.database, email)})


def _list_app(instance: Instance, words: list[str]) -> None:
    *fields, filename = words
    instance = _enrol(instance, words)
    services = instance.services
    app: AppId = services.submissions.create_app(instance.publisher, *fields)
    file = a_file(instance, app)
    file.completed(words[0].encode(), purpose=words[1], privacy_policy_url=words[2]).add(
        ArtifactKind.DOCUMENT, words[3].encode(), name=filename
    )
    services.uploads.begin(instance.publisher, file.id, ArtifactKind.APK, words[4], 9, mark=words[0][:100])
    file.lodged().captured(words[0].encode()).admitted().examined()
    asked = RequestId(services.reviews.request(instance.evaluator, file.id, words[1], "HEB-02", file.version))
    services.reviews.reply(instance.publisher, file.id, {asked: words[2]}, file.version)
    file.examined().ruled()
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


def _for_reader(instance: Instance) -> Iterator[str]:
    with instance.services.database.read() as session:
        slugs = list(session.scalars(sa.select(Listing.slug)))
    yield from ("/listings", f"/compare?{'&'.join(f'with={slug}' for slug in slugs[:3])}")
    yield from (f"/certificates/SC-2026-{number:06d}" for number in range(1, len(slugs) + 1))
    yield from (f"/listings/{slug}{part}" for slug in slugs for part in ("", "/sheet", "/reported"))


def _for_publisher(instance: Instance, actor: Actor) -> Iterator[str]:
    yield "/publisher"
    yield from (f"/publisher/apps/{app.id}" for app in list_apps(instance.services.database, actor))
    files = [file.id for file in list_submissions(instance.services.database, actor)]
    yield from (f"/publisher/submissions/{file}{part}" for file in files for part in ("", "/pieces", "/questions"))


def _for_evaluator(instance: Instance) -> Iterator[str]:
    yield "/desk"
    files = [file.id for file in list_submissions(instance.services.database, instance.evaluator)]
    parts = ("", "/criteria/GOV-02", "/criteria/HEB-02", "/findings", "/journal")
    yield from (f"/files/{file}{part}" for file in files for part in parts)


def _list_visits(instance: Instance, who: str) -> Iterator[tuple[str, Iterator[str]]]:
    """Give who signs in (nobody: empty) and what they open."""
    if who == "reader":
        yield "", _for_reader(instance)
    elif who == "evaluator":
        yield who, _for_evaluator(instance)
    else:
        database = instance.services.database
        for account in list_accounts(database):
            if account.email.startswith(ENROLLED):
                yield account.email.partition("@")[0], _for_publisher(instance, get_actor(database, account.email))


@pytest.mark.parametrize("who", ["reader", "publisher", "evaluator"])
def test_hostile_strings_stay_words(browser: Browser, instance: Instance, who: str) -> None:
    faults, opened = [], 0
    with served(instance) as origin:
        for name, paths in _list_visits(instance, who):
            page = browser.new_context(viewport={"width": 390, "height": 800}).new_page()
            if name:
                sign_in(page, origin, name)
            guard = Guard(page, origin)
            for path in paths:
                guard.open(path)
                opened += 1
            faults += guard.faults
            page.context.close()
    assert faults == []
    print(f"{who}: {opened} pages")  # noqa: T201 - a figure for docs/proofs.md


def test_every_feed_is_well_formed(instance: Instance) -> None:
    caller = a_caller(instance)
    feeds = [path for path in _for_reader(instance) if path.startswith("/listings/") and path.count("/") == 2]
    assert feeds
    for path in feeds:
        entries = ET.fromstring(caller.page("GET", f"{path}/feed.atom").data)  # noqa: S314 - our own page
        assert not entries.findall(".//script")


def test_a_hostile_search_is_only_a_search(browser: Browser, instance: Instance) -> None:
    with served(instance) as origin:
        page = browser.new_page()
        guard = Guard(page, origin)
        for words in list_hostile(15):
            for path in ("/listings?q=", "/seal?q=", "/listings?need=", "/listings?lang="):
                guard.open(path + quote(words))
    assert guard.faults == []
