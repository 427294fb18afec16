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
    answers = {"health_data_hosted": {"value": "nowhere"}}
    asked = {one.question.id: one for one in list_asked("2026.0", answers, {})}
    assert not asked["hds_certificate"].applies
    assert not asked["hds_certificate"].is_missing
    assert asked["purpose"].is_missing
    assert not asked["penetration_test_on"].is_missing
    assert not asked["health_data_hosted"].is_missing


def test_a_document_that_ends_one_day_is_sent_with_its_day_and_another_without() -> None:
    form = MultiDict(
        [
            ("documents-hds_certificate", "a" * 64),
            (f"expires-hds_certificate-{'a' * 64}", "2027-01-31"),
            ("documents-purpose", "b" * 64),
            (f"expires-purpose-{'b' * 64}", "2027-01-31"),
        ]
    )
    answers = read_answers(QUESTIONS, form)
    assert answers["hds_certificate"]["expires"] == {"a" * 64: "2027-01-31"}
    assert "expires" not in answers["purpose"]


def test_a_proposal_is_shown_only_where_nothing_was_answered() -> None:
    proposals = {
        "purpose": {"value": "Noter.", "fr": "", "en": ""},
        "data_exchange": {"value": True, "fr": "", "en": ""},
    }
    answers = {"data_exchange": {"value": False, "documents": [], "carried_from": "sub_1"}}
    asked = {one.question.id: one for one in list_asked("2026.0", answers, proposals)}
    assert (asked["purpose"].value, asked["purpose"].is_missing) == (None, True)
    assert (asked["data_exchange"].value, asked["data_exchange"].is_carried) == (False, True)


def test_document_that_an_answer_lacks_is_proposed_beside_it() -> None:
    proposals = {"hds_certificate": {"value": True, "documents": ["d"], "fr": "", "en": ""}}
    for given, expected in (
        ({"value": True, "documents": []}, proposals["hds_certificate"]),
        ({"value": True, "documents": ["e"]}, None),
        ({"value": False, "documents": []}, None),
    ):
        asked = {one.question.id: one for one in list_asked("2026.0", {"hds_certificate": given}, proposals)}
        assert asked["hds_certificate"].proposed == expected


def test_form_names_the_proposal_that_was_shown() -> None:
    form = MultiDict({"answer-purpose": "Noter.", "proposal-purpose": "0123456789abcdef"})
    (question,) = [one for one in load_questions(load_edition("2026.0")) if one.id == "purpose"]
    assert read_answers([question], form) == {
        "purpose": {"value": "Noter.", "documents": [], "proposal": "0123456789abcdef"}
    }
