"""The whole path of one app over HTTP: a real server, a real worker, our own package and its capture."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.builders.instance import PASSWORD
from tests.builders.running import ROOT, Answer, Running, a_running_instance, wait_until

FIXTURES = ROOT / "fixtures"
SLUG = "carnet-tension"
pytestmark = [pytest.mark.e2e, pytest.mark.enable_socket]


class Walk:
    """One file on its way, with the tokens of the people who move it."""

    def __init__(self, running: Running) -> None:
        self.running = running
        self.tokens: dict[str, str] = {}
        self.file = ""

    def sign_in(self, who: str) -> str:
        """Receive the token of one of the instance's people, once."""
        if who not in self.tokens:
            person = {"email": f"{who}@sceau.example", "password": PASSWORD}
            self.tokens[who] = self.running.call("POST", "/api/v1/sessions", document=person).json["token"]
        return self.tokens[who]

    def read(self, who: str, path: str = "") -> Answer:
        """Read the file, or what is below it."""
        return self.running.call("GET", f"/api/v1/submissions/{self.file}{path}", self.sign_in(who))

    def act(self, who: str, method: str, path: str, document: Any = None) -> Answer:
        """Act on the file in the version just read."""
        tag = self.read(who).headers["etag"]
        address = f"/api/v1/submissions/{self.file}{path}"
        answer = self.running.call(method, address, self.sign_in(who), document, If_Match=tag)
        assert answer.status in (200, 201), answer.body
        return answer

    def lodge(self, who: str, kind: str, file: Path, more: str = "") -> Answer:
        """Lodge one piece."""
        path = f"/api/v1/submissions/{self.file}/artifacts?kind={kind}&filename={file.name}{more}"
        answer = self.running.call("POST", path, self.sign_in(who), content=file.read_bytes())
        assert answer.status == 201, answer.body
        assert answer.json["sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()
        return answer


@pytest.fixture(scope="module")
def walk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walk]:
    with a_running_instance(tmp_path_factory.mktemp("state")) as running:
        yield Walk(running)


def _plan() -> dict[str, Any]:
    apps = yaml.safe_load((FIXTURES / "manifest.yaml").read_text(encoding="utf-8"))["apps"]
    found: dict[str, Any] = next(app for app in apps if app["slug"] == SLUG)
    return found


def _answers(walk: Walk, plan: dict[str, Any]) -> dict[str, Any]:
    answers: dict[str, Any] = {}
    for question, given in plan["declarations"].items():
        documents = [walk.lodge("publisher", "document", FIXTURES / name) for name in given.get("documents", [])]
        digests = [lodged.json["sha256"] for lodged in documents]
        answers[question] = {"value": given["value"], "documents": digests}
    return answers


def test_an_app_goes_from_an_account_to_an_explained_listing(walk: Walk) -> None:
    plan, running = _plan(), walk.running
    app = {
        "name": plan["name"]["fr"],
        "purpose_fr": plan["purpose"]["fr"],
        "purpose_en": plan["purpose"]["en"],
        "contact": "contact@carnet-tension.example",
    }
    created = running.call("POST", "/api/v1/apps", walk.sign_in("publisher"), app)
    assert created.status == 201
    draft = running.call("POST", "/api/v1/submissions", walk.sign_in("publisher"), {"app": created.json["id"]})
    walk.file = draft.json["id"]
    assert draft.json["next"]["acts"] == ["artifacts"]

    build = plan["builds"][0]
    walk.lodge("publisher", "apk", FIXTURES / build["apk"])
    walk.act("publisher", "PUT", "/declarations", {"answers": _answers(walk, plan)})
    lodged = walk.act("publisher", "POST", "/lodge").json
    assert (lodged["state"], lodged["missing"], lodged["next"]["who"]) == ("lodged", [], "officer")
    for capture in build["captures"]:
        walk.lodge("officer", "capture", FIXTURES / capture["file"])
    walk.act("officer", "POST", "/admission")
    wait_until(lambda: walk.read("evaluator").json["state"] == "under_evaluation", "the analyses to end")

    runs = walk.read("evaluator", "/runs").json["items"]
    assert {run["state"] for run in runs if run["kind"] != "document"} == {"read"}
    evidence = next(run["evidence"] for run in runs if run["kind"] == "apk")
    assert walk.read("publisher", f"/evidence/{evidence}").json
    verdicts = walk.read("evaluator", "/verdicts").json["effective"]
    for verdict in verdicts:
        if verdict["needs_ruling"]:
            ruling = {"criterion": verdict["criterion"], "outcome": "conforming", "grounds": "Vu sur pièces."}
            walk.act("evaluator", "POST", "/rulings", ruling)
    score = walk.read("evaluator", "/verdicts").json["score"]
    opinion = {
        "opinion": "favourable_with_non_suspensive_reservations" if score["gates_open"] else "favourable",
        "grounds": "Avis rendu sur pièces.",
        "reservations": dict.fromkeys(score["gates_open"], "À compléter sous trois mois."),
    }
    walk.act("evaluator", "POST", "/opinion", opinion)
    walk.act("authority", "POST", "/decision", {"kind": "grant", "grounds": "Décision sur avis favorable."})

    page = wait_until(lambda: running.call("GET", "/api/v1/listings").json["items"], "the listing")
    listing = running.call("GET", f"/api/v1/listings/{page[0]['slug']}")
    card = listing.json
    assert card["grade"]["build"]["package"] == "example.carnettension.app"
    assert card["grade"]["edition"] == "2026.0"
    assert card["permissions"]
    assert card["recipients"]
    assert {row["observed"]["fr"] for row in card["recipients"]} == {"observé par nous"}
    again = running.call("GET", f"/api/v1/listings/{page[0]['slug']}", If_None_Match=listing.headers["etag"])
    assert (again.status, again.body) == (304, b"")
    signature = running.call("GET", f"/api/v1/certificates/{card['certificate']['number']}.jws").body
    assert signature.count(b".") == 2
    assert running.call("GET", "/api/v1/changes").json["items"][0]["id"] == card["id"]

    explained = walk.read("publisher", f"/explanations/{verdicts[0]['criterion']}").json
    assert explained["requirement"]["fr"]
    assert explained["effective"]["because"] or explained["effective"]["missing"]


def test_the_logs_of_both_processes_name_no_address_that_was_asked_for(walk: Walk) -> None:
    for number in range(20):
        walk.running.call("GET", f"/api/v1/listings?q=canari{number}")
        walk.running.call("GET", f"/api/v1/listings/canari{number}", Referer=f"http://canari{number}.example/")
    written = b"".join(path.read_bytes() for path in walk.running.logs)
    assert b"canari" not in written
    assert b"GET" not in written
