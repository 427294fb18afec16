"""Tests of the reads of the human examination."""

from catalog.reviews.queries import find_opinion, list_evaluators, list_requests, list_rulings
from criteria.model import Outcome
from tests.builders.instance import GROUNDS, Instance, a_file


def test_everyone_who_took_part_is_known(instance: Instance) -> None:
    file, services = a_file(instance).examined_with_capture(), instance.services
    with services.database.read() as session:
        assert list_evaluators(session, file.id) == {instance.officer.account_id}  # who captured the traffic
    ruling = file.rule("TRK-01", Outcome.NONCONFORMING)
    with services.database.read() as session:
        assert instance.evaluator.account_id in list_evaluators(session, file.id)
        assert instance.second.account_id not in list_evaluators(session, file.id)
    services.reviews.countersign(instance.second, ruling)
    with services.database.read() as session:
        assert instance.second.account_id in list_evaluators(session, file.id)


def test_who_opened_the_contradictory_phase_took_part(instance: Instance) -> None:
    file = a_file(instance).examined_with_capture()
    instance.services.reviews.contradict(instance.second, file.id, GROUNDS, file.version)

    with instance.services.database.read() as session:
        assert instance.second.account_id in list_evaluators(session, file.id)


def test_nobody_took_part_in_another_file(instance: Instance) -> None:
    a_file(instance).examined_with_capture().ruled()
    other = a_file(instance, instance.services.submissions.create_app(instance.publisher, "B", "b", "b", "b@b.example"))

    with instance.services.database.read() as session:
        assert list_evaluators(session, other.id) == set()


def test_before_an_opinion_there_is_none_and_rulings_are_oldest_first(instance: Instance) -> None:
    file = a_file(instance).examined_with_capture()
    with instance.services.database.read() as session:
        assert find_opinion(session, file.assessed.evaluation.id) is None
    file.rule("QUA-07", Outcome.CONFORMING)
    file.rule("GOV-02", Outcome.CONFORMING)
    file.opined()

    with instance.services.database.read() as session:
        opinion = find_opinion(session, file.assessed.evaluation.id)
        rulings = list_rulings(session, file.assessed.evaluation.id)
        assert list_requests(session, file.id) == []
    assert opinion is not None
    assert opinion.opinion == "favourable"
    assert [ruled.row.criterion for ruled in rulings] == ["QUA-07", "GOV-02"]
