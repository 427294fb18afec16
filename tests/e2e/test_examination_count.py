"""What a full examination costs two evaluators, counted in screens and interactions over a real fixture."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
import yaml

from catalog.evaluations.instruments import Instruments
from catalog.plumbing.settings import Settings
from catalog.submissions.app_card import CardDetails
from catalog.submissions.queries import describe_submission
from criteria.findings import ArtifactKind
from criteria.load import load_edition, load_questions
from criteria.model import Question, QuestionKind
from tests.builders.client import Caller, a_caller
from tests.builders.instance import File, Instance, a_file, an_app, an_instance
from tests.builders.paper_sets import a_paper_set
from tests.builders.running import ROOT

pytestmark = [pytest.mark.prove, pytest.mark.e2e]
GROUNDS = "Vu sur les écrans, dans les pièces et dans le relevé."
OUT = ROOT / "build" / "bench" / "examination.json"
EDITION = "2026.1"


class _Links(HTMLParser):
    """The addresses of a page, and the rows of the desk that wait for something."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: Sequence[tuple[str, str | None]]) -> None:
        """Keep where links lead."""
        if tag == "a":
            self.addresses += [value for name, value in attributes if name == "href" and value]


@dataclass
class Walker:
    """One person at the pages: every page loaded is a screen; every field, choice or button is an interaction."""

    caller: Caller
    who: str
    screens: int = 0
    choices: int = 0
    texts: int = 0
    buttons: int = 0
    seen: list[str] = field(default_factory=list)

    def open(self, path: str) -> str:
        """Load a page, by a link or by what a button led to."""
        answer = self.caller.page("GET", path, self.who)
        assert answer.status_code == 200, path
        self.screens += 1
        self.seen.append(path)
        return answer.text

    def press(self, path: str, *, choices: int = 0, texts: int = 0, **fields: str) -> str:
        """Fill a form, press its button, and load the page it leads to."""
        answer = self.caller.page("POST", path, self.who, data=fields)
        assert answer.status_code == 303, answer.text
        self.choices += choices
        self.texts += texts
        self.buttons += 1
        self.open(answer.headers["Location"])
        return answer.headers["Location"]

    @property
    def interactions(self) -> int:
        """All that the person did besides reading."""
        return self.choices + self.texts + self.buttons


def _fixture() -> dict[str, Any]:
    apps = yaml.safe_load((ROOT / "fixtures" / "manifest.yaml").read_text(encoding="utf-8"))["apps"]
    found: dict[str, Any] = next(app for app in apps if app["slug"] == "carnet-tension")
    return found


def _value(question: Question) -> Any:
    match question.kind:
        case QuestionKind.BOOLEAN:
            return question.id not in ("data_sale", "secondary_uses", "transfers_outside")
        case QuestionKind.CHOICE:
            return question.choices[0].value
        case QuestionKind.MULTI:
            return ["none"] if any(one.value == "none" for one in question.choices) else [question.choices[0].value]
        case QuestionKind.DATE:
            return "2026-11-15"
        case QuestionKind.TEXT:
            return "https://carnet-tension.example/reponse"
        case QuestionKind.DOCUMENT:
            return None


def _complete(file: File, build: dict[str, Any]) -> None:
    file.add(ArtifactKind.APK, (ROOT / "fixtures" / build["apk"]).read_bytes())
    document = b"%PDF-1.4\n%%EOF\n"
    file.add(ArtifactKind.DOCUMENT, document)
    services = file.instance.services
    digest = services.blobs.put(document).digest
    given = {
        question.id: {"value": _value(question), "documents": [digest] if question.document else []}
        for question in load_questions(load_edition(EDITION))
    }
    services.submissions.declare(file.instance.publisher, file.id, given, file.version)


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    folder: Path = tmp_path_factory.mktemp("state")
    running = an_instance(folder, laboratory=Instruments(Settings(state=ROOT / ".state").datasets))
    running.clock.advance(days=310)  # the full edition is in force
    yield running
    running.close()


def _examine(instance: Instance) -> File:
    build = _fixture()["builds"][0]
    file = a_file(instance, an_app(instance, "Carnet Tension (FICTIF)"))
    _complete(file, build)
    file.lodged()
    for capture in build["captures"]:
        content = (ROOT / "fixtures" / capture["file"]).read_bytes()
        file.add(ArtifactKind.CAPTURE, content, instance.officer, Path(capture["file"]).name)
    return file.admitted().examined()


def _first_waiting(page: str, file: File, awaited: str) -> str | None:
    """Find the criterion that the desk puts first among those that wait for a ruling or a countersignature."""
    rows = re.findall(r'<tr class="row-unsure">.*?</tr>', page, re.DOTALL)
    for row in rows:
        found = re.search(rf"/files/{file.id}/criteria/([A-Z]+-[0-9]+)", row)
        if found and awaited in row:
            return found[1]
    return None


def _rule_all(walker: Walker, file: File) -> int:
    at = _first_waiting(walker.open(f"/files/{file.id}"), file, "à apprécier")
    ruled = 0
    while at is not None:
        if ruled == 0:
            walker.open(f"/files/{file.id}/criteria/{at}")
        path = f"/files/{file.id}/criteria/{at}/ruling"
        form = {"outcome": "conforming", "grounds": GROUNDS, "version": str(file.version), "then": "next"}
        location = walker.press(path, choices=1, texts=1, **form)
        found = re.search(r"/criteria/([A-Z]+-[0-9]+)", location)
        at, ruled = found[1] if found else None, ruled + 1
    return ruled


