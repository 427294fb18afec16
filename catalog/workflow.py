"""The procedure's wiring on one page: when this happened, do that. Events are journal entries; verbs are services'."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from catalog.plumbing.jobs import Order

QUEUES = ("quick", "analysis", "bench")  # by cost
BENCH = ("bench",)  # a recording lasts as long as people play: it has a worker of its own, which looks by itself


@dataclass(frozen=True, slots=True)
class Step:
    """When `event` happened, call `verb` with the ids it `takes`, on `queue`.

    After `seconds` its worker no longer keeps the job: another may take it. A verb tried too often is given up;
    `given_up` is then called instead, with the same ids, so that nothing hangs.
    """

    event: str
    verb: str
    takes: tuple[str, ...]
    queue: str = "quick"
    seconds: int = 60
    given_up: str | None = None


TABLE: tuple[Step, ...] = (
    Step("submission.lodged", "submissions.admit_by_rule", ("submission_id",)),
    Step("submission.admitted", "evaluations.open", ("submission_id",)),
    Step("submission.replied", "evaluations.open", ("submission_id",)),
    Step("artifact.added", "evaluations.open", ("submission_id",)),
    Step(
        "artifact.lodged",
        "preliminaries.read",
        ("submission_id", "artifact_id"),
        queue="analysis",
        seconds=180,
        given_up="preliminaries.give_up",
    ),
    Step(
        "run.planned",
        "evaluations.extract",
        ("evaluation_id", "artifact_id"),
        queue="analysis",
        seconds=180,
        given_up="evaluations.interrupt",
    ),
    Step(
        "run.ended",
        "evaluations.conclude",
        ("evaluation_id",),
        queue="analysis",
        seconds=120,
        given_up="evaluations.conclude_unread",
    ),
    Step(
        "capture.ordered",
        "bench.record",
        ("capture_id",),
        queue="bench",
        seconds=2 * 3600,
        given_up="bench.abandon",
    ),
    Step("decision.granted", "certificates.issue", ("decision_id",)),
    Step("certificate.issued", "listings.project", ("app_id",)),
    Step("certificate.changed", "listings.project", ("app_id",)),
)
GIVEN_UP: Mapping[str, str] = {step.verb: step.given_up for step in TABLE if step.given_up}
SECONDS: Mapping[str, int] = {step.verb: step.seconds for step in TABLE}


def plan(event: str, ids: Mapping[str, str]) -> Sequence[Order]:
    """Return the jobs that follow from `event`."""
    return [
        Order(step.verb, {name: ids[name] for name in step.takes}, step.queue) for step in TABLE if step.event == event
    ]
