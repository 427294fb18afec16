"""`/todo`: what each of one's own apps still has to do, and by which day later editions bind its certificate."""

from typing import Any

import marshmallow as ma

from catalog.evaluations.dossier import store_text
from catalog.journal.actor import Role
from catalog.plumbing.clock import today
from catalog.surveillance.present import Concern, Present, list_concerns
from criteria.upcoming import Task
from web.api.counter import Both, Counter
from web.auth import allow, get_actor
from web.instance import get_services

counter = Counter("todo", __name__, "What a publisher still has to do, app by app.")


class Gap(Both):
    """What stands between a criterion and its verdict."""

    what = ma.fields.String(required=True)
    scope = ma.fields.String(required=True)


class TaskDocument(ma.Schema):
    """One criterion of a later edition that is not met yet."""

    criterion = ma.fields.String(required=True)
    ref = ma.fields.String(required=True)
    title = ma.fields.Nested(Both, required=True)
    level = ma.fields.String(required=True)
    outcome = ma.fields.String(required=True)
    binds_on = ma.fields.String(required=True, metadata={"format": "date"})
    new = ma.fields.Boolean(required=True)
    yours = ma.fields.Boolean(required=True, metadata={"description": "Whether the publisher can act now."})
    remediation = ma.fields.Nested(Both, required=True)
    missing = ma.fields.List(ma.fields.Nested(Gap), required=True)


class LaterEdition(ma.Schema):
    """What one later edition still asks of the app."""

    edition = ma.fields.String(required=True)
    state = ma.fields.String(required=True)
    in_force_on = ma.fields.String(required=True, metadata={"format": "date"})
    questions = ma.fields.List(ma.fields.String(), required=True)
    tasks = ma.fields.List(ma.fields.Nested(TaskDocument), required=True)


class OpenFile(ma.Schema):
    """A file that waits for its publisher."""

    submission = ma.fields.String(required=True)
    state = ma.fields.String(required=True)
    missing = ma.fields.List(ma.fields.String(), required=True)


class ConcernDocument(ma.Schema):
    """One app: its open file, its certificate, and what later editions ask."""

    app = ma.fields.String(required=True)
    name = ma.fields.String(required=True)
    certificate = ma.fields.String(required=True, allow_none=True)
    file = ma.fields.Nested(OpenFile, required=True, allow_none=True)
    later = ma.fields.List(ma.fields.Nested(LaterEdition), required=True)


class Todo(ma.Schema):
    """One's own apps, the oldest first."""

    items = ma.fields.List(ma.fields.Nested(ConcernDocument), required=True)


@counter.get("/todo")
@allow(Role.PUBLISHER)
@counter.gives(200, Todo)
def read_todo() -> dict[str, Any]:
    """List what remains to be done for each app of one's own organisation."""
    services = get_services()
    return {"items": write_concerns(list_concerns(services.database, get_actor(), today(services.clock)))}


def write_concerns(concerns: tuple[Concern, ...]) -> list[dict[str, Any]]:
    """Return the list as plain values."""
    return [
        {
            "app": one.app.id,
            "name": one.app.name,
            "certificate": one.certificate.number if one.certificate else None,
            "file": {"submission": one.file.id, "state": one.file.state, "missing": list(one.missing)}
            if one.file
            else None,
            "later": [_write_present(present) for present in one.present],
        }
        for one in concerns
    ]


def _write_present(present: Present) -> dict[str, Any]:
    edition = present.edition
    return {
        "edition": edition.id,
        "state": edition.state_on(today(get_services().clock)).value,
        "in_force_on": edition.in_force_on.isoformat(),
        "questions": list(present.asked),
        "tasks": [_write_task(task) for task in present.tasks],
    }


def _write_task(task: Task) -> dict[str, Any]:
    verdict = task.verdict
    return {
        "criterion": verdict.criterion,
        "ref": verdict.ref,
        "title": store_text(task.criterion.title),
        "level": verdict.level.value,
        "outcome": verdict.outcome.value,
        "binds_on": task.binds_on.isoformat(),
        "new": task.is_new,
        "yours": task.is_publishers,
        "remediation": store_text(task.criterion.remediation),
        "missing": [{"what": gap.what, "scope": gap.scope, **store_text(gap.reason)} for gap in verdict.missing],
    }
