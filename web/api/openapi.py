"""The OpenAPI 3.1 document: made from the views, their schemas and their declared rights; served as it is committed."""

import json
from functools import cache
from hashlib import sha256
from typing import Any

import marshmallow as ma
from flask import Flask, Response, current_app
from flask_smorest import Api

from web.api.conditions import JSON, answer_bytes
from web.api.counter import HEADERS
from web.auth import list_routes, public
from web.problems import MEDIA

KEY = "sceau-openapi"
PATH = "/api/v1/openapi.json"
DESCRIPTION = (
    "Reading is open to everybody, without account or cookie. Errors are problem documents (RFC 9457) in French, or in "
    "English with `?lang=en` or `Accept-Language`. Identifiers are opaque and never reused. Pages follow `next`."
)


class FieldError(ma.Schema):
    """One field that was refused."""

    location = ma.fields.String(required=True, data_key="in")
    pointer = ma.fields.String(required=True)
    detail = ma.fields.String(required=True)


class Problem(ma.Schema):
    """A refusal (RFC 9457): what it is called and what to do about it."""

    type = ma.fields.String(required=True)
    title = ma.fields.String(required=True)
    status = ma.fields.Integer(required=True)
    detail = ma.fields.String(required=True)
    code = ma.fields.String(required=True)
    instance = ma.fields.String()
    facts = ma.fields.Dict()
    errors = ma.fields.List(ma.fields.Nested(FieldError))


class CatalogueApi(Api):  # type: ignore[misc]  # flask-smorest publishes no types
    """The library's registry of views; errors are told by web/problems.py alone."""

    ERROR_SCHEMA = Problem

    def _register_error_handlers(self) -> None:
        """Leave every error to web/problems.py."""


def make_api(app: Flask) -> CatalogueApi:
    """Return the registry of the API's views."""
    app.config.update(API_TITLE="Sceau", API_VERSION="1", OPENAPI_VERSION="3.1.0")
    return CatalogueApi(app, spec_kwargs={"info": {"description": DESCRIPTION, "license": {"name": "EUPL-1.2"}}})


def publish(app: Flask, api: CatalogueApi) -> None:
    """Serve the document of every view registered; it is written when it is first asked for."""
    app.extensions[KEY] = cache(lambda: write_document(describe(app, api)))
    app.add_url_rule(PATH, "api-openapi", read_openapi, methods=["GET"])


@public
def read_openapi() -> Response:
    """Read this document."""
    return answer_bytes(get_document().encode(), sha256(get_document().encode()).hexdigest(), JSON)


def get_document() -> str:
    """Return the document of the application at work, as it is committed."""
    document: str = current_app.extensions[KEY]()
    return document


def write_document(document: dict[str, Any]) -> str:
    """Return the document as it is committed: sorted, indented."""
    return json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def describe(app: Flask, api: CatalogueApi) -> dict[str, Any]:
    """Return the document: what the library gathered, problems as such, and who may call each operation."""
    document: dict[str, Any] = json.loads(json.dumps(api.spec.to_dict()))
    components = document["components"]
    for response in components.get("responses", {}).values():
        if JSON in response.get("content", {}):
            response["content"] = {MEDIA: response["content"].pop(JSON)}
    components["schemas"].pop("PaginationMetadata", None)  # the library's own pages, which we do not use
    components["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    for rule, method, rights in list_routes(app):
        operation = document["paths"].get(_template(rule.rule), {}).get(method.lower())
        if operation is None or rights is None:
            continue
        operation["operationId"] = rule.endpoint.rpartition(".")[2].replace("_", "-")
        headers = getattr(app.view_functions[rule.endpoint], HEADERS, ())
        operation.setdefault("parameters", []).extend(headers)
        if not rights.is_public:
            operation["security"] = [{"token": []}]
            operation["x-roles"] = sorted(rights.roles)
    return document


def _template(rule: str) -> str:
    return rule.replace("<", "{").replace(">", "}")
