"""The questionnaire as a schema and as a form: the same questions, the same answers accepted."""

from typing import Any

import jsonschema
import pytest
import yaml

from catalog.submissions.questionnaire import AnswerRefused, check_answers
from criteria.answer_schema import write_form, write_schema
from criteria.load import load_edition, load_questions

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
