"""Our own site through Chromium behind our own bench, as an app would be: whom it contacts, what it sets and says."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from analyzers.bench.authority import open_authority
from analyzers.bench.frames import FrameReader
from analyzers.bench.run import Recording, RunOrder
from analyzers.extract.capture import extract_capture
from catalog.plumbing.clock import SystemClock
from tests.builders.browser import served, sign_in
from tests.builders.instance import a_file, an_app, an_instance
from tests.builders.rehearsal import TOOLS

pytestmark = [pytest.mark.e2e, pytest.mark.enable_socket]
KEY = bytes(range(32))
SEARCH = "diabete-canari"
READ = (
    "/",
    f"/listings?q={SEARCH}&need=diabetes",
    "/listings/souffle-fictif",
    "/listings/souffle-fictif/sheet",
    "/listings/souffle-fictif/feed.atom",
    "/compare?with=souffle-fictif",
    "/seal?q=SC-2026-000001",
    "/certificates/SC-2026-000001",
    "/criteria",
    "/editions/2026.0",
    "/health",
    "/privacy",
    "/accessibility",
    "/sources",
    "/contact",
    "/sign-in",
    "/enrol",
    "/nothing-here",
    "/api/v1/listings",
    "/.well-known/security.txt",
)


def _read_all(page: Page, origin: str) -> None:
    for path in READ:
        if path.endswith(".atom"):
            page.evaluate("address => fetch(address).then(answer => answer.text())", origin + path)
        else:
            page.goto(origin + path)
            page.wait_for_load_state("networkidle")


def _record(folder: Path, browser: Browser) -> tuple[str, list[dict[str, Any]], dict[str, Any]]:
    """Drive the site behind the bench: what the bench wrote, line by line, and what our own reader makes of it."""
    open_authority(folder / "authority", SystemClock().now())
    (folder / "state").mkdir()
    instance = an_instance(folder / "state")
    a_file(instance, an_app(instance)).listed()
    order = RunOrder(folder / "run", TOOLS / "mitmdump", folder / "authority", {"route": "none"}, KEY)
    with served(instance) as origin, Recording(order) as recording:
        proxy = {"server": f"http://127.0.0.1:{recording.ports['regular']}", "bypass": "<-loopback>"}
        page = browser.new_context(proxy=proxy).new_page()  # type: ignore[arg-type]  # a typed dictionary of Playwright's
        _read_all(page, origin)
        cookies = page.context.cookies()
        sign_in(page, origin, "publisher")
        page.wait_for_load_state("networkidle")
        page.context.close()
        end = recording.finish()
    instance.close()
    assert cookies == []
    assert end.capture is not None
    with end.capture.open("rb") as source:
        written = FrameReader(KEY, source).read()
    evidence = extract_capture(written).evidence
    assert evidence is not None
    return urlsplit(origin).netloc, [json.loads(line) for line in written.splitlines()], evidence["traffic"]


def _named(message: dict[str, Any], name: str) -> list[str]:
    return [one["value"] for one in message["headers"] if one["name"].lower() == name]


def test_our_own_site_passes_its_own_bench(browser: Browser, tmp_path: Path) -> None:
    ours, lines, traffic = _record(tmp_path, browser)
    entries = [line["entry"] for line in lines if "entry" in line]
    foreign = [line["connection"]["host"] for line in lines if "connection" in line]
    reached = {urlsplit(entry["request"]["url"]).netloc for entry in entries}
    assert (reached, foreign) == ({ours}, []), "somebody else was contacted, or tried"
    assert {urlsplit(entry["request"]["url"]).path for entry in entries} >= {urlsplit(path).path for path in READ}
    assert json.dumps(traffic).count("127.0.0.1") > 0

    before = next(at for at, entry in enumerate(entries) if entry["request"]["method"] == "POST")
    for at, entry in enumerate(entries):
        response, url = entry["response"], entry["request"]["url"]
        [policy] = _named(response, "content-security-policy")
        assert policy.startswith("default-src 'none'; script-src 'self'"), url
        assert _named(response, "referrer-policy") == ["no-referrer"], url
        assert _named(entry["request"], "referer") == [], url
        if at < before:
            assert _named(response, "set-cookie") + _named(entry["request"], "cookie") == [], url
    assert len(_named(entries[before]["response"], "set-cookie")) == 1  # the one cookie of who signs in
