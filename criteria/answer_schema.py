"""The questionnaire of an edition as a JSON Schema (2020-12), and as a form to fill in a text editor.

One source: the same questions make the page, the checks, this schema and this form.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from criteria.conditions import Condition
from criteria.model import Edition, Question, QuestionKind

DIALECT = "https://json-schema.org/draft/2020-12/schema"
TEXT_MAX = 2000
DIGEST = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
DAY = {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}


def write_schema(edition: Edition, questions: Iterable[Question]) -> dict[str, Any]:
    """Return the schema of the answers to an edition: every answer is optional, since a file is filled step by step."""
    return {
        "$schema": DIALECT,
        "$id": f"urn:sceau:edition:{edition.id}:answers",
        "title": edition.title.fr,
        "type": "object",
        "additionalProperties": False,
        "properties": {question.id: _describe(question) for question in questions},
    }


def _describe(question: Question) -> dict[str, Any]:
    value = describe_value(question)
    return {
        "title": question.title.fr,
        "description": question.help.fr,
        "x-title": {"fr": question.title.fr, "en": question.title.en},
        "x-required": question.required,
        "x-orientation": question.profile,
        "x-asked-when": [_say(condition) for condition in question.ask_when],
        "x-digest": question.digest,
        "anyOf": [value, _with_documents(question, value)],
    }


def describe_value(question: Question) -> dict[str, Any]:
    """Return the schema of the bare value of one question."""
    choices = [choice.value for choice in question.choices]
    match question.kind:
        case QuestionKind.BOOLEAN:
            return {"type": "boolean"}
        case QuestionKind.CHOICE:
            return {"enum": choices}
        case QuestionKind.MULTI:
            return {"type": "array", "items": {"enum": choices}}
        case QuestionKind.DATE:
            return dict(DAY)
        case QuestionKind.TEXT:
            return {"type": "string", "minLength": 1, "maxLength": TEXT_MAX}
        case QuestionKind.DOCUMENT:
            return {"type": ["string", "null"], "minLength": 1, "maxLength": TEXT_MAX}


def _with_documents(question: Question, value: Mapping[str, Any]) -> dict[str, Any]:
    properties: dict[str, Any] = {"value": value, "documents": {"type": "array", "items": DIGEST}}
    described: dict[str, Any] = {"type": "object", "additionalProperties": False, "properties": properties}
    if question.kind is not QuestionKind.DOCUMENT:
        described["required"] = ["value"]
    if question.document is not None:
        described["x-document"] = {
            "fr": question.document.what.fr,
            "en": question.document.what.en,
            "attests": list(question.document.attests),
        }
        if question.document.expires:
            properties["expires"] = {"type": "object", "propertyNames": DIGEST, "additionalProperties": DAY}
    return described


def _say(condition: Condition) -> dict[str, Any]:
    return {"question": condition.name, "not" if condition.is_negated else condition.mode.value: list(condition.values)}


def write_form(questions: Iterable[Question], answers: Mapping[str, Mapping[str, Any]], language: str) -> str:
    """Return the questionnaire as YAML that `sceau answer` takes back: given answers stand, others wait in comments."""
    return "\n".join(line for question in questions for line in _write(question, answers.get(question.id), language))


def _write(question: Question, given: Mapping[str, Any] | None, language: str) -> list[str]:
    lines = [f"# {getattr(question.title, language)}"]
    lines += [f"#   {choice.value}: {getattr(choice.label, language)}" for choice in question.choices]
    if question.document is not None:
        lines.append(f"#   + {getattr(question.document.what, language)} (documents: [SHA-256])")
    if given is None:
        return [*lines, f"# {question.id}:", ""]
    shown = {key: value for key, value in given.items() if key in ("value", "documents", "expires") and value != []}
    return [*lines, f"{question.id}: {json.dumps(shown, ensure_ascii=False)}", ""]  # what JSON writes, YAML reads
