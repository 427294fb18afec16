"""The document says who may call, and what a refusal looks like."""

import json

import pytest

from web.api.openapi import PATH, describe, get_document, make_api, write_document
from web.reference import make_app


@pytest.fixture(scope="module")
def document() -> dict[str, dict[str, dict[str, dict[str, object]]]]:
    app = make_app()
    with app.app_context():
        return json.loads(get_document())  # type: ignore[no-any-return]  # what JSON holds


def test_roles_are_documented_where_an_account_is_needed(
    document: dict[str, dict[str, dict[str, dict[str, object]]]],
) -> None:
    lodge = document["paths"]["/api/v1/submissions/{submission_id}/lodge"]["post"]
    assert lodge["x-roles"] == ["publisher"]
    assert lodge["security"] == [{"token": []}]
    assert "security" not in document["paths"]["/api/v1/listings"]["get"]


def test_headers_that_a_view_reads_are_documented(
    document: dict[str, dict[str, dict[str, dict[str, object]]]],
) -> None:
    parameters = document["paths"]["/api/v1/submissions/{submission_id}/artifacts"]["post"]["parameters"]
    assert {"kind", "filename", "Content-Digest"} <= {one["name"] for one in parameters}  # type: ignore[attr-defined]  # a list


def test_the_document_is_written_the_same_way_each_time() -> None:
    assert write_document({"b": "é", "a": 1}) == '{\n "a": 1,\n "b": "é"\n}\n'


def test_it_is_served_under_a_strong_tag() -> None:
    client = make_app().test_client()
    first = client.get(PATH)
    assert client.get(PATH, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304


def test_an_application_without_views_has_an_empty_document() -> None:
    app = make_app()
    api = make_api(app)
    assert describe(app, api)["paths"] == {}
