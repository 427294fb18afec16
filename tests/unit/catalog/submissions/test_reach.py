"""Every question has a source of proposals, even in a first file."""

from analyzers.extract.sayings import load_sayings
from catalog.evaluations.clues import CLUES
from catalog.submissions.papers import NAMINGS
from catalog.submissions.reach import OF_THE_ORGANISATION, OF_THE_SERVICE, SHARED_CERTIFICATES
from criteria.load import list_editions, load_edition, load_questions

QUESTIONS = {one.id: one for one in load_questions(load_edition(list_editions()[-1]))}
OF_THE_CARD = {"purpose", "store_page", "help_contact", "business_model", "establishment", "public_body"}
FOLLOWING = {"impact_assessment_required", "medical_device"}


def test_every_question_can_be_proposed_to_a_first_file() -> None:
    table = load_sayings()
    named = {one.question for one in NAMINGS} | {name for one in NAMINGS for name, _ in one.duties}
    seen = {one.question for one in CLUES} | {"privacy_policy_url"}
    said = {one.question for one in table.sayings} | {name for one in table.natures for name in one.duties}
    of_title = {one.question for one in table.natures if one.question is not None}
    sources = named | seen | said | of_title | OF_THE_CARD | FOLLOWING
    assert sources == set(QUESTIONS)
    assert set(QUESTIONS) >= OF_THE_ORGANISATION | OF_THE_SERVICE
    assert not OF_THE_ORGANISATION & OF_THE_SERVICE


def test_shared_certificates_are_choices_of_the_question() -> None:
    assert {choice.value for choice in QUESTIONS["certificates_held"].choices} >= SHARED_CERTIFICATES
