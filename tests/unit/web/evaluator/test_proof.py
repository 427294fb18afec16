"""Down to the source."""

from pathlib import Path

import pytest

from tests.builders.client import Caller, a_caller
from tests.builders.instance import File, a_file, an_instance
from web.evaluator.reading import read_file


@pytest.fixture
def caller(tmp_path: Path) -> Caller:
    return a_caller(an_instance(tmp_path))


@pytest.fixture
def file(caller: Caller) -> File:
    return a_file(caller.instance).examined_with_capture()


def test_evidence_is_opened_at_a_place(caller: Caller, file: File) -> None:
    read = read_file(caller.instance.services, caller.instance.evaluator, file.id)
    assert read.examination is not None
    digest = read.examination.runs[0][0].evidence_digest
    page = caller.page("GET", f"/files/{file.id}/evidence/{digest}?at=/schema", "publisher")
    assert page.status_code == 200
    assert str(digest) in page.text
    assert caller.page("GET", f"/files/{file.id}/evidence/{'0' * 64}", "publisher").status_code == 404


def test_bytes_are_shown_of_the_file_s_own_pieces_only(caller: Caller, file: File) -> None:
    read = read_file(caller.instance.services, caller.instance.evaluator, file.id)
    piece = read.document["artifacts"][0]
    where = f"/files/{file.id}/bytes/{piece['sha256']}"
    page = caller.page("GET", f"{where}?offset=3&length=4", "evaluator").text
    assert "<mark>" in page
    assert "00000000" in page
    for odd in (
        "?offset=-5&length=x",
        "?member=classes.dex&offset=1",
        "?offset=99999999999",
        f"?offset={2**63 - 1}",
        f"?offset={2**99}",
    ):
        assert caller.page("GET", where + odd, "evaluator").status_code == 200
    assert caller.page("GET", f"/files/{file.id}/bytes/{'0' * 64}", "evaluator").status_code == 404
    assert caller.page("GET", where, "rival").status_code == 404
