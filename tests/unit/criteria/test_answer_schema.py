"""The questionnaire as a schema and as a form: the same questions, the same answers accepted."""

from typing import Any

import jsonschema
import pytest
import yaml

from catalog.submissions.questionnaire import AnswerRefused, check_answers
from criteria.answer_schema import describe_value, write_form, write_schema
from criteria.conditions import Condition, Mode
from criteria.findings import Text
from criteria.load import load_edition, load_questions
from criteria.model import Choice, DocumentAsked, Question, QuestionKind

FULL = load_edition("2026.1")
QUESTIONS = load_questions(FULL)
DOCUMENT = "a" * 64
VALIDATOR = jsonschema.Draft202012Validator(write_schema(FULL, QUESTIONS))
VALUES: tuple[Any, ...] = (
    True,
    False,
    None,
    "none",
    "free",
    ["free"],
    ["free", "paid"],
    [],
    ["no such"],
    "2026-01-31",
    "2026-1-31",
    "Une phrase.",
    "",
    3,
    {"value": True},
    {"value": True, "documents": [DOCUMENT]},
    {"value": ["tr03161"], "documents": [DOCUMENT], "expires": {DOCUMENT: "2027-01-01"}},
    {"value": True, "documents": [DOCUMENT], "expires": {DOCUMENT: "2027-01-01"}},
    {"documents": [DOCUMENT]},
    {"value": True, "other": 1},
    {"value": "Une phrase.", "documents": "no list"},
    "x" * 2001,
)


def _accepts(question: str, value: Any) -> bool:
    try:
        check_answers(FULL.id, {question: value}, {DOCUMENT})
    except AnswerRefused:
        return False
    return True


@pytest.mark.parametrize("question", [question.id for question in QUESTIONS])
def test_schema_accepts_exactly_what_the_service_accepts(question: str) -> None:
    for value in VALUES:
        assert VALIDATOR.is_valid({question: value}) is _accepts(question, value), value


def test_schema_is_one_and_knows_no_other_question() -> None:
    jsonschema.Draft202012Validator.check_schema(write_schema(FULL, QUESTIONS))
    assert not VALIDATOR.is_valid({"no_such_question": True})
    assert VALIDATOR.is_valid({})


def test_schema_says_when_a_question_is_asked_and_what_document_it_wants() -> None:
    described = write_schema(FULL, QUESTIONS)["properties"]["hds_certificate"]
    assert described["x-asked-when"] == [{"question": "health_data_hosted", "in": ["for_care"]}]
    assert described["anyOf"][1]["x-document"]["attests"] == ["hds"]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_form_given_back_is_what_was_answered(language: str) -> None:
    answers = {
        "purpose": {"value": "Noter : son souffle # chaque jour", "documents": []},
        "certificates_held": {"value": ["ce"], "documents": [DOCUMENT], "expires": {DOCUMENT: "2027-01-01"}},
        "data_exchange": {"value": False, "documents": [], "carried_from": "sub_1"},
    }
    read = yaml.safe_load(write_form(QUESTIONS, answers, language))
    assert check_answers(FULL.id, read, {DOCUMENT}) == {
        name: {key: value for key, value in one.items() if key != "carried_from"} for name, one in answers.items()
    }


def test_form_of_an_empty_file_names_every_question_in_comments() -> None:
    text = write_form(QUESTIONS, {}, "fr")
    assert yaml.safe_load(text) is None
    assert all(f"# {question.id}:" in text for question in QUESTIONS)


CONDITIONS = (Condition("a", Mode.IN, ("x", True)), Condition("b", Mode.CONTAINS, ("y",), is_negated=True))


def _question(kind: QuestionKind, **more: Any) -> Question:
    choices = (Choice("x", Text("Le x", "The x")), Choice("y", Text("Le y", "The y")))
    said = (Text("Titre ?", "Title?"), Text("Aide.", "Help."))
    chosen = choices if kind in (QuestionKind.CHOICE, QuestionKind.MULTI) else ()
    return Question("q", *said, kind, chosen, required=True, profile=False, ask_when=(), **more)


DAY = {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
DIGEST = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
PLAIN: dict[QuestionKind, dict[str, Any]] = {
    QuestionKind.BOOLEAN: {"type": "boolean"},
    QuestionKind.CHOICE: {"enum": ["x", "y"]},
    QuestionKind.MULTI: {"type": "array", "items": {"enum": ["x", "y"]}},
    QuestionKind.DATE: DAY,
    QuestionKind.TEXT: {"type": "string", "minLength": 1, "maxLength": 2000},
    QuestionKind.DOCUMENT: {"type": ["string", "null"], "minLength": 1, "maxLength": 2000},
}


@pytest.mark.parametrize("kind", QuestionKind)
def test_value_of_each_kind_is_described_to_the_word(kind: QuestionKind) -> None:
    assert describe_value(_question(kind)) == PLAIN[kind]
    (value, joined) = write_schema(FULL, [_question(kind)])["properties"]["q"]["anyOf"]
    assert value == PLAIN[kind]
    properties = {"value": PLAIN[kind], "documents": {"type": "array", "items": DIGEST}}
    required = {} if kind is QuestionKind.DOCUMENT else {"required": ["value"]}
    assert joined == {"type": "object", "additionalProperties": False, "properties": properties, **required}


def test_schema_of_one_question_is_this_document() -> None:
    document = DocumentAsked(Text("La pièce", "The document"), expires=True, attests=("ce",))
    question = _question(QuestionKind.BOOLEAN, document=document, digest="sha256:d")
    asked = Question(**{**{name: getattr(question, name) for name in Question.__slots__}, "ask_when": CONDITIONS})
    ends = {"type": "object", "propertyNames": DIGEST, "additionalProperties": DAY}
    joined = {
        "type": "object",
        "additionalProperties": False,
        "properties": {"value": {"type": "boolean"}, "documents": {"type": "array", "items": DIGEST}, "expires": ends},
        "required": ["value"],
        "x-document": {"fr": "La pièce", "en": "The document", "attests": ["ce"]},
    }
    assert write_schema(FULL, [asked]) == {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:sceau:edition:2026.1:answers",
        "title": FULL.title.fr,
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "q": {
                "title": "Titre ?",
                "description": "Aide.",
                "x-title": {"fr": "Titre ?", "en": "Title?"},
                "x-required": True,
                "x-orientation": False,
                "x-asked-when": [{"question": "a", "in": ["x", True]}, {"question": "b", "not": ["y"]}],
                "x-digest": "sha256:d",
                "anyOf": [{"type": "boolean"}, joined],
            }
        },
    }


def test_form_of_one_question_is_these_lines() -> None:
    document = DocumentAsked(Text("La pièce", "The document"), expires=False, attests=())
    question = _question(QuestionKind.MULTI, document=document)
    head = "# Title?\n#   x: The x\n#   y: The y\n#   + The document (documents: [SHA-256])\n"
    assert write_form([question], {}, "en") == f"{head}# q:\n"
    given = {"q": {"value": ["x"], "documents": [], "expires": {}, "carried_from": "sub_1"}}
    assert write_form([question], given, "en") == head + 'q: {"value": ["x"], "expires": {}}\n'
    said = {"q": {"value": "é", "documents": ["d"]}}
    assert (
        write_form([_question(QuestionKind.TEXT)], said, "fr") == '# Titre ?\nq: {"value": "é", "documents": ["d"]}\n'
    )
