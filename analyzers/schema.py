"""JSON Schema (2020-12) of evidence, and of what `sceau analyze --json` prints. Written from the checks themselves."""

from collections.abc import Mapping
from typing import Any

from analyzers.analyze import SCHEMA as ANALYSIS
from analyzers.contract import ReadState
from analyzers.extract.shapes import forms
from criteria.findings import Extent, Source

Form = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_TEXT: Form = {"type": "string"}
_DIGEST: Form = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
_PLACE: Form = {"anyOf": [{"type": "integer", "minimum": 0}, {"type": "null"}]}


def _object(members: Mapping[str, Form]) -> Form:
    return {
        "type": "object", "properties": dict(members), "required": sorted(members), "additionalProperties": False,
    }  # fmt: skip


def _list(member: Form) -> Form:
    return {"type": "array", "items": member}


_BOTH = _object({"fr": _TEXT, "en": _TEXT})
_SOURCE: Form = {"enum": [source.value for source in Source]}
_SUBJECT = _object({"kind": _TEXT, "sha256": _DIGEST, "size": {"type": "integer", "minimum": 0}})


def evidence_schema() -> Form:
    """What one evidence document is: of a package, a capture, or another document."""
    return {
        "$schema": DIALECT,
        "$id": "urn:sceau:schema:evidence:1",
        "title": "Sceau evidence",
        "anyOf": [form for rows in forms().values() for form in rows],
    }


def analysis_schema(kinds: Mapping[str, Mapping[str, Form]]) -> Form:
    """What one printed analysis is. `kinds` says of each kind of finding what its attributes are."""
    pointer = _object(
        {"artifact": _DIGEST, "path": _list(_TEXT), "offset": _PLACE, "length": _PLACE, "evidence": _TEXT}
    )
    finding: dict[str, Form] = {
        "kind": {"enum": sorted(kinds)}, "attributes": {"type": "object"}, "reasoning": _BOTH, "pointer": pointer,
        "source": _SOURCE, "digest": _DIGEST,
    }  # fmt: skip
    coverage: dict[str, Form] = {
        "kind": {"enum": sorted(kinds)}, "scope": _TEXT, "extent": {"enum": [extent.value for extent in Extent]},
        "reason": _BOTH, "source": _SOURCE,
    }  # fmt: skip
    outcome: dict[str, Form] = {
        "state": {"enum": [state.value for state in ReadState]},
        "code": _TEXT,
        "message": _BOTH,
    }
    shared: dict[str, Form] = {
        "schema": {"const": ANALYSIS}, "subject": _SUBJECT, "findings": _list({"$ref": "#/$defs/finding"}),
        "coverage": _list(_object(coverage)), "outcome": _object(outcome),
    }  # fmt: skip
    return {
        "$schema": DIALECT,
        "$id": "urn:sceau:schema:analysis:1",
        "title": "Sceau analysis",
        "$defs": {"finding": _object(finding) | _typed(kinds)},
        "anyOf": [_object(shared | {name: _section(name, rows)}) for name, rows in forms().items()],
    }


def _section(name: str, rows: list[Form]) -> Form:
    """The section as evidence has it, or null where nothing could be read."""
    return {"anyOf": [*(form["properties"][name] for form in rows), {"type": "null"}]}


def _typed(kinds: Mapping[str, Mapping[str, Form]]) -> Form:
    """Attributes by kind: exactly those that the common language has."""
    return {
        "allOf": [
            {
                "if": {"properties": {"kind": {"const": kind}}},
                "then": {"properties": {"attributes": _object(attributes)}},
            }
            for kind, attributes in sorted(kinds.items())
        ]
    }