def _countersign_all(walker: Walker, file: File) -> int:
    signed = 0
    page = walker.open(f"/files/{file.id}")
    while (at := _first_waiting(page, file, "contreseing")) is not None:
        page = walker.open(f"/files/{file.id}/criteria/{at}")
        action = re.search(rf'action="(/files/{file.id}/criteria/{at}/rulings/[^"]+/countersignature)"', page)
        assert action is not None
        walker.press(action[1], then="next")
        signed += 1
        page = walker.open(f"/files/{file.id}")
    return signed


def _opine(walker: Walker, file: File) -> None:
    page = walker.open(f"/files/{file.id}")
    reserved = re.findall(r'name="(condition-[A-Z]+-[0-9]+)"', page)
    form = dict.fromkeys(reserved, "À lever sous trois mois.")
    kind = "favourable_with_non_suspensive_reservations" if reserved else "favourable"
    form |= {"opinion": kind, "grounds": GROUNDS, "version": str(file.version)}
    walker.press(f"/files/{file.id}/opinion", choices=1, texts=1 + len(reserved), **form)


def test_full_examination_is_counted_in_screens_and_interactions(
    instance: Instance, capsys: pytest.CaptureFixture[str]
) -> None:
    file, caller = _examine(instance), a_caller(instance)
    first, second = Walker(caller, "evaluator"), Walker(caller, "second")
    first.open("/desk")
    ruled = _rule_all(first, file)
    second.open("/desk")
    signed = _countersign_all(second, file)
    _opine(first, file)
    assert file.row.state == "in_commission"
    criteria = len(file.assessed.assessment.verdicts)
    assert ruled < criteria == 91
    assert first.screens <= ruled + 6  # the desk, the file, one screen per criterion that waits, the opinion
    figures = {
        "examination.criteria": criteria,
        "examination.ruled_by_a_person": ruled,
        "examination.countersigned": signed,
        "examination.first_screens": first.screens,
        "examination.first_interactions": first.interactions,
        "examination.second_screens": second.screens,
        "examination.second_interactions": second.interactions,
    }
    _keep(figures, capsys)


def test_share_of_the_questionnaire_that_is_filled_in_advance(
    instance: Instance, capsys: pytest.CaptureFixture[str]
) -> None:
    """A first file, one of another app of its publisher, the next file of an app; then with a package, with papers."""
    services = instance.services
    card = {"purpose_fr": "Noter.", "purpose_en": "Note.", "contact": "contact@carnet.example"}
    more = CardDetails(price="free", store_link="https://store.example/carnet")
    rival = services.submissions.create_app(instance.rival, "Premier carnet (FICTIF)", **card, details=more)
    first = File(instance, rival, services.submissions.create(instance.rival, rival))
    shares = _measure(first, "first_file", instance.rival)
    known = a_file(instance, an_app(instance, "Carnet connu (FICTIF)"))
    _complete(known, _fixture()["builds"][0])
    other = a_file(instance, an_app(instance, "Autre carnet (FICTIF)"))
    shares |= _measure(other, "another_app", instance.publisher)
    services.submissions.withdraw(instance.publisher, known.id, known.version)
    again = services.submissions.create(instance.publisher, known.app_id)
    shares["next_file"] = _share(instance, again, instance.publisher)
    assert shares["first_file"] <= shares["first_file_package"] < shares["first_file_papers"] < shares["next_file"]
    assert shares["first_file_papers"] < shares["another_app_papers"] < shares["next_file"]
    # The goal. These papers were read while the sayings were written: `test_papers.py` measures those that were not.
    assert min(shares["first_file_read"], shares["another_app_read"], shares["next_file"]) >= 0.7
    _keep({f"questionnaire.prefilled_{name}": round(share, 3) for name, share in shares.items()}, capsys)


def _measure(file: File, name: str, actor: Any) -> dict[str, float]:
    """The share before anything is lodged, with the package read, by what papers are called, by what they say."""
    shares = {name: _share(file.instance, file.id, actor)}
    file.add(ArtifactKind.APK, (ROOT / "fixtures" / _fixture()["builds"][0]["apk"]).read_bytes(), actor)
    file.instance.worker.drain()
    shares[f"{name}_package"] = _share(file.instance, file.id, actor)
    for paper, content in a_paper_set("carnet").files.items():
        file.add(ArtifactKind.DOCUMENT, content, actor, paper)
    shares[f"{name}_papers"] = _share(file.instance, file.id, actor)
    file.instance.worker.drain()
    shares[f"{name}_read"] = _share(file.instance, file.id, actor)
    return shares


def _share(instance: Instance, submission_id: Any, actor: Any) -> float:
    document = describe_submission(instance.services.database, actor, submission_id)
    assert document["edition"] == EDITION
    fields: float = document["filled"]["fields"] / document["filled"]["of"]
    return fields


def _keep(figures: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    rows = json.loads(OUT.read_text())["figures"] if OUT.exists() else []
    kept = [row for row in rows if row["name"] not in figures]
    rows = [
        *kept,
        *({"name": name, "value": value, "goal": None, "better": "lower"} for name, value in figures.items()),
    ]
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps({"figures": rows}, indent=2), encoding="utf-8")
    with capsys.disabled():
        print("", *(f"{name:40} {value}" for name, value in figures.items()), sep="\n")  # noqa: T201 -- figures to read
