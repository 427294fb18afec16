"""Tests of the procedure's wiring."""

import inspect

import pytest

from catalog.plumbing.jobs import Order
from catalog.workflow import GIVEN_UP, QUEUES, SECONDS, TABLE, Step, plan
from tests.builders.instance import Instance


def test_an_event_calls_for_its_jobs_with_the_ids_they_take() -> None:
    orders = plan("run.planned", {"evaluation_id": "eva_1", "artifact_id": "art_1", "more": "x"})

    assert orders == [
        Order("evaluations.extract", {"evaluation_id": "eva_1", "artifact_id": "art_1"}, "analysis"),
    ]


def test_most_events_call_for_nothing() -> None:
    assert plan("account.signed_in", {}) == []


@pytest.mark.parametrize("step", TABLE, ids=lambda step: f"{step.event} -> {step.verb}")
def test_every_step_names_a_verb_that_takes_these_ids(step: Step, instance: Instance) -> None:
    verbs = [step.verb, *([step.given_up] if step.given_up else [])]

    for verb in verbs:
        assert tuple(inspect.signature(instance.services.get_verb(verb)).parameters) == step.takes
    assert step.queue in QUEUES
    assert step.seconds > 0


def test_what_analyses_is_never_left_hanging() -> None:
    assert set(GIVEN_UP) == {step.verb for step in TABLE if step.queue in ("analysis", "bench")}


def test_a_verb_has_one_time_limit_whatever_calls_for_it() -> None:
    assert all(SECONDS[step.verb] == step.seconds for step in TABLE)
