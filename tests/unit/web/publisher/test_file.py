"""One file of a publisher."""

import hmac
import io
import re
from hashlib import sha256
from pathlib import Path

import pytest

from catalog.submissions.queries import describe_submission
from tests.builders.client import Caller, a_caller
from tests.builders.instance import File, a_file, an_instance
from web.auth import PURPOSE


@pytest.fixture
def caller(tmp_path: Path) -> Caller:
    return a_caller(an_instance(tmp_path))


def where(file: File) -> str:
    return f"/publisher/submissions/{file.id}"


def token(caller: Caller, who: str = "publisher") -> str:
    return hmac.new(caller.token(who).encode(), PURPOSE, sha256).hexdigest()


def test_a_draft_says_what_is_missing_then_is_handed_in(caller: Caller) -> None:
    file = a_file(caller.instance)
    page = caller.page("GET", where(file), "publisher").text
    assert "il manque le paquet APK" in page
    early = caller.page("POST", f"{where(file)}/lodge", "publisher", data={"version": file.version})
    assert early.status_code == 422
    file.completed()
    answer = caller.page("POST", f"{where(file)}/lodge", "publisher", data={"version": file.version})
    assert (answer.status_code, file.row.state) == (303, "lodged")


def test_a_piece_flows_in_by_an_ordinary_form(caller: Caller) -> None:
    file = a_file(caller.instance)
    data = {"csrf_token": token(caller), "kind": "apk", "file": (io.BytesIO(b"PK" * 70_000), "app.apk")}
    answer = caller.page("POST", f"{where(file)}/pieces", "publisher", data=data)
    assert answer.status_code == 303
    services = caller.instance.services
    (piece,) = describe_submission(services.database, caller.instance.publisher, file.id)["artifacts"]
    assert (piece["kind"], piece["filename"], piece["size"]) == ("apk", "app.apk", 140_000)
    assert "app.apk" in caller.page("GET", f"{where(file)}/pieces", "publisher").text


def test_a_piece_without_the_form_s_token_is_refused(caller: Caller) -> None:
    file = a_file(caller.instance)
    data = {"csrf_token": "0" * 64, "kind": "apk", "file": (io.BytesIO(b"PK"), "app.apk")}
    assert caller.page("POST", f"{where(file)}/pieces", "publisher", data=data).status_code == 403


def test_an_empty_piece_is_said_to_be_empty(caller: Caller) -> None:
    file = a_file(caller.instance)
    data = {"csrf_token": token(caller), "kind": "other", "file": (io.BytesIO(b""), "")}
    answer = caller.page("POST", f"{where(file)}/pieces", "publisher", data=data)
    assert answer.status_code == 422
    assert "Fichier vide" in answer.text


def test_answers_are_kept_and_a_stale_page_loses_nothing(caller: Caller) -> None:
    file = a_file(caller.instance)
    path = f"{where(file)}/questions"
    typed = {"answer-purpose": "Noter son souffle, dit ici.", "version": file.version}
    assert caller.page("POST", path, "publisher", data=typed).status_code == 303
    stale = caller.page("POST", path, "publisher", data={**typed, "answer-purpose": "Une autre phrase."})
    assert stale.status_code == 412
    assert "Une autre phrase." in stale.text
    assert f'name="version" value="{file.version}"' in stale.text
    assert "Noter son souffle, dit ici." in caller.page("GET", path, "publisher").text


def test_questions_are_answered_and_the_examination_resumes(caller: Caller) -> None:
    file = a_file(caller.instance).examined_with_capture()
    reviews = caller.instance.services.reviews
    asked = reviews.request(caller.instance.evaluator, file.id, "Où sont les serveurs ?", "HEB-02", file.version)
    page = caller.page("GET", where(file), "publisher").text
    assert "Où sont les serveurs ?" in page
    path = f"{where(file)}/replies"
    silent = caller.page("POST", path, "publisher", data={"version": file.version})
    assert silent.status_code == 422
    answer = caller.page("POST", path, "publisher", data={"version": file.version, f"reply-{asked}": "À Roubaix."})
    assert (answer.status_code, file.row.state) == (303, "admissible")


def test_a_file_is_taken_back(caller: Caller) -> None:
    file = a_file(caller.instance)
    assert caller.page("POST", f"{where(file)}/withdrawal", "publisher", data={"version": 99}).status_code == 412
    caller.page("POST", f"{where(file)}/withdrawal", "publisher", data={"version": file.version})
    assert file.row.state == "withdrawn"


def test_another_publisher_finds_nothing(caller: Caller) -> None:
    file = a_file(caller.instance)
    for part in ("", "/pieces", "/questions"):
        assert caller.page("GET", where(file) + part, "rival").status_code == 404


def test_proposals_are_ticked_by_a_person_and_confirmed_in_one_act(caller: Caller) -> None:
    file = a_file(caller.instance)
    where_from = caller.page("GET", f"{where(file)}/questions", "publisher").text
    assert "Réponses proposées" in where_from
    assert not re.search(r'name="(?:confirm|answer)-[^>]* checked', where_from)
    assert "contact@" not in where_from.partition('class="stack"')[2]  # what is proposed is typed into no field
    services = caller.instance.services
    proposals = describe_submission(services.database, caller.instance.publisher, file.id)["proposals"]
    marks = {f"confirm-{name}": one["mark"] for name, one in proposals.items()}
    answer = caller.page("POST", f"{where(file)}/proposals", "publisher", data=marks | {"version": file.version})
    assert answer.status_code == 303
    page = caller.page("GET", f"{where(file)}/questions", "publisher").text
    assert "confirmé par vous, proposé d" in page
    assert "Réponses proposées" not in page


def test_proposal_that_is_no_longer_the_one_shown_is_refused_in_words(caller: Caller) -> None:
    file = a_file(caller.instance)
    data = {"confirm-purpose": "0" * 16, "version": file.version}
    answer = caller.page("POST", f"{where(file)}/proposals", "publisher", data=data)
    assert answer.status_code == 409
    assert "Ce qui est proposé a changé" in answer.text
