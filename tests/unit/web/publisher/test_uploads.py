"""A piece sent in several goes, by the page's script."""

from typing import Any

import pytest

from tests.builders.client import Caller, a_caller
from tests.builders.instance import File, Instance, a_file

BYTES = b"what the bench saw" * 100


@pytest.fixture
def caller(instance: Instance) -> Caller:
    return a_caller(instance)


@pytest.fixture
def file(instance: Instance) -> File:
    return a_file(instance)


def begin(caller: Caller, file: File, who: str = "publisher", **more: Any) -> Any:
    form = {"kind": "capture", "filename": "r.har", "size": len(BYTES), "mark": "12", "attested": "yes", **more}
    return caller.page("POST", f"/files/{file.id}/uploads", who, data=form)


def send(caller: Caller, file: File, upload: str, content: bytes, offset: int, **headers: str) -> Any:
    told = {"Upload-Offset": str(offset), **headers}
    return caller.page("PATCH", f"/files/{file.id}/uploads/{upload}", "publisher", data=content, headers=told)


def test_a_piece_in_two_goes(caller: Caller, file: File) -> None:
    begun = begin(caller, file)
    assert begun.status_code == 201
    name = begun.json["id"]
    assert send(caller, file, name, BYTES[:500], 0).json["offset"] == 500
    page = caller.page("GET", f"/publisher/submissions/{file.id}/pieces?lang=en", "publisher").text
    assert "Uploads that were cut" in page
    assert "r.har" in page
    assert caller.page("GET", f"/files/{file.id}/uploads/{name}", "publisher").json["offset"] == 500
    assert begin(caller, file).json["id"] == name
    assert send(caller, file, name, BYTES[500:], 500).json["artifact"]
    page = caller.page("GET", f"/publisher/submissions/{file.id}/pieces?lang=en", "publisher").text
    assert "Uploads that were cut" not in page
    assert "r.har" in page


def test_bytes_without_the_forms_token_are_refused(caller: Caller, file: File) -> None:
    name = begin(caller, file).json["id"]
    path = f"/files/{file.id}/uploads/{name}"
    headers = {"Cookie": f"sceau_session={caller.token('publisher')}", "Upload-Offset": "0"}
    assert caller.client.patch(path, data=BYTES, headers=headers).status_code == 403
    assert caller.page("GET", path, "publisher").json["offset"] == 0


def test_one_can_be_dropped_by_its_button(caller: Caller, file: File) -> None:
    path = f"/files/{file.id}/uploads/{begin(caller, file).json['id']}/abandonment"
    for _ in range(2):
        assert caller.page("POST", path, "publisher").location.endswith(f"/publisher/submissions/{file.id}/pieces")
    assert caller.page("GET", path.removesuffix("/abandonment"), "publisher").status_code == 404


@pytest.mark.parametrize("size", ["", "many", "-1"])
def test_a_size_that_is_none_is_refused_in_a_sentence(caller: Caller, file: File, size: str) -> None:
    refused = begin(caller, file, size=size)
    assert refused.status_code == 422
    assert refused.headers["Sceau-Problem"] == "file-empty"
