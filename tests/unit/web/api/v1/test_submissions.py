"""A file's own acts: open, hand in, admit, return, withdraw; each answers the file as it then stands."""

import pytest

from tests.builders.client import Caller, a_caller
from tests.builders.instance import Instance, a_file, an_app


@pytest.fixture
def caller(instance: Instance) -> Caller:
    return a_caller(instance)


def test_a_draft_says_what_is_missing_and_what_to_do(caller: Caller, instance: Instance) -> None:
    opened = caller.post("submissions", "publisher", json={"app": an_app(instance)})
    assert (opened.status_code, opened.json["state"], opened.headers["ETag"]) == (201, "draft", '"1"')
    assert opened.json["next"]["who"] == "publisher"
    assert opened.json["next"]["acts"] == ["artifacts"]
    assert opened.json["missing"][0] == "apk"


def test_a_file_is_handed_in_then_admitted(caller: Caller, instance: Instance) -> None:
    file = a_file(instance).completed()
    lodged = caller.post(f"submissions/{file.id}/lodge", "publisher", version=file.version)
    assert (lodged.json["state"], lodged.json["next"]["who"]) == ("lodged", "officer")
    admitted = caller.post(f"submissions/{file.id}/admission", "officer", headers={"If-Match": lodged.headers["ETag"]})
    assert (admitted.json["state"], admitted.json["next"]["who"]) == ("admissible", "service")


def test_a_file_is_returned_with_grounds(caller: Caller, instance: Instance) -> None:
    file = a_file(instance).completed().lodged()
    body = {"verdict": "incomplete", "grounds": "Le certificat est illisible."}
    returned = caller.post(f"submissions/{file.id}/return", "officer", json=body, version=file.version)
    assert returned.json["state"] == "incomplete"
    without = caller.post(f"submissions/{file.id}/return", "officer", json={"verdict": "incomplete"}, version=1)
    assert without.status_code == 422


def test_a_file_is_withdrawn(caller: Caller, instance: Instance) -> None:
    file = a_file(instance)
    withdrawn = caller.post(f"submissions/{file.id}/withdrawal", "publisher", version=file.version)
    assert (withdrawn.json["state"], withdrawn.json["next"]["who"]) == ("withdrawn", None)


def test_lists_hold_what_each_may_see(caller: Caller, instance: Instance) -> None:
    draft, lodged = a_file(instance), a_file(instance).completed().lodged()
    seen = {
        who: {row["id"] for row in caller.get("submissions", who).json["items"]}
        for who in ("publisher", "rival", "officer")
    }
    assert seen == {"publisher": {draft.id, lodged.id}, "rival": set(), "officer": {lodged.id}}


def test_an_unchanged_file_is_not_sent_again(caller: Caller, instance: Instance) -> None:
    file = a_file(instance)
    read = caller.get(f"submissions/{file.id}", "publisher")
    again = caller.get(f"submissions/{file.id}", "publisher", headers={"If-None-Match": read.headers["ETag"]})
    assert again.status_code == 304
