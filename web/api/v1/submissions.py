"""`/submissions`: a file from its draft to its decision. Every change names the version it was made from."""

from collections.abc import Mapping
from typing import Any

import marshmallow as ma
from flask import Response

from catalog.journal.actor import Role
from catalog.submissions.model import SubmissionId
from catalog.submissions.queries import describe_submission, list_submissions
from web.api.conditions import IF_MATCH, answer, read_version
from web.api.counter import Both, Counter, Sentence
from web.auth import allow, allow_signed_in, get_actor
from web.instance import get_services
from web.next_step import find_next_step, write_next_step

TAGGED = {"ETag": {"schema": {"type": "string"}, "description": "The version to name in `If-Match`."}}
ONE = "/submissions/<submission_id>"
counter = Counter("submissions", __name__, "Files that publishers lodge.")


class NewSubmission(ma.Schema):
    """For which app."""

    app = Sentence(40, required=True)


class Piece(ma.Schema):
    """A lodged piece: bytes named by their SHA-256, and who brought them."""

    id = ma.fields.String(required=True)
    kind = ma.fields.String(required=True, validate=ma.validate.OneOf(["apk", "capture", "document"]))
    filename = ma.fields.String(required=True)
    sha256 = ma.fields.String(required=True)
    size = ma.fields.Integer(required=True)
    source = ma.fields.String(required=True, validate=ma.validate.OneOf(["bench", "publisher", "declared"]))
    attested = ma.fields.Boolean(required=True)


class Next(Both):
    """What to do now: who, which sub-resources to call, and a sentence."""

    who = ma.fields.String(required=True, allow_none=True)
    acts = ma.fields.List(ma.fields.String(), required=True)


class Line(ma.Schema):
    """A file in a list."""

    id = ma.fields.String(required=True)
    app = ma.fields.String(required=True, attribute="app_id")
    publisher = ma.fields.String(required=True, attribute="publisher_id")
    state = ma.fields.String(required=True)
    version = ma.fields.Integer(required=True)
    edition = ma.fields.String(required=True, attribute="edition_id")
    lodged_at = ma.fields.DateTime(required=True, allow_none=True)


class SubmissionDocument(ma.Schema):
    """A file: where it stands, its pieces, its answers, what is missing, what to do now."""

    id = ma.fields.String(required=True)
    app = ma.fields.String(required=True)
    publisher = ma.fields.String(required=True)
    state = ma.fields.String(required=True)
    version = ma.fields.Integer(required=True)
    edition = ma.fields.String(required=True)
    lodged_at = ma.fields.DateTime(required=True, allow_none=True)
    admitted_at = ma.fields.DateTime(required=True, allow_none=True)
    artifacts = ma.fields.List(ma.fields.Nested(Piece), required=True)
    answers = ma.fields.Dict(required=True)
    proposals = ma.fields.Dict(required=True, metadata={"description": "Answers to confirm: value, and where from."})
    filled = ma.fields.Dict(required=True, metadata={"description": "Fields filled or proposed, of how many."})
    read_ahead = ma.fields.List(
        ma.fields.Dict(),
        required=True,
        metadata={"description": "Pieces read ahead to propose answers, and how it went."},
    )
    missing = ma.fields.List(ma.fields.String(), required=True)
    next = ma.fields.Nested(Next, required=True)


class Submissions(ma.Schema):
    """Some files, oldest first."""

    items = ma.fields.List(ma.fields.Nested(Line), required=True)


class Return(ma.Schema):
    """Why a file goes back."""

    verdict = ma.fields.String(required=True, validate=ma.validate.OneOf(["incomplete", "inadmissible"]))
    grounds = Sentence(4000, required=True)


@counter.post("/submissions")
@allow(Role.PUBLISHER)
@counter.takes(NewSubmission)
@counter.gives(201, SubmissionDocument, headers=TAGGED)
def create(given: Mapping[str, Any]) -> Response:
    """Open a draft for an app, against the edition in force. An app has one open file at a time."""
    return answer_file(get_services().submissions.create(get_actor(), given["app"]), 201)


@counter.get("/submissions")
@allow_signed_in
@counter.gives(200, Submissions)
def read_submissions() -> dict[str, Any]:
    """List one's own organisation's files; every lodged file for the authority's people."""
    return {"items": list_submissions(get_services().database, get_actor())}


@counter.get(ONE)
@allow_signed_in
@counter.gives(200, SubmissionDocument, headers=TAGGED)
def read_submission(submission_id: SubmissionId) -> Response:
    """Read one file. Its ETag is the version to name in `If-Match`."""
    return answer_file(submission_id)


@counter.post(f"{ONE}/lodge")
@allow(Role.PUBLISHER)
@counter.gives(200, SubmissionDocument, headers=TAGGED)
@counter.hears(IF_MATCH)
def lodge(submission_id: SubmissionId) -> Response:
    """Hand the file in: the package and every answer must be there."""
    get_services().submissions.lodge(get_actor(), submission_id, read_version())
    return answer_file(submission_id)


@counter.post(f"{ONE}/admission")
@allow(Role.OFFICER)
@counter.gives(200, SubmissionDocument, headers=TAGGED)
@counter.hears(IF_MATCH)
def admit(submission_id: SubmissionId) -> Response:
    """Find the file complete and in scope: the analyses start."""
    get_services().submissions.admit(get_actor(), submission_id, read_version())
    return answer_file(submission_id)


@counter.post(f"{ONE}/return")
@allow(Role.OFFICER)
@counter.takes(Return)
@counter.gives(200, SubmissionDocument, headers=TAGGED)
@counter.hears(IF_MATCH)
def turn_back(given: Mapping[str, Any], submission_id: SubmissionId) -> Response:
    """Return the file for completion, or find it inadmissible; with grounds."""
    services = get_services()
    services.submissions.turn_back(get_actor(), submission_id, given["verdict"], given["grounds"], read_version())
    return answer_file(submission_id)


@counter.post(f"{ONE}/withdrawal")
@allow(Role.PUBLISHER)
@counter.gives(200, SubmissionDocument, headers=TAGGED)
@counter.hears(IF_MATCH)
def withdraw(submission_id: SubmissionId) -> Response:
    """Take the file back, from any open state."""
    get_services().submissions.withdraw(get_actor(), submission_id, read_version())
    return answer_file(submission_id)


def answer_file(submission_id: SubmissionId, status: int = 200) -> Response:
    """Answer a file as the person signed in may see it, under its version."""
    document = describe_submission(get_services().database, get_actor(), submission_id)
    document["next"] = write_next_step(find_next_step(document["state"], document["missing"]))
    return answer(document, str(document["version"]), status)
