"""The publisher confirms what was proposed: one act, a declaration that says what had proposed it."""

from datetime import timedelta
from typing import Any

import pytest

from catalog.journal.queries import list_entries
from catalog.submissions.answers import list_answers
from catalog.submissions.lifecycle import IllegalTransition
from catalog.submissions.proposals import ProposalChanged
from catalog.submissions.queries import describe_submission
from catalog.submissions.service import StaleVersion, SubmissionUnknown
from criteria.findings import ArtifactKind
from tests.builders.instance import File, Instance, a_file, an_app


@pytest.fixture
def instance(instance: Instance) -> Instance:
    """The full edition is in force."""
    instance.clock.advance(days=310)
    return instance


def _document(file: File) -> dict[str, dict[str, object]]:
    found: dict[str, dict[str, object]] = describe_submission(
        file.instance.services.database, file.instance.publisher, file.id
    )["proposals"]
    return found


def _marks(file: File) -> dict[str, str]:
    return {name: str(one["mark"]) for name, one in _document(file).items()}


def _answers(file: File) -> dict[str, Any]:
    with file.instance.services.database.read() as session:
        return list_answers(session, file.id)


def test_confirmed_proposals_are_declarations_that_name_their_origin(instance: Instance) -> None:
    file = a_file(instance)
    file.add(ArtifactKind.DOCUMENT, b"%PDF-1.4 hds", name="Certificat HDS.pdf")
    marks = _marks(file)
    instance.services.proposals.confirm(instance.publisher, file.id, marks, file.version)
    answers = _answers(file)
    assert set(answers) == set(marks)
    held = answers["hds_certificate"]
    assert (held["value"], len(held["documents"])) == (True, 1)
    assert held["proposed_from"]["kind"] == "document"
    assert answers["impact_assessment_required"]["proposed_from"]["kind"] == "answer"
    assert _marks(file) == {}
    entry = next(
        one for one in list_entries(instance.services.database, file.id) if one.event == "submission.confirmed"
    )
    assert entry.facts["questions"] == sorted(marks)


def test_documents_of_another_file_come_along(instance: Instance) -> None:
    a_file(instance).completed()
    other = a_file(instance, an_app(instance, "Autre application"))
    assert _document(other)["establishment"]["kind"] == "earlier_file"
    mark = {"establishment": _marks(other)["establishment"]}
    instance.services.proposals.confirm(instance.publisher, other.id, mark, other.version)
    (digest,) = _answers(other)["establishment"]["documents"]
    document = describe_submission(instance.services.database, instance.publisher, other.id)
    assert [one["sha256"] for one in document["artifacts"]] == [digest]


def test_what_changed_since_it_was_shown_is_refused_and_nothing_is_kept(instance: Instance) -> None:
    file = a_file(instance)
    marks = _marks(file)
    with pytest.raises(ProposalChanged) as refused:
        instance.services.proposals.confirm(instance.publisher, file.id, marks | {"purpose": "0" * 16}, file.version)
    assert refused.value.facts["questions"] == ["purpose"]
    assert _answers(file) == {}


def test_only_its_publisher_confirms_in_its_turn(instance: Instance) -> None:
    file = a_file(instance)
    confirm = instance.services.proposals.confirm
    with pytest.raises(SubmissionUnknown):
        confirm(instance.rival, file.id, {}, file.version)
    with pytest.raises(StaleVersion):
        confirm(instance.publisher, file.id, {}, file.version + 1)
    instance.services.submissions.withdraw(instance.publisher, file.id, file.version)
    with pytest.raises(IllegalTransition):
        confirm(instance.publisher, file.id, {}, file.version)


def test_answer_typed_as_it_was_proposed_says_so_and_another_does_not(instance: Instance) -> None:
    file = a_file(instance)
    proposed = _document(file)
    given = {
        "purpose": {"value": proposed["purpose"]["value"], "proposal": proposed["purpose"]["mark"]},
        "help_contact": {"value": "autre@souffle.example", "proposal": proposed["help_contact"]["mark"]},
        "establishment": {"value": "union", "proposal": "stale"},
    }
    instance.services.submissions.declare(instance.publisher, file.id, given, file.version)
    answers = _answers(file)
    assert answers["purpose"]["proposed_from"]["kind"] == "card"
    assert "proposed_from" not in answers["help_contact"]
    assert "proposed_from" not in answers["establishment"]


def test_document_that_ended_since_the_file_was_opened_is_not_joined(instance: Instance) -> None:
    first = a_file(instance)
    first.add(ArtifactKind.DOCUMENT, b"%PDF-1.4 kbis")
    document = describe_submission(instance.services.database, instance.publisher, first.id)["artifacts"][0]["sha256"]
    ends = (instance.clock.now() + timedelta(days=10)).date().isoformat()
    answer = {"establishment": {"value": "union", "documents": [document], "expires": {document: ends}}}
    instance.services.submissions.declare(instance.publisher, first.id, answer, first.version)
    other = a_file(instance, an_app(instance, "Autre application"))
    instance.clock.advance(days=20)
    mark = {"establishment": _marks(other)["establishment"]}
    instance.services.proposals.confirm(instance.publisher, other.id, mark, other.version)
    said = _answers(other)["establishment"]
    assert (said["value"], said["documents"]) == ("union", [])
