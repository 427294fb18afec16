"""Hands at the bench (Chromium): double clicks, two people at once, back, reload, a session that ends, another file."""

import threading
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from playwright.sync_api import Browser, Page

from catalog.bench.queries import describe_capture, describe_captures
from tests.builders.browser import list_violations, served, sign_in
from tests.builders.instance import PASSWORD, File, a_file, an_instance

pytestmark = [pytest.mark.e2e, pytest.mark.enable_socket]


def _open(browser: Browser, origin: str, path: str, who: str = "evaluator") -> Page:
    page = browser.new_context(locale="fr").new_page()
    sign_in(page, origin, who)
    page.goto(f"{origin}{path}")
    return page


def _start(page: Page, *, clicks: int = 1) -> None:
    page.check("input[name=route][value=none]")
    page.get_by_role("button", name="Lancer un relevé").click(click_count=clicks, delay=5)


def _captures(file: File) -> list[dict[str, Any]]:
    services, who = file.instance.services, file.instance.evaluator
    rows = describe_captures(services.database, who, file.id)
    return [describe_capture(services.database, who, file.id, row["id"]) for row in rows]


def test_hands_that_hurry_or_wander_make_one_capture_and_lose_nothing(browser: Browser, tmp_path: Path) -> None:
    instance = an_instance(tmp_path)
    file = a_file(instance).completed().lodged().admitted().examined()
    other = a_file(instance).completed().lodged().admitted().examined()
    with served(instance) as origin:
        page = _open(browser, origin, f"/files/{file.id}/bench")
        _start(page, clicks=2)
        page.get_by_role("heading", name="Relevé", exact=False).first.wait_for()
        page.get_by_role("button", name="tout refusé").click(click_count=2, delay=5)
        page.get_by_text("Repères").wait_for()
        page.fill("#journey", "prendre rendez-vous")
        page.get_by_role("button", name="Noter le parcours").click(click_count=2, delay=5)
        page.get_by_text("« prendre rendez-vous »").first.wait_for()
        (capture,) = _captures(file)
        assert [(row["what"], row["name"]) for row in capture["marks"]] == [
            ("phase", "refused"),
            ("journey", "prendre rendez-vous"),
        ]
        assert list_violations(page) == []

        page.go_back()
        page.go_forward()
        page.reload()
        page.get_by_text("« prendre rendez-vous »").first.wait_for()
        assert len(_captures(file)[0]["marks"]) == 2

        stranger = f"{origin}/files/{other.id}/bench/captures/{capture['id']}"
        assert page.request.get(stranger).status == 404
        token = {row["name"]: row["value"] for row in page.evaluate(_FIELDS)}
        assert page.request.post(f"{stranger}/marks", form={"stop": "yes"} | token).status == 404
        assert len(_captures(file)[0]["marks"]) == 2
        assert page.request.get(f"{origin}/files/{file.id}/bench/captures/cap_nothing").status == 404

        instance.clock.advance(hours=13)  # the session ends in mid-run
        page.fill("#journey", "lire un résultat")
        page.get_by_role("button", name="Noter le parcours").click()
        page.get_by_role("heading", name="Votre session s'est terminée").wait_for()
        page.fill("#email", "evaluator@sceau.example")
        page.fill("#password", PASSWORD)
        page.click("main form button")
        page.get_by_role("button", name="Envoyer maintenant").click()
        page.get_by_text("« lire un résultat »").first.wait_for()
        page.get_by_role("button", name="Arrêter le relevé").click(click_count=2, delay=5)
        page.get_by_text("fin demandée").first.wait_for()
        assert [row["what"] for row in _captures(file)[0]["marks"]].count("stop") == 1
        page.context.close()
    instance.close()


def test_two_people_who_start_at_once_get_one_capture_and_one_is_told(browser: Browser, tmp_path: Path) -> None:
    instance = an_instance(tmp_path)
    file = a_file(instance).completed().lodged().admitted().examined()
    with served(instance) as origin:
        pages = [_open(browser, origin, f"/files/{file.id}/bench", who) for who in ("evaluator", "officer")]
        for page in pages:
            page.check("input[name=route][value=none]")
        forms = [
            {row["name"]: row["value"] for row in page.evaluate(_FIELDS)} | {"route": "none", "access": "proxy"}
            for page in pages
        ]
        jars = [{row["name"]: row["value"] for row in page.context.cookies()} for page in pages]
        answers = _send_together(f"{origin}/files/{file.id}/bench", forms, jars)
        assert sorted(answers) == [303, 409]
        assert len(_captures(file)) == 1
        late = pages[answers.index(409)]
        _start(late)  # from a page that knows nothing of the other's
        late.get_by_text("Un relevé est déjà en cours").first.wait_for()
        assert list_violations(late) == []
        assert len(_captures(file)) == 1
        for page in pages:
            page.context.close()
    instance.close()


_FIELDS = "[...document.querySelectorAll('main form input[type=hidden]')].map(i => ({name: i.name, value: i.value}))"


def _send_together(target: str, forms: list[dict[str, str]], jars: list[dict[str, str]]) -> list[int]:
    answers = [0] * len(forms)
    where = urlsplit(target)
    ready = threading.Barrier(len(forms))

    def send(place: int, form: dict[str, str], jar: dict[str, str]) -> None:
        ready.wait()
        plug = HTTPConnection(where.netloc, timeout=30)
        cookies = "; ".join(f"{name}={value}" for name, value in jar.items())
        heads = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookies}
        plug.request("POST", where.path, urlencode(form), heads)
        answers[place] = plug.getresponse().status

    threads = [threading.Thread(target=send, args=row) for row in zip(range(len(forms)), forms, jars, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers
