"""The OpenAPI document: valid, committed, and the one that is served."""

import json
from pathlib import Path

from openapi_spec_validator import validate

from tests.builders.client import a_caller
from tests.builders.instance import Instance
from web.reference import make_app, write_openapi

COMMITTED = Path(__file__).parent / "openapi.json"


def test_the_document_is_valid_openapi_3_1() -> None:
    document = json.loads(COMMITTED.read_text(encoding="utf-8"))
    validate(document)
    assert document["openapi"] == "3.1.0"


def test_the_committed_document_is_the_one_the_views_make() -> None:
    written = write_openapi(make_app())
    assert written == COMMITTED.read_text(encoding="utf-8"), (
        "a change of the API: python -m web.reference openapi > tests/contract/openapi.json, and a changelog line"
    )


def test_the_served_document_is_the_committed_one(instance: Instance) -> None:
    served = a_caller(instance).get("openapi.json")
    assert served.text == COMMITTED.read_text(encoding="utf-8")


def test_every_operation_has_a_name_a_sentence_and_says_how_it_refuses() -> None:
    document = json.loads(COMMITTED.read_text(encoding="utf-8"))
    operations = [one for path in document["paths"].values() for name, one in path.items() if name != "parameters"]
    assert len({one["operationId"] for one in operations}) == len(operations) > 40
    assert all(one.get("summary") and one["responses"].get("default") for one in operations)


def test_errors_are_documented_as_problems_and_nothing_else_is() -> None:
    responses = json.loads(COMMITTED.read_text(encoding="utf-8"))["components"]["responses"]
    assert {media for one in responses.values() for media in one.get("content", {})} == {"application/problem+json"}
