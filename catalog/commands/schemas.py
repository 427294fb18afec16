"""The verb that prints the JSON Schema of what the instruments write."""

from typing import Any

import click

from analyzers.schema import analysis_schema, evidence_schema
from catalog.commands.session import print_json
from criteria.kinds import AttributeType, Shape
from criteria.load import load_kinds

_SHAPES: dict[Shape, dict[str, Any]] = {
    Shape.TEXT: {"type": "string"},
    Shape.WORDS: {"type": "array", "items": {"type": "string"}},
    Shape.COUNT: {"type": "integer"},
    Shape.FLAG: {"type": "boolean"},
    Shape.COUNTRY: {"type": "string", "pattern": "^[A-Z]{2}$"},
}


def _form(attribute: AttributeType) -> dict[str, Any]:
    word: dict[str, Any] = {"enum": list(attribute.choices)} if attribute.choices else _SHAPES[attribute.shape]
    form = {"type": "array", "items": word} if attribute.choices and attribute.shape is Shape.WORDS else word
    return {"anyOf": [form, {"type": "null"}]} if attribute.nullable else form


def printed_schemas() -> dict[str, dict[str, Any]]:
    """Both schemas, as they lie in `docs/schemas/`."""
    kinds = {
        name: {key: _form(attribute) for key, attribute in kind.attributes.items()}
        for name, kind in load_kinds().items()
    }
    return {"evidence": evidence_schema(), "analysis": analysis_schema(kinds)}


@click.command()
@click.argument("what", type=click.Choice(["evidence", "analysis"]), default="analysis")
def schema(what: str) -> None:
    """Print the JSON Schema (2020-12) of evidence, or of what `analyze --json` prints."""
    print_json(printed_schemas()[what])
