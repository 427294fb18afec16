"""Twelve questions of new users, answered by the accessibility tree alone; and no dangerous word beside the answer."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser

from criteria.model import Outcome
from tests.builders.browser import served, sign_in
from tests.builders.instance import File, Instance, a_file, an_app, an_instance
from web.evaluator.reading import read_file

pytestmark = [pytest.mark.e2e, pytest.mark.enable_socket]
QUESTIONS: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("questions.yaml").read_text(encoding="utf-8"))
ACCOUNTS = {"publisher": "publisher", "evaluator": "evaluator"}


def _examined(instance: Instance, name: str) -> File:
    file = a_file(instance, an_app(instance, name)).completed(name.encode()).lodged()
    return file.captured(f"capture of {name}".encode()).admitted().examined()


def _listed(instance: Instance, name: str) -> File:
    file = _examined(instance, name).ruled().opined()
    file.decide()
    return file.examined()


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Mapping[str, str]]]:
    instance = an_instance(tmp_path_factory.mktemp("state"))
    services = instance.services
    _listed(instance, "Souffle (FICTIF)")
    suspended = _listed(instance, "Suspendue (FICTIF)")
    standing = read_file(services, instance.authority, suspended.id).certificate
    assert standing is not None
    decide = services.decisions.decide_on_certificate
    decide(instance.authority, suspended.id, standing.certificate.id, "suspend", "Un envoi non déclaré.")
    instance.worker.drain()
    examined = _examined(instance, "Examinée (FICTIF)")
    examined.rule("TRK-01", Outcome.NONCONFORMING)
    asked = _examined(instance, "Interrogée (FICTIF)")
    services.reviews.request(instance.evaluator, asked.id, "Où sont les serveurs ?", None, asked.version)
    files = {"examined": examined.id, "asked": asked.id, "draft": a_file(instance, an_app(instance, "Brouillon")).id}
    with served(instance) as origin:
        yield origin, files
    instance.close()


def test_there_are_three_questions_per_kind_of_user() -> None:
    kinds = [one["who"] for one in QUESTIONS]
    assert len(kinds) == 12
    assert all(kinds.count(kind) == 3 for kind in kinds)


@pytest.mark.parametrize("question", QUESTIONS, ids=[one["asks"] for one in QUESTIONS])
def test_the_accessibility_tree_answers(
    browser: Browser, place: tuple[str, Mapping[str, str]], question: Mapping[str, Any]
) -> None:
    origin, files = place
    context = browser.new_context()
    page = context.new_page()
    if question["who"] in ACCOUNTS:
        sign_in(page, origin, ACCOUNTS[question["who"]])
    page.goto(origin + question["page"].format(**files))
    tree = page.locator("main").aria_snapshot().replace("\u00a0", " ")
    context.close()
    assert [words for words in question["says"] if words not in tree] == []
    assert [words for words in question["never"] if words in tree] == []
