"""Pieces, questions and answers."""

import pytest

from tests.builders.client import Caller, a_caller
from tests.builders.instance import ANSWERS, Instance, a_file


@pytest.fixture
def caller(instance: Instance) -> Caller:
    return a_caller(instance)


@pytest.mark.parametrize(
    ("who", "kind", "source"),
    [("publisher", "apk", "bench"), ("publisher", "capture", "publisher"), ("publisher", "document", "declared")],
)
def test_a_piece_says_who_observed_it(caller: Caller, instance: Instance, who: str, kind: str, source: str) -> None:
    file = a_file(instance)
    path = f"submissions/{file.id}/artifacts?kind={kind}&filename=../../x%22.bin&attested=true"
    piece = caller.post(path, who, data=b"\0" * 3_000_000).json
    assert (piece["kind"], piece["source"], piece["size"], piece["attested"]) == (kind, source, 3_000_000, True)
    assert piece["filename"] == '../../x".bin'


def test_the_authoritys_own_capture_is_of_the_bench(caller: Caller, instance: Instance) -> None:
    file = a_file(instance).completed().lodged()
    piece = caller.post(f"submissions/{file.id}/artifacts?kind=capture", "officer", data=b"capture").json
    assert piece["source"] == "bench"


def test_a_piece_moves_the_version_of_its_file(caller: Caller, instance: Instance) -> None:
    file = a_file(instance)
    before = file.version
    lodged = caller.post(f"submissions/{file.id}/artifacts?kind=apk", "publisher", data=b"x")
    assert lodged.headers["ETag"] == f'"{file.version}"' != f'"{before}"'


def test_a_kind_is_needed(caller: Caller, instance: Instance) -> None:
    refused = caller.post(f"submissions/{a_file(instance).id}/artifacts", "publisher", data=b"x").get_json(force=True)
    assert refused["errors"][0]["pointer"] == "/kind"


def test_questions_come_with_their_answers_and_what_is_missing(caller: Caller, instance: Instance) -> None:
    file = a_file(instance)
    asked = caller.get(f"submissions/{file.id}/questions", "publisher")
    missing = {row["id"] for row in asked.json["items"] if row["missing"]}
    assert "purpose" in missing
    body = {"answers": {"purpose": ANSWERS["purpose"]}}
    tag = {"If-Match": asked.headers["ETag"]}
    answered = caller.call("PUT", f"submissions/{file.id}/declarations", "publisher", json=body, headers=tag)
    assert answered.json["answers"]["purpose"]["value"] == ANSWERS["purpose"]
    after = caller.get(f"submissions/{file.id}/questions", "publisher").json
    row = next(row for row in after["items"] if row["id"] == "purpose")
    assert (row["missing"], row["answer"]["value"]) == (False, ANSWERS["purpose"])
    assert all(row["title"]["fr"] and row["title"]["en"] for row in after["items"])


def test_proposals_are_confirmed_by_their_marks(caller: Caller, instance: Instance) -> None:
    file = a_file(instance)
    asked = caller.get(f"submissions/{file.id}/questions", "publisher")
    proposed = {row["id"]: row["proposed"] for row in asked.json["items"] if row["proposed"]}
    assert proposed["purpose"]["kind"] == "card"
    body = {"proposals": {"purpose": proposed["purpose"]["mark"]}}
    tag = {"If-Match": asked.headers["ETag"]}
    done = caller.call("POST", f"submissions/{file.id}/confirmations", "publisher", json=body, headers=tag)
    assert done.json["answers"]["purpose"]["proposed_from"]["kind"] == "card"
    assert caller.get(f"submissions/{file.id}/questions", "publisher").json["items"]
