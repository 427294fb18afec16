"""The questionnaire as a form."""

from werkzeug.datastructures import MultiDict

from criteria.load import load_edition, load_questions
from web.publisher.answers import list_asked, read_answers

QUESTIONS = load_questions(load_edition("2026.0"))


def test_a_form_answers_what_it_fills_and_leaves_the_rest() -> None:
    form = MultiDict(
        [
            ("answer-data_exchange", "no"),
            ("answer-establishment", "union"),
            ("documents-establishment", "a" * 64),
            ("answer-purpose", "  Noter.  "),
            ("answer-end_of_service", ""),
        ]
    )
    assert read_answers(QUESTIONS, form) == {
        "data_exchange": {"value": False, "documents": []},
        "establishment": {"value": "union", "documents": ["a" * 64]},
        "purpose": {"value": "Noter.", "documents": []},
    }


def test_a_document_alone_is_an_answer_without_value() -> None:
    form = MultiDict([("documents-establishment", "b" * 64), ("answer-establishment", "")])
    assert read_answers(QUESTIONS, form)["establishment"] == {"value": None, "documents": ["b" * 64]}


def test_questions_apply_in_the_light_of_the_answers() -> None:
    asked = {one.question.id: one for one in list_asked("2026.0", {"health_data_hosted": {"value": "nowhere"}})}
    assert not asked["hds_certificate"].applies
    assert not asked["hds_certificate"].is_missing
    assert asked["purpose"].is_missing
    assert not asked["penetration_test_on"].is_missing
    assert not asked["health_data_hosted"].is_missing
