"""Every question has a source of proposals, or a reason why it has none."""

from catalog.evaluations.clues import CLUES
from catalog.submissions.papers import NAMINGS
from catalog.submissions.reach import OF_THE_ORGANISATION, OF_THE_SERVICE, SHARED_CERTIFICATES, UNPROPOSED
from criteria.load import list_editions, load_edition, load_questions

QUESTIONS = {one.id: one for one in load_questions(load_edition(list_editions()[-1]))}
OF_THE_CARD = {"purpose", "store_page", "help_contact", "business_model", "establishment", "public_body"}
FOLLOWING = {"impact_assessment_required", "medical_device"}


def test_every_question_can_be_proposed_or_says_why_not() -> None:
    named = {one.question for one in NAMINGS} | {name for one in NAMINGS for name, _ in one.duties}
    read = {one.question for one in CLUES} | {"privacy_policy_url"}
    sources = named | read | OF_THE_ORGANISATION | OF_THE_SERVICE | OF_THE_CARD | FOLLOWING
    assert sources <= set(QUESTIONS)
    assert set(QUESTIONS) - sources <= set(UNPROPOSED)
    assert set(UNPROPOSED) <= set(QUESTIONS)
    assert not OF_THE_ORGANISATION & OF_THE_SERVICE
    assert not (OF_THE_ORGANISATION | OF_THE_SERVICE) & set(UNPROPOSED)
    assert all(reason.fr and reason.en for reason in UNPROPOSED.values())


def test_shared_certificates_are_choices_of_the_question() -> None:
    assert {choice.value for choice in QUESTIONS["certificates_held"].choices} >= SHARED_CERTIFICATES
