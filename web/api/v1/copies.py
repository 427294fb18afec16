"""`/submissions/{id}/copies`: copies of the build that trust the bench, each compared with it."""

from typing import Any

import marshmallow as ma
from flask import request

from catalog.bench.lifecycle import Route
from catalog.bench.model import CopyId
from catalog.bench.queries import describe_copies
from catalog.journal.actor import Role
from catalog.submissions.model import SubmissionId
from web.api.counter import Counter
from web.api.v1.artifacts import RAW_BODY
from web.api.v1.submissions import ONE
from web.auth import allow, allow_staff, get_actor
from web.instance import get_services

COPIES = f"{ONE}/copies"
counter = Counter("copies", __name__, "Copies of a build that trust the bench, and what they differ in.")


class CopyDifference(ma.Schema):
    """One member that is not the same in the build and in the copy."""

    member = ma.fields.String(required=True)
    how = ma.fields.String(required=True)
    allowed = ma.fields.Boolean(required=True)


class CopyDocument(ma.Schema):
    """A copy, and whether it stands for the build."""

    id = ma.fields.String(required=True)
    by_publisher = ma.fields.Boolean(required=True)
    route = ma.fields.String(required=True, validate=ma.validate.OneOf([Route.EVALUATION_BUILD, Route.RESIGNED_COPY]))
    apk = ma.fields.String(required=True)
    sha256 = ma.fields.String(required=True)
    size = ma.fields.Integer(required=True)
    stands_for = ma.fields.Boolean(required=True)
    trusts_bench = ma.fields.Boolean(required=True)
    differences = ma.fields.List(ma.fields.Nested(CopyDifference), required=True)
    made_at = ma.fields.String(required=True)


class CopyList(ma.Schema):
    """The copies made or brought for a file, oldest first."""

    items = ma.fields.List(ma.fields.Nested(CopyDocument), required=True)


@counter.get(COPIES)
@allow_staff
@counter.gives(200, CopyList)
def list_copies(submission_id: SubmissionId) -> dict[str, Any]:
    """List the copies of a file's build, with what each differs in."""
    return {"items": describe_copies(get_services().database, get_actor(), submission_id)}


@counter.post(f"{COPIES}/resigned")
@allow(Role.OFFICER, Role.EVALUATOR)
@counter.gives(201, CopyDocument)
def make_copy(submission_id: SubmissionId) -> dict[str, Any]:
    """Copy the build so that it trusts the bench, signed again. Once made it is made."""
    return _find(submission_id, get_services().copies.make(get_actor(), submission_id))


@counter.post(f"{COPIES}/evaluation")
@allow(Role.PUBLISHER, Role.OFFICER, Role.EVALUATOR, files=True)
@counter.gives(201, CopyDocument)
@counter.says(requestBody=RAW_BODY)
def bring_build(submission_id: SubmissionId) -> dict[str, Any]:
    """Lodge an evaluation build: the body is the file itself. It is compared with the build on file at once."""
    return _find(submission_id, get_services().copies.bring(get_actor(), submission_id, request.stream))


def _find(submission_id: SubmissionId, copy_id: CopyId) -> dict[str, Any]:
    rows = describe_copies(get_services().database, get_actor(), submission_id)
    return next(row for row in rows if row["id"] == copy_id)
