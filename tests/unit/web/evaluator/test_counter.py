"""The evaluator's desk."""

from pathlib import Path

import pytest

from tests.builders.client import Caller, a_caller
from tests.builders.instance import File, a_file, an_app, an_instance


@pytest.fixture
def caller(tmp_path: Path) -> Caller:
    return a_caller(an_instance(tmp_path))


@pytest.fixture
def file(caller: Caller) -> File:
    return a_file(caller.instance).examined_with_capture()


def test_the_queue_puts_first_what_waits_for_this_role(caller: Caller, file: File) -> None:
    mine = caller.page("GET", "/desk?lang=en", "evaluator").text
    others = caller.page("GET", "/desk?lang=en", "officer").text
    assert "What waits for you (1)" in mine
    assert "What waits for you (0)" in others
    assert f"/files/{file.id}" in mine


@pytest.mark.parametrize("who", ["officer", "evaluator", "authority", "auditor", "operator"])
def test_staff_read_a_file_and_only_the_due_role_acts(caller: Caller, file: File, who: str) -> None:
    page = caller.page("GET", f"/files/{file.id}?lang=en", who).text
    assert ("Give the opinion" in page) == (who == "evaluator")
    assert "No act belongs to your role" in page or who == "evaluator"
    assert caller.page("GET", f"/files/{file.id}/journal", who).status_code == 200


def test_each_criterion_has_its_address_and_its_neighbours(caller: Caller, file: File) -> None:
    page = caller.page("GET", f"/files/{file.id}/criteria/TRK-02?lang=en", "evaluator").text
    assert 'rel="prev"' in page
    assert "The rule" in page
    assert "Record the ruling" in page
    assert "Record the ruling" not in caller.page("GET", f"/files/{file.id}/criteria/TRK-02", "publisher").text
    assert caller.page("GET", f"/files/{file.id}/criteria/XXX-99", "evaluator").status_code == 404
    assert caller.page("GET", f"/files/{file.id}/criteria/TRK-02", "rival").status_code == 404


def test_findings_are_listed_with_their_bytes(caller: Caller, file: File) -> None:
    page = caller.page("GET", f"/files/{file.id}/findings", "publisher").text
    assert "app.identified" in page
    assert f"/files/{file.id}/bytes/" in page
    draft = a_file(caller.instance, an_app(caller.instance, "Brouillon (FICTIF)"))
    assert caller.page("GET", f"/files/{draft.id}/findings", "publisher").status_code == 200
