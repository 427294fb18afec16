"""Test values typed during a capture, from lodging to listing: found by the instruments, in clear nowhere else.

The one place that holds them is the piece itself: bytes named by their digest, which no page, export or API shows but
through a mask. A backup is a copy of the state folder: what is proved of the folder is proved of its copies.
"""

import json
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urljoin

import pytest

from tests.builders.instance import ANSWERS, DOCUMENTED, PASSWORD
from tests.builders.running import ROOT, SERVER, Answer, Running, a_running_instance, wait_until

APK = ROOT / "fixtures/apks/carnet-tension-3.2.0.apk"
HOSTS = ("api.carnettension.example", "app.adjust.com", "api2.branch.io", "graph.facebook.com")
PEOPLE = (("evaluator", "/desk"), ("publisher", "/publisher"), ("auditor", "/desk"))
APP = {"packageName": "example.carnettension.app", "versionName": "3.2.0"}
_LINK = re.compile(r'(?:href|src)="([^"#]+)')
pytestmark = [pytest.mark.integration, pytest.mark.enable_socket]


def _seeds(count: int) -> list[dict[str, str]]:
    kinds = (
        ("emailAddress", "Camille{n:03}.Canari@courriel{n}.example"),
        ("personName", "Zephirine{n:03} Tournevire"),
        ("medication", "Canarizole{n:03}"),
        ("accountId", "ACC-{n:05}-CANARI"),
        ("diagnosisCode", "Canarite{n:03}"),
    )
    return [
        {"category": kind, "value": form.format(n=number)}
        for number in range(count)
        for kind, form in (kinds[number % len(kinds)],)
    ]


def _entry(number: int, value: str) -> dict[str, Any]:
    place, host = number % 6, HOSTS[number % len(HOSTS)]
    url = f"https://{host}/event"
    request: dict[str, Any] = {"method": "POST", "url": url, "headers": []}
    if place == 0:
        request["url"] = f"{url}?x={quote(value)}"
    elif place == 1:
        request["url"] = f"{url}/{quote(value)}/seen"
    elif place == 2:
        request["headers"] = [{"name": "X-Told", "value": value}]
    elif place == 3:
        request["headers"] = [{"name": "Cookie", "value": f"who={value}"}]
    else:
        request["postData"] = {"mimeType": "application/json", "text": json.dumps({value: {"told": value}})}
    return {
        "startedDateTime": "2026-09-01T10:00:00.000Z",
        "request": request,
        "response": {"status": 200, "headers": [], "content": {}},
        "serverIPAddress": "51.38.10.1",
    }


def _capture(seeds: list[dict[str, str]]) -> bytes:
    stated = {"records_failures": True, "seeded": seeds, "apps": [APP]}
    entries = [_entry(number, seed["value"]) for number, seed in enumerate(seeds)]
    log = {"version": "1.2", "creator": {"name": "bench", "version": "1"}, "_sceau": stated, "entries": entries}
    return json.dumps({"log": log}).encode()


class Walk:
    """One file from lodging to listing, over HTTP, and every page that its people can open."""

    def __init__(self, running: Running) -> None:
        self.running = running
        self.tokens: dict[str, str] = {}
        self.file = ""
        self.app = ""

    def token(self, who: str) -> str:
        if who not in self.tokens:
            person = {"email": f"{who}@sceau.example", "password": PASSWORD}
            self.tokens[who] = self.running.call("POST", "/api/v1/sessions", document=person).json["token"]
        return self.tokens[who]

    def read(self, who: str, path: str = "") -> Answer:
        return self.running.call("GET", f"/api/v1/submissions/{self.file}{path}", self.token(who))

    def act(self, who: str, method: str, path: str, document: Any = None) -> None:
        tag = self.read(who).headers["etag"]
        address = f"/api/v1/submissions/{self.file}{path}"
        answer = self.running.call(method, address, self.token(who), document, If_Match=tag)
        assert answer.status in (200, 201), answer.body

    def lodge(self, who: str, kind: str, content: bytes, more: str = "") -> str:
        path = f"/api/v1/submissions/{self.file}/artifacts?kind={kind}&filename=piece{more}"
        answer = self.running.call("POST", path, self.token(who), content=content)
        assert answer.status == 201, answer.body
        return str(answer.json["sha256"])

    def to_the_listing(self, capture: bytes) -> str:
        """Lodge, examine, rule, opine, decide, list; return the digest of the capture."""
        card = {"name": "Canari", "purpose_fr": "Essai.", "purpose_en": "Trial.", "contact": "c@x.example"}
        self.app = self.running.call("POST", "/api/v1/apps", self.token("publisher"), card).json["id"]
        draft = self.running.call("POST", "/api/v1/submissions", self.token("publisher"), {"app": self.app})
        self.file = draft.json["id"]
        self.lodge("publisher", "apk", APK.read_bytes())
        answers: dict[str, Any] = {question: {"value": value, "documents": []} for question, value in ANSWERS.items()}
        for question in DOCUMENTED:
            answers[question]["documents"] = [self.lodge("publisher", "document", f"for {question}".encode())]
        self.act("publisher", "PUT", "/declarations", {"answers": answers})
        self.act("publisher", "POST", "/lodge")
        digest = self.lodge("officer", "capture", capture, "&attested=true")
        self.act("officer", "POST", "/admission")
        wait_until(lambda: self.read("evaluator").json["state"] == "under_evaluation", "the analyses to end")
        for verdict in self.read("evaluator", "/verdicts").json["effective"]:
            if verdict["needs_ruling"]:
                told = {"criterion": verdict["criterion"], "outcome": "conforming", "grounds": "Vu sur pièces."}
                self.act("evaluator", "POST", "/rulings", told)
        score = self.read("evaluator", "/verdicts").json["score"]
        reserved = dict.fromkeys([*score["gates_open"], *score["gates_failed"]], "À compléter sous trois mois.")
        kind = "favourable_with_non_suspensive_reservations" if reserved else "favourable"
        self.act("evaluator", "POST", "/opinion", {"opinion": kind, "grounds": "Sur pièces.", "reservations": reserved})
        self.act("authority", "POST", "/decision", {"kind": "grant", "grounds": "Décision sur avis favorable."})
        wait_until(lambda: self.running.call("GET", "/api/v1/listings").json["items"], "the listing")
        return digest

    def crawl(self, who: str | None, most: int, *starts: str) -> Iterator[tuple[str, bytes]]:
        """Follow every link on every page as one person, each page once, the newest first, `most` of them."""
        cookie = {"Cookie": f"sceau_session={self.token(who)}"} if who else {}
        waiting, seen = list(starts), set(starts)
        while waiting and most:
            most, path = most - 1, waiting.pop()
            answer = self.running.call("GET", path, **cookie)
            assert answer.status < 500, path
            yield path, answer.body
            if "html" in answer.headers.get("content-type", ""):
                found = {urljoin(path, link.replace("&amp;", "&")) for link in _LINK.findall(answer.body.decode())}
                new = {link for link in found if link.startswith("/") and "lang=" not in link} - seen
                seen |= new
                waiting += sorted(new)

    def ask(self) -> Iterator[tuple[str, bytes]]:
        """Everything that the API gives of the file and of its listing."""
        (listed,) = self.running.call("GET", "/api/v1/listings").json["items"]
        runs = self.read("evaluator", "/runs")
        yield "runs", runs.body
        for run in runs.json["items"]:
            if run["evidence"]:
                yield "evidence", self.read("evaluator", f"/evidence/{run['evidence']}").body
        verdicts = self.read("evaluator", "/verdicts")
        yield "verdicts", verdicts.body
        for verdict in verdicts.json["effective"]:
            yield "explanation", self.read("evaluator", f"/explanations/{verdict['criterion']}").body
        for path in (f"/api/v1/listings/{listed['slug']}", "/api/v1/changes", "/api/v1/statistics"):
            yield path, self.running.call("GET", path).body
        number = listed["certificate"]["number"]
        yield "certificate", self.running.call("GET", f"/api/v1/certificates/{number}.jws").body


