"""A piece sent in several goes, by API."""

import hashlib
from datetime import datetime
from typing import Any

import pytest

from tests.builders.client import Caller, a_caller
from tests.builders.instance import File, Instance, a_file

BYTES = b"package" * 1000


@pytest.fixture
def caller(instance: Instance) -> Caller:
    return a_caller(instance)


@pytest.fixture
def file(instance: Instance) -> File:
    return a_file(instance)


def announce(caller: Caller, file: File, who: str = "publisher", **more: Any) -> Any:
    body = {"kind": "apk", "filename": "a.apk", "size": len(BYTES), "mark": "m", **more}
    return caller.post(f"submissions/{file.id}/uploads", who, json=body)


def send(caller: Caller, file: File, upload: str, content: bytes, offset: object, who: str = "publisher") -> Any:
    path = f"submissions/{file.id}/uploads/{upload}"
    return caller.call("PATCH", path, who, data=content, headers={"Upload-Offset": str(offset)})


def test_an_upload_that_was_cut_goes_on(caller: Caller, file: File) -> None:
    begun = announce(caller, file, sha256=hashlib.sha256(BYTES).hexdigest())
    assert (begun.status_code, begun.headers["Upload-Offset"], begun.json["artifact"]) == (201, "0", None)
    name = begun.json["id"]
    assert send(caller, file, name, BYTES[:3000], 0).json["offset"] == 3000
    again = announce(caller, file, sha256=hashlib.sha256(BYTES).hexdigest()).json
    assert (again["id"], again["offset"]) == (name, 3000)
    [listed] = caller.get(f"submissions/{file.id}/uploads", "publisher").json["items"]
    assert (listed["id"], listed["step"]) == (name, 8 << 20)
    assert datetime.fromisoformat(listed["expires_at"]).tzinfo

    ended = send(caller, file, name, BYTES[3000:], 3000)
    pieces = caller.get(f"submissions/{file.id}", "publisher").json["artifacts"]
    assert [(one["id"], one["sha256"]) for one in pieces] == [
        (ended.json["artifact"], hashlib.sha256(BYTES).hexdigest())
    ]
    assert caller.get(f"submissions/{file.id}/uploads/{name}", "publisher").json["offset"] == len(BYTES)


def test_bytes_that_are_not_due_are_told_where_to_go_on(caller: Caller, file: File) -> None:
    name = announce(caller, file).json["id"]
    send(caller, file, name, BYTES[:10], 0)
    refused = send(caller, file, name, BYTES, 0)
    problem = refused.get_json(force=True)
    assert (refused.status_code, problem["code"], problem["facts"]["offset"]) == (409, "offset-differs", 10)
    assert "10" in problem["detail"]


@pytest.mark.parametrize("offset", ["", "-1", "1.0", "abc", "9" * 16, "0, 0"])
def test_a_place_that_is_no_number_is_refused(caller: Caller, file: File, offset: str) -> None:
    assert send(caller, file, announce(caller, file).json["id"], b"x", offset).status_code == 422


def test_anothers_upload_is_not_there(caller: Caller, file: File) -> None:
    name = announce(caller, file).json["id"]
    assert send(caller, file, name, BYTES, 0, "rival").status_code == 404
    assert caller.get(f"submissions/{file.id}/uploads/{name}", "rival").status_code == 404
    assert send(caller, file, name, BYTES, 0, "auditor").status_code == 403
    assert send(caller, file, "upl_unknown", BYTES, 0).status_code == 404
    assert caller.get(f"submissions/{file.id}/uploads/{name}", "publisher").json["offset"] == 0


def test_one_can_be_dropped(caller: Caller, file: File) -> None:
    path = f"submissions/{file.id}/uploads/{announce(caller, file).json['id']}"
    assert caller.call("DELETE", path, "publisher").status_code == 204
    assert caller.call("DELETE", path, "publisher").status_code == 404


@pytest.mark.parametrize(("size", "status"), [(0, 422), (-5, 422), ("7", 422), ((1 << 30) + 1, 413)])
def test_a_size_that_cannot_be_is_refused(caller: Caller, file: File, size: object, status: int) -> None:
    assert announce(caller, file, size=size).status_code == status
