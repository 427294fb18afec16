"""The API's counter: flask-smorest's blueprint made strict and typed, and the fields that every resource uses."""

import re
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import marshmallow as ma
from flask_smorest import Blueprint
from webargs.flaskparser import FlaskParser

V = TypeVar("V", bound=Callable[..., Any])
ROOT = "/api/v1"
HEADERS = "__headers__"
INTEGER = re.compile(r"[0-9]{1,9}")
READABLE = r"^[^\x00-\x08\x0b-\x1f\x7f]*$"


class _StrictParser(FlaskParser):
    """A parameter that we do not know is refused, not ignored: a misspelt filter must not return everything."""

    DEFAULT_UNKNOWN_BY_LOCATION = {**FlaskParser.DEFAULT_UNKNOWN_BY_LOCATION, "query": ma.RAISE}  # noqa: RUF012 - declared by the library as it is


class Counter(Blueprint):  # type: ignore[misc]  # flask-smorest publishes no types
    """One resource of the API."""

    ARGUMENTS_PARSER = _StrictParser()

    def __init__(self, name: str, module: str, description: str) -> None:
        super().__init__(f"api-{name}", module, url_prefix=ROOT, description=description)

    def get(self, rule: str) -> Callable[[V], V]:
        """Serve GET on `rule`."""
        route: Callable[[V], V] = self.route(rule, methods=["GET"])
        return route

    def post(self, rule: str) -> Callable[[V], V]:
        """Serve POST on `rule`."""
        route: Callable[[V], V] = self.route(rule, methods=["POST"])
        return route

    def put(self, rule: str) -> Callable[[V], V]:
        """Serve PUT on `rule`."""
        route: Callable[[V], V] = self.route(rule, methods=["PUT"])
        return route

    def patch(self, rule: str) -> Callable[[V], V]:
        """Serve PATCH on `rule`."""
        route: Callable[[V], V] = self.route(rule, methods=["PATCH"])
        return route

    def delete(self, rule: str) -> Callable[[V], V]:
        """Serve DELETE on `rule`."""
        route: Callable[[V], V] = self.route(rule, methods=["DELETE"])
        return route

    def takes(self, schema: type[ma.Schema], location: str = "json") -> Callable[[V], V]:
        """Parse the request's body or query by `schema`; what does not fit is refused field by field."""
        decorate: Callable[[V], V] = self.arguments(schema, location=location)
        return decorate

    def gives(self, status: int, schema: Any = None, **documented: Any) -> Callable[[V], V]:
        """Answer `status`, with what the view returned written by `schema`."""
        decorate: Callable[[V], V] = self.response(status, schema, **documented)
        return decorate

    def spares(self) -> Callable[[V], V]:
        """Document that an unchanged answer is not sent again."""
        decorate: Callable[[V], V] = self.alt_response(304, description="You have it already.")
        return decorate

    def says(self, **documented: Any) -> Callable[[V], V]:
        """Add to the OpenAPI document of a view."""
        decorate: Callable[[V], V] = self.doc(**documented)
        return decorate

    def hears(self, *headers: Mapping[str, Any]) -> Callable[[V], V]:
        """Document the request headers that a view reads by itself."""

        def mark(view: V) -> V:
            setattr(view, HEADERS, headers)
            return view

        return mark


class Query(ma.Schema):
    """Parameters of an address. Every one takes `lang`, the language of sentences."""

    lang = ma.fields.String(
        validate=ma.validate.OneOf(["fr", "en"]), metadata={"description": "Language of sentences; French by default."}
    )


class WholeNumber(ma.fields.Integer):
    """A whole number written with digits and nothing else."""

    def _validated(self, value: Any) -> int:  # whatever the query held
        if not isinstance(value, str) or not INTEGER.fullmatch(value):
            raise self.make_error("invalid", input=value)
        return int(value)


class Sentence(ma.fields.String):
    """Text that a person typed, of at most `limit` characters, without control characters."""

    def __init__(self, limit: int, **options: Any) -> None:
        least = 1 if options.get("required") else 0
        rules = [ma.validate.Length(least, limit), ma.validate.Regexp(READABLE)]
        super().__init__(validate=rules, **options)


class Both(ma.Schema):
    """One sentence in both languages."""

    fr = ma.fields.String(required=True)
    en = ma.fields.String(required=True)


SIZE = WholeNumber(
    load_default=20, validate=ma.validate.Range(1, 100), metadata={"description": "How many rows at most, 1 to 100."}
)
