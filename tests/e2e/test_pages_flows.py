"""Twelve questions on who receives the data, answered by the accessibility tree of the entry and of the desk."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser

from analyzers.extract.document import extract_document
from catalog.reviews.lifecycle import OpinionKind
from criteria.findings import ArtifactKind
from tests.builders.browser import served, sign_in
from tests.builders.instance import a_file, an_instance
from tests.fakes.laboratory import CLEAN, FakeLaboratory
from web.evaluator.reading import read_file

pytestmark = [pytest.mark.e2e, pytest.mark.enable_socket]
HERE = Path(__file__)
QUESTIONS: list[dict[str, Any]] = yaml.safe_load(HERE.with_name("flow_questions.yaml").read_text(encoding="utf-8"))
LIST = b"recipient;data\nHosting House;health\nCourrier;e-mail\n"
_HOST: dict[str, Any] = {
    "scheme": "https", "region": "eea", "country": "FR", "operator": "Hosting House", "operator_country": "FR",
    "parent": "Hosting House", "parent_country": "FR", "owner": None, "party": "unknown", "purposes": (),
    "foreign_reach": (), "recipient_kinds": (), "requests": 3, "cleartext": False, "intercepted": True,
}  # fmt: skip
_SENT: dict[str, Any] = {"match": "known", "identifying": True, "article9": False, "region": "eea"}
STATED = [
    ("host.contacted", _HOST | {"host": "api.souffle.example"}),
    ("host.contacted", _HOST | {"host": "o1.sentry.example", "owner": "Sentry (invented)", "owner_country": "US",
                                "party": "third", "country": "DE", "foreign_reach": ("us-cloud-act", "us-fisa-702")}),
    ("host.contacted", _HOST | {"host": "x7.example", "operator": None, "operator_country": None, "parent": None,
                                "parent_country": None, "country": None, "region": "unknown"}),
    ("data.transmitted", _SENT | {"host": "api.souffle.example", "category": "bloodGlucose", "health": True,
                                  "article9": True}),
    ("data.transmitted", _SENT | {"host": "o1.sentry.example", "category": "deviceId", "health": False}),
    ("capture.measured", {"requests": 9, "requests_read": 7, "contents": 5, "contents_understood": 4, "bytes": 100,
                          "bytes_understood": 80, "seeds": 12, "blind": ("pinned.example",)}),
]  # fmt: skip


class ListLaboratory(FakeLaboratory):
    """Reads the list of recipients as the real one does."""

    def _evidence(self, kind: ArtifactKind, digest: str, size: int) -> dict[str, Any]:
        read = extract_document(LIST).evidence if kind is ArtifactKind.DOCUMENT else None
        return dict(read) if read is not None else super()._evidence(kind, digest, size)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    laboratory = ListLaboratory(stated={**CLEAN, ArtifactKind.CAPTURE: STATED})
    instance = an_instance(tmp_path_factory.mktemp("state"), laboratory=laboratory)
    file = a_file(instance).completed(health_data_place="phone_only").lodged().captured().admitted().examined()
    examination = read_file(instance.services, instance.evaluator, file.ruled().id).examination
    assert examination is not None
    reserved = dict.fromkeys(examination.obstacles, "À lever sous trois mois.")
    file.opined(OpinionKind.WITH_RESERVATIONS if reserved else OpinionKind.FAVOURABLE, reserved).decide()
    file.examined()
    with served(instance) as origin:
        yield origin, file.id
    instance.close()


def test_there_are_twelve_questions() -> None:
    assert len({one["asks"] for one in QUESTIONS}) == 12


@pytest.mark.parametrize("question", QUESTIONS, ids=[one["asks"] for one in QUESTIONS])
def test_the_accessibility_tree_answers(browser: Browser, place: tuple[str, str], question: Mapping[str, Any]) -> None:
    origin, examined = place
    context = browser.new_context()
    page = context.new_page()
    if question["page"].startswith("/files"):
        sign_in(page, origin, "evaluator")
    page.goto(origin + question["page"].format(examined=examined))
    tree = page.locator("main").aria_snapshot().replace("\u00a0", " ")
    context.close()
    assert [words for words in question["says"] if words not in tree] == []
    assert [words for words in question["never"] if words in tree] == []
