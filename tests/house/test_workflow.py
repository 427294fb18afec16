"""House rule 3: every queue is consumed; every verb of the workflow exists, takes ids only, and has limits."""

import inspect
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any, get_type_hints

import pytest

from catalog import worker, workflow
from catalog.assembly import Services
from catalog.workflow import TABLE, Step
from tests.house.project import ROOT, modules

Verb = Callable[..., Any]  # a service's method
_LONGEST = {"quick": 600, "analysis": 600, "bench": 2 * 3600}  # seconds; a recording lasts as long as people play
_CONSUMED: tuple[str, ...] = vars(worker)["QUEUES"]  # what the worker claims jobs from


def _find_verb(name: str) -> Verb | None:
    slice_name, _, verb = name.partition(".")
    service = get_type_hints(Services).get(slice_name)
    found: Verb | None = getattr(service, verb, None)
    return found


def _is_id(kind: object) -> bool:
    return getattr(kind, "__supertype__", None) is str


def find_problems(table: Iterable[Step], consumed: Collection[str]) -> list[str]:
    """What in the table could not be done, or could hang."""
    problems = []
    for step in table:
        if step.queue not in consumed:
            problems.append(f"{step.verb}: nobody consumes {step.queue}")
        if not 0 < step.seconds <= _LONGEST.get(step.queue, 600):
            problems.append(f"{step.verb}: {step.seconds} s is no limit")
        for name in filter(None, (step.verb, step.given_up)):
            method = _find_verb(name)
            if method is None:
                problems.append(f"{name}: no such verb")
                continue
            taken = tuple(inspect.signature(method).parameters)[1:]
            hints = get_type_hints(method)
            if taken != step.takes or not all(_is_id(hints.get(one)) for one in taken):
                problems.append(f"{name}: takes {', '.join(taken)}; the table gives the ids {', '.join(step.takes)}")
    return problems


def find_unheard(table: Iterable[Step], root: Path) -> list[str]:
    """Events of the table that no slice ever records."""
    said = "".join(path.read_text(encoding="utf-8") for path in modules(root, "catalog") if path.name == "service.py")
    return sorted({step.event for step in table if f'"{step.event}"' not in said})


def test_every_step_can_be_done() -> None:
    assert find_problems(TABLE, _CONSUMED) == []


def test_every_event_of_the_table_is_recorded_somewhere() -> None:
    assert find_unheard(TABLE, ROOT) == []


def test_every_queue_has_work() -> None:
    assert {step.queue for step in TABLE} == set(workflow.QUEUES)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"queue": "forgotten"}, "nobody consumes forgotten"),
        ({"seconds": 0}, "0 s is no limit"),
        ({"seconds": 100_000}, "100000 s is no limit"),
        ({"verb": "evaluations.dream"}, "no such verb"),
        ({"given_up": "nowhere.at_all"}, "no such verb"),
        ({"takes": ("actor",)}, "the table gives the ids actor"),
    ],
)
def test_a_step_that_cannot_be_done_is_found(change: dict[str, Any], problem: str) -> None:
    sound = next(step for step in TABLE if step.verb == "evaluations.conclude")

    assert any(problem in found for found in find_problems([replace(sound, **change)], _CONSUMED))


def test_a_verb_that_takes_more_than_ids_is_found() -> None:
    lodging = Step("submission.created", "submissions.lodge", ("actor", "submission_id", "version"))

    assert len(find_problems([lodging], _CONSUMED)) == 1


def test_an_event_that_nobody_records_is_found() -> None:
    assert find_unheard([Step("moon.risen", "evaluations.conclude", ())], ROOT) == ["moon.risen"]
