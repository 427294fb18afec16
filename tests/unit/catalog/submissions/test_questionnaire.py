"""Tests of the edition's questions."""

from datetime import date
from typing import Any

import pytest

from catalog.submissions.questionnaire import (
    AnswerRefused,
    NoEditionInForce,
    check_answers,
    get_edition_in_force,
    list_missing,
)
from criteria.load import load_edition, load_questions
from tests.builders.instance import ANSWERS

EDITION = "2026.0"
LODGED = {"a" * 64, "b" * 64}


def stored(answers: dict[str, Any]) -> dict[str, Any]:
    return check_answers(EDITION, answers, LODGED)


def test_the_edition_of_the_day_is_the_newest_in_force() -> None:
    assert get_edition_in_force(date(2026, 3, 2)).id == EDITION


def test_before_the_first_edition_nothing_can_be_lodged() -> None:
    with pytest.raises(NoEditionInForce):
        get_edition_in_force(date(2025, 12, 31))


def test_an_answer_is_a_value_or_a_value_with_documents() -> None:
    plain = {"value": True, "documents": []}

    assert stored({"breach_notification": True}) == {"breach_notification": plain}
    assert stored({"breach_notification": plain}) == {"breach_notification": plain}
    assert stored({"breach_notification": {"value": True, "documents": ["a" * 64]}}) == {
        "breach_notification": {"value": True, "documents": ["a" * 64]}
    }


def test_lines_sent_by_a_form_are_kept_as_lines() -> None:
    assert stored({"purpose": "Une\r\ndeux"})["purpose"]["value"] == "Une\ndeux"


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("nothing_asked", True),
        ("breach_notification", "yes"),
        ("breach_notification", 1),
        ("breach_notification", None),
        ("breach_notification", []),
        ("establishment", "moon"),
        ("establishment", ["union"]),
        ("purpose", ""),
        ("purpose", "  "),
        ("purpose", "x" * 2001),
        ("purpose", 7),
        ("purpose", "nul\0"),
        ("purpose", "half \ud800"),
        ("penetration_test_on", "last year"),
        ("penetration_test_on", "2026-02-30"),
        ("penetration_test_on", "20260115"),
        ("penetration_test_on", "2026-W03-4"),
        ("penetration_test_on", 20260115),
        ("breach_notification", {"value": True, "documents": "a" * 64}),
        ("breach_notification", {"value": True, "documents": ["../../etc/passwd"]}),
        ("breach_notification", {"value": True, "documents": [None]}),
        ("breach_notification", {"value": True, "more": 1}),
        ("breach_notification", {"documents": []}),
    ],
)
def test_an_answer_its_question_does_not_accept_is_refused_by_name(question: str, answer: Any) -> None:
    with pytest.raises(AnswerRefused) as caught:
        stored({"data_exchange": False, question: answer})

    assert caught.value.facts == {"question": question}


def test_a_document_that_is_not_in_the_file_proves_nothing() -> None:
    with pytest.raises(AnswerRefused):
        stored({"end_of_service": {"value": True, "documents": ["c" * 64]}})


def test_nothing_is_missing_from_a_whole_questionnaire() -> None:
    assert list_missing(EDITION, {name: {"value": value} for name, value in ANSWERS.items()}) == []


def test_what_is_missing_is_listed_in_the_order_of_the_questionnaire() -> None:
    required = [question.id for question in load_questions(load_edition(EDITION)) if question.required]

    assert list_missing(EDITION, {}) == required


def test_an_optional_answer_is_never_missing() -> None:
    assert "penetration_test_on" not in list_missing(EDITION, {})


def test_a_question_that_does_not_apply_is_not_missing() -> None:
    without = {name: {"value": value} for name, value in ANSWERS.items() if name != "hds_certificate"}

    assert list_missing(EDITION, without) == ["hds_certificate"]
    assert list_missing(EDITION, {**without, "health_data_hosted": {"value": "nowhere"}}) == []


def test_a_document_alone_answers() -> None:
    answers = {name: {"value": value} for name, value in ANSWERS.items()}

    assert list_missing(EDITION, {**answers, "purpose": {"value": None, "documents": ["a" * 64]}}) == []
    assert list_missing(EDITION, {**answers, "purpose": {"value": "", "documents": []}}) == ["purpose"]