def _exports(folder: Path, capture: Path) -> Iterator[tuple[str, bytes]]:
    for form in ((), ("--format", "sarif"), ("--hosts",)):
        command = [sys.executable, "-m", "catalog.cli", "analyze", *form, str(capture)]
        done = subprocess.run(command, cwd=folder, capture_output=True, check=True, env={"PYTHONPATH": str(ROOT)})
        yield " ".join(form) or "json", done.stdout + done.stderr


@pytest.mark.parametrize(
    ("count", "pages", "people"), [(25, 25, PEOPLE[:1]), pytest.param(500, 1500, PEOPLE, marks=pytest.mark.prove)]
)
def test_no_test_value_is_in_clear_anywhere_but_in_the_sealed_piece(
    tmp_path: Path, count: int, pages: int, people: tuple[tuple[str, str], ...]
) -> None:
    seeds = _seeds(count)
    forms = {form for seed in seeds for form in _clear(seed["value"])}
    with a_running_instance(tmp_path) as running:
        walk = Walk(running)
        sealed = walk.to_the_listing(_capture(seeds))
        told = {"public": list(walk.crawl(None, pages, "/", "/listings"))}
        told["api"] = list(walk.ask())
        piece_page = f"/files/{walk.file}/bytes/{sealed}?offset=2000&length=900"
        for who, start in people:
            told[who] = list(walk.crawl(who, pages, start, f"/files/{walk.file}", piece_page))
        found = json.loads(next(body for name, body in told["api"] if name == "evidence" and b"transmissions" in body))
    kept = {row["value_sha256"] for row in found["traffic"]["transmissions"] if row["match"] == "known"}

    assert len(kept) == count  # all were found
    assert {who: _holding(read, forms) for who, read in told.items()} == {who: [] for who in told}
    assert min(len(told[who]) for who, _ in people) >= 25
    assert any("/bytes/" in path for path, _ in told["evaluator"])

    with sqlite3.connect(tmp_path / "sceau.db") as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        with sqlite3.connect(tmp_path / "backup.db") as copy:
            database.backup(copy)
    piece = tmp_path / "blobs" / "sha256" / sealed[:2] / sealed[2:]
    files = [path for path in tmp_path.rglob("*") if path.is_file() and path != piece]
    assert {path.name for path in files} >= {"sceau.db", "backup.db", f"{SERVER}.log"}
    assert _holding([(str(path), path.read_bytes()) for path in files], forms) == []
    assert _holding([(sealed, piece.read_bytes())], forms) == [sealed]  # the search itself works
    assert _holding(list(_exports(tmp_path, piece)), forms) == []


def _clear(value: str) -> set[bytes]:
    """How a value may stand in clear: as typed, or the part of it that tells it from all others."""
    head = value.partition("@")[0]
    return {head.lower().encode(), quote(head).lower().encode(), head.lower().encode().hex().encode()}


def _holding(told: list[tuple[str, bytes]], forms: set[bytes]) -> list[str]:
    return [name for name, body in told if any(form in body.lower() for form in forms)]
