"""Some hundreds of generated requests to the API, in process: no fault, no undocumented answer, no wrong type taken."""

import json
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import hypothesis
import pytest
import schemathesis
from hypothesis import strategies
from schemathesis.checks import load_all_checks
from schemathesis.specs.openapi import checks

from tests.builders.client import Caller, a_caller
from tests.builders.instance import a_file, an_instance
from web.api.openapi import PATH

load_all_checks()
CHECKED = (
    schemathesis.checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
    checks.negative_data_rejection,
)
EFFORT = hypothesis.settings(
    max_examples=10,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[hypothesis.Phase.generate],
    suppress_health_check=list(hypothesis.HealthCheck),
)
OPERATIONS = sorted(
    operation["operationId"]
    for path in json.loads((Path(__file__).parent / "openapi.json").read_text(encoding="utf-8"))["paths"].values()
    for name, operation in path.items()
    if name != "parameters"
)
Api = tuple[Caller, dict[str, str], Any]


@pytest.fixture(scope="module")
def api() -> Iterator[Api]:
    with TemporaryDirectory() as folder:
        instance = an_instance(Path(folder))
        waiting, listed = a_file(instance).examined_with_capture(), a_file(instance).listed()
        caller = a_caller(instance)
        known = {
            "submission_id": waiting.id,
            "app_id": listed.app_id,
            "name": "souffle-fictif-2",
            "number": "SC-2026-000001",
            "edition_id": "2026.0",
            "criterion_id": "TRK-01",
            "criterion": "TRK-01",
        }
        yield caller, known, schemathesis.openapi.from_wsgi(PATH, caller.client.application)
        instance.close()


@pytest.mark.parametrize("name", OPERATIONS)
def test_no_generated_request_makes_an_operation_fail(api: Api, name: str) -> None:
    caller, known, schema = api
    operation = schema.find_operation_by_id(name)
    roles = operation.definition.raw.get("x-roles", [])
    who = next((role for role in ("publisher", "evaluator", "authority", *roles) if role in roles), None)

    @EFFORT
    @hypothesis.given(operation.as_strategy(), strategies.booleans())
    def call(case: Any, real: bool) -> None:  # noqa: FBT001 - drawn by hypothesis
        caller.tokens.clear()  # a generated request may have ended the session
        if who:
            case.headers = {**(case.headers or {}), "Authorization": f"Bearer {caller.token(who)}"}
        if real:
            case.path_parameters = {key: known.get(key, value) for key, value in (case.path_parameters or {}).items()}
        case.call_and_validate(checks=list(CHECKED))

    call()
