"""Answers of a file: carried over from the app's last one, proposed from what is known, counted."""

from dataclasses import replace

from catalog.journal.queries import list_entries
from catalog.submissions.answers import count_filled, list_answers, list_documents, list_proposals
from catalog.submissions.queries import describe_submission
from tests.builders.instance import ANSWERS, Instance, a_file, an_app


def test_second_file_of_an_app_starts_with_what_the_first_answered(instance: Instance) -> None:
    first = a_file(instance).completed()
    services = instance.services
    services.submissions.withdraw(instance.publisher, first.id, first.version)
    instance.clock.advance(days=1)
    second = replace(first, id=services.submissions.create(instance.publisher, first.app_id))
    with services.database.read() as session:
        before, after = list_answers(session, first.id), list_answers(session, second.id)
        assert list_documents(session, second.id) == list_documents(session, first.id)
        assert count_filled(session, second.row) == (15, 15)
    assert {name: one["value"] for name, one in after.items()} == dict(ANSWERS)
    assert all(one["carried_from"] == first.id for one in after.values())
    assert all(one["documents"] == before[name]["documents"] for name, one in after.items())
    entry = next(one for one in list_entries(services.database, second.id) if one.event == "submission.carried_over")
    assert entry.facts["from"] == first.id


def test_file_of_another_app_carries_nothing_and_proposes_what_is_the_organisations(instance: Instance) -> None:
    a_file(instance).completed()
    other = a_file(instance, an_app(instance, "Autre application"))
    with instance.services.database.read() as session:
        assert list_answers(session, other.id) == {}
        assert {"purpose", "establishment", "breach_notification"} <= set(list_proposals(session, other.row))
    document = describe_submission(instance.services.database, instance.publisher, other.id)
    assert document["proposals"]["establishment"]["value"] == "union"
    assert document["filled"]["fields"] < document["filled"]["of"]


def test_first_file_of_an_app_carries_nothing(instance: Instance) -> None:
    file = a_file(instance)
    with instance.services.database.read() as session:
        assert list_answers(session, file.id) == {}
        assert list_documents(session, file.id) == set()
