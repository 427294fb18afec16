"""Tests of the broker's client."""

from catalog.plumbing.bells import UNRUNG
from catalog.plumbing.broker import VISIBILITY, make_broker
from catalog.workflow import TABLE


def test_nothing_but_json_is_ever_taken_or_sent() -> None:
    conf = make_broker("memory://").conf

    assert list(conf.accept_content) == ["json"]
    assert conf.task_serializer == "json"


def test_a_message_is_acknowledged_after_the_work_and_taken_one_at_a_time() -> None:
    conf = make_broker("memory://").conf

    assert conf.task_acks_late
    assert conf.task_reject_on_worker_lost
    assert conf.worker_prefetch_multiplier == 1


def test_no_job_lasts_longer_than_a_message_stays_hidden() -> None:
    assert max(step.seconds for step in TABLE if step.queue not in UNRUNG) < VISIBILITY
    assert make_broker("memory://").conf.broker_transport_options["visibility_timeout"] == VISIBILITY


def test_a_ring_does_not_wait_for_a_broker_that_is_down() -> None:
    options = make_broker("memory://").conf.broker_transport_options

    assert (options["max_retries"], options["interval_start"], options["interval_max"]) == (1, 0, 0)


def test_a_worker_outlives_any_absence_of_the_broker() -> None:
    assert make_broker("memory://").conf.broker_connection_max_retries is None
