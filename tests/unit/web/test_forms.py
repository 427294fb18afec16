"""Forms that are tried, and shown again."""

from pathlib import Path

import pytest
from flask import Response

from catalog.errors import CatalogError
from catalog.publishers.service import FieldRefused
from catalog.reviews.service import RulingUnknown
from catalog.submissions.questionnaire import AnswerRefused
from catalog.submissions.service import FileIncomplete, StaleVersion
from tests.builders.instance import an_instance
from web.app import create_app
from web.forms import NEVER, Wrong, attempt, read_refusal, read_version
from web.words.speech import Speech


def refused(tmp_path: Path, error: CatalogError) -> Wrong:
    app = create_app(an_instance(tmp_path).services)
    with app.test_request_context("/", method="POST", data={"grounds": "typed", "version": "3"}):
        assert read_version() == 3
        return read_refusal(error, Speech("fr"))


def test_a_form_without_a_version_is_stale(tmp_path: Path) -> None:
    with create_app(an_instance(tmp_path).services).test_request_context("/", method="POST", data={"version": "x"}):
        assert read_version() == NEVER


def test_a_stale_page_says_so_and_that_nothing_is_lost(tmp_path: Path) -> None:
    wrong = refused(tmp_path, StaleVersion(version=4))
    assert wrong.status == 412
    assert "deux onglets" in wrong.sentence
    assert wrong.kept == "Ce que vous aviez écrit est toujours là."


def test_fields_questions_and_missing_pieces_have_their_names(tmp_path: Path) -> None:
    assert "à quoi elle sert, en français" in refused(tmp_path, FieldRefused(field="purpose_fr", limit=5)).sentence
    assert "Où l'éditeur est-il établi" in refused(tmp_path, AnswerRefused(question="establishment")).sentence
    missing = refused(tmp_path, FileIncomplete(missing=["apk", "purpose"])).sentence
    assert "le paquet APK" in missing
    assert "À quoi sert l'application" in missing


def test_an_act_goes_on_or_shows_the_form_again(tmp_path: Path) -> None:
    def fail(error: CatalogError) -> None:
        raise error

    with create_app(an_instance(tmp_path).services).test_request_context("/", method="POST"):
        done = attempt(lambda: None, "/there", lambda _wrong: Response("again"))
        again = attempt(
            lambda: fail(FieldRefused(field="name", limit=1)), "/there", lambda wrong: Response(wrong.title)
        )
        assert (done.status_code, done.headers["Location"]) == (303, "/there")
        assert (again.status_code, again.get_data(as_text=True)) == (422, "Une valeur n'est pas acceptée")
        with pytest.raises(RulingUnknown):
            attempt(lambda: fail(RulingUnknown()), "/there", lambda _wrong: Response("again"))
