"""The publisher's page of the evaluation build: brought by form or in several goes, compared, told in plain words."""

import io
from pathlib import Path

import pytest

from analyzers.synthesis.copies import Comparison, Difference
from catalog.bench.queries import describe_copies
from tests.builders.client import Caller, a_caller
from tests.builders.instance import File, a_file, an_instance

DIFFERENT = Comparison(
    (
        Difference("classes2.dex", "changed", allowed=False),
        Difference("lib/arm64-v8a/libx.so", "added", allowed=False),
        Difference("res/xml/trust.xml", "trust", allowed=True),
    ),
    trusts_user=True,
)


@pytest.fixture
def caller(tmp_path: Path) -> Caller:
    return a_caller(an_instance(tmp_path))


@pytest.fixture
def file(caller: Caller) -> File:
    return a_file(caller.instance).completed().lodged().admitted()


def here(file: File) -> str:
    return f"/publisher/submissions/{file.id}/evaluation-build"


def bring(caller: Caller, file: File, who: str = "publisher", content: bytes = b"a build") -> int:
    data = {"csrf_token": caller.form_token(who), "file": (io.BytesIO(content), "eval.apk")}
    return caller.page("POST", here(file), who, data=data, content_type="multipart/form-data").status_code


def test_a_build_is_brought_by_a_plain_form_and_its_comparison_told(caller: Caller, file: File) -> None:
    assert "Envoyer et comparer" in caller.page("GET", here(file), "publisher").text
    assert here(file) in caller.page("GET", f"/publisher/submissions/{file.id}", "publisher").text
    assert bring(caller, file) == 303
    page = caller.page("GET", here(file), "publisher").text
    assert "acceptée" in page
    assert "peut être pris pour ce que fait l'application" in page.replace("&#39;", "'")
    desk = caller.page("GET", f"/files/{file.id}/bench?lang=en", "evaluator").text
    assert "brought by the publisher" in desk
    assert "stands for the package" in desk


def test_what_refused_it_is_said_in_plain_words_to_both(caller: Caller, file: File) -> None:
    caller.instance.copier.comparison = DIFFERENT
    assert bring(caller, file) == 303
    for path, who in ((here(file), "publisher"), (f"/files/{file.id}/bench", "evaluator")):
        page = caller.page("GET", f"{path}?lang=en", who).text.replace("&#39;", "'")
        for words in ("2 differences concern something else", "the app's code: changed", "the native code: added"):
            assert words in page, (path, words)
        assert "What differs and is allowed" in page


def test_only_its_publisher_brings_one_and_only_while_the_file_is_open(caller: Caller, file: File) -> None:
    for who in ("rival", "evaluator", "auditor"):
        assert caller.page("GET", here(file), who).status_code in (403, 404)
        assert bring(caller, file, who) in (403, 404)
    caller.page("POST", f"/publisher/submissions/{file.id}/withdrawal", "publisher", data={"version": file.version})
    assert "clos" in caller.page("GET", here(file), "publisher").text
    assert bring(caller, file) == 409


def test_without_a_package_nothing_is_asked_for(caller: Caller) -> None:
    draft = a_file(caller.instance)
    assert "Déposez d" in caller.page("GET", here(draft), "publisher").text
    assert bring(caller, draft) == 422


def test_a_form_without_its_token_is_refused(caller: Caller, file: File) -> None:
    headers = {"Cookie": f"sceau_session={caller.token('publisher')}"}
    data = {"file": (io.BytesIO(b"x"), "e.apk")}
    answer = caller.client.post(here(file), data=data, content_type="multipart/form-data", headers=headers)
    assert answer.status_code == 403


def test_in_several_goes_it_becomes_a_copy_and_no_piece(caller: Caller, file: File) -> None:
    services = caller.instance.services
    pieces = len(caller.get(f"submissions/{file.id}", "evaluator").get_json()["artifacts"])
    form = {"kind": "evaluation_build", "filename": "eval.apk", "size": 8, "mark": "1"}
    begun = caller.page("POST", f"/files/{file.id}/uploads", "publisher", data=form).json
    assert (begun["kind"], begun["copy"]) == ("evaluation_build", None)
    path = f"/files/{file.id}/uploads/{begun['id']}"
    caller.page("PATCH", path, "publisher", data=b"abcd", headers={"Upload-Offset": "0"})
    cut = caller.page("GET", f"{here(file)}?lang=en", "publisher").text
    assert "Uploads that were cut" in cut
    pieces_page = caller.page("GET", f"/publisher/submissions/{file.id}/pieces?lang=en", "publisher").text
    assert "Uploads that were cut" not in pieces_page
    done = caller.page("PATCH", path, "publisher", data=b"efgh", headers={"Upload-Offset": "4"}).json
    again = caller.page("PATCH", path, "publisher", data=b"", headers={"Upload-Offset": "8"}).json
    (copy,) = describe_copies(services.database, caller.instance.publisher, file.id)
    assert done["copy"] == again["copy"] == copy["id"]
    assert done["artifact"] is None
    assert len(caller.get(f"submissions/{file.id}", "evaluator").get_json()["artifacts"]) == pieces


def test_one_that_cannot_be_compared_is_forgotten_and_said(caller: Caller, file: File) -> None:
    caller.instance.copier.refusal = "ambiguous-archive"
    form = {"kind": "evaluation_build", "filename": "eval.apk", "size": 4, "mark": "1"}
    begun = caller.page("POST", f"/files/{file.id}/uploads", "publisher", data=form).json
    path = f"/files/{file.id}/uploads/{begun['id']}"
    refused = caller.page("PATCH", path, "publisher", data=b"abcd", headers={"Upload-Offset": "0"})
    assert refused.status_code == 422
    assert caller.page("GET", path, "publisher").status_code == 404


def test_an_upload_of_a_build_is_dropped_by_its_button(caller: Caller, file: File) -> None:
    form = {"kind": "evaluation_build", "filename": "eval.apk", "size": 4, "mark": "1"}
    begun = caller.page("POST", f"/files/{file.id}/uploads", "publisher", data=form).json
    answer = caller.page("POST", f"/files/{file.id}/uploads/{begun['id']}/abandonment", "publisher")
    assert answer.location.endswith("/evaluation-build")
