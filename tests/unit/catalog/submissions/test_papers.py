"""Which question a lodged document belongs to, by the name its publisher gave it."""

import pytest

from catalog.submissions.papers import NAMINGS, Paper, read_papers
from criteria.load import list_editions, load_edition, load_questions
from criteria.model import QuestionKind

QUESTIONS = {one.id: one for one in load_questions(load_edition(list_editions()[-1]))}


def _read(name: str) -> dict[str, object]:
    return {question: (value, paper is not None) for question, value, paper, _ in read_papers([Paper("d", name)])}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Certificat_HDS_2027.pdf", {"hds_certificate": (True, True), "health_data_hosted": ("for_care", False)}),
        ("ISO-IEC 27001.pdf", {"certificates_held": (["iso27001"], True)}),
        ("AIPD v3 (signée).pdf", {"impact_assessment": (None, True), "impact_assessment_required": (True, False)}),
        ("Durées de conservation.xlsx", {"account_erasure": (None, True)}),
        ("RGAA - déclaration.pdf", {"accessibility_audit": (None, True)}),
        ("sbom.cdx.json", {"component_inventory": (None, True)}),
        ("Pentest 2026.pdf", {"penetration_test_on": (None, True)}),
        ("Plan de fin de service.pdf", {"end_of_service": (True, True)}),
        ("liste des sous-traitants.csv", {"recipients_list": (None, True)}),
    ],
)
def test_name_says_which_question_it_answers(name: str, expected: dict[str, object]) -> None:
    assert _read(name) == expected


@pytest.mark.parametrize("name", ["scan0001.pdf", "insuline.pdf", "piano.pdf", "", "médiation.pdf", "\u202e.pdf"])
def test_other_names_say_nothing(name: str) -> None:
    assert _read(name) == {}


def test_names_speak_of_questions_that_are_asked_with_answers_they_accept() -> None:
    for naming in NAMINGS:
        question = QUESTIONS[naming.question]
        assert question.document is not None
        assert naming.value is None or question.kind in (QuestionKind.BOOLEAN, QuestionKind.MULTI)
        for name, value in naming.duties:
            assert QUESTIONS[name].profile
            assert value is True or value in {choice.value for choice in QUESTIONS[name].choices}
