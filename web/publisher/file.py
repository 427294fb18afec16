"""One file of a publisher: its pieces, its answers, what is missing, the questions put to it, its way to the end."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as AnyResponse

from catalog.journal.actor import Role
from catalog.reviews.model import RequestId
from catalog.submissions.model import SubmissionId
from catalog.submissions.queries import describe_submission
from catalog.submissions.reach import UNANSWERED
from criteria.crosswalk import list_crosswalk
from criteria.findings import ArtifactKind
from criteria.load import load_edition, load_questions
from web.auth import allow, check_form_token, get_actor
from web.evaluator.reading import read_file
from web.forms import Wrong, attempt, read_version
from web.instance import get_services
from web.pages import address, show
from web.publisher.answers import list_asked, read_answers
from web.publisher.upload import open_upload

files = Blueprint("files", __name__)
PIECES = tuple(kind.value for kind in ArtifactKind)


@files.get("/publisher/submissions/<submission_id>")
@allow(Role.PUBLISHER)
def file(submission_id: SubmissionId) -> Response:
    """Show where a file stands, and what to do now."""
    return _show_file(submission_id, None)


def _show_file(submission_id: SubmissionId, wrong: Wrong | None) -> Response:
    return show("publisher/file.html", file=read_file(get_services(), get_actor(), submission_id), wrong=wrong)


@files.get("/publisher/submissions/<submission_id>/pieces")
@allow(Role.PUBLISHER)
def pieces(submission_id: SubmissionId) -> Response:
    """Show the pieces lodged, and ask for another."""
    return _show_pieces(submission_id, None)


def _show_pieces(submission_id: SubmissionId, wrong: Wrong | None) -> Response:
    services, actor = get_services(), get_actor()
    return show(
        "publisher/pieces.html",
        document=describe_submission(services.database, actor, submission_id),
        cut=[row for row in services.uploads.list_cut(actor, submission_id) if not row.is_build],
        limit=services.settings.max_upload,
        wrong=wrong,
    )


@files.post("/publisher/submissions/<submission_id>/pieces")
@allow(Role.PUBLISHER, files=True)
def add_piece(submission_id: SubmissionId) -> AnyResponse:
    """Take a piece as it flows."""
    upload = open_upload(request.content_type or "", request.stream)
    check_form_token(upload.fields.get("csrf_token"))
    kind = upload.fields.get("kind", "")

    def act() -> None:
        get_services().submissions.lodge_artifact(
            get_actor(),
            submission_id,
            ArtifactKind(kind if kind in PIECES else ArtifactKind.DOCUMENT),
            upload.filename,
            upload,
            attested="attested" in upload.fields,
        )

    target = address("files.pieces", submission_id=submission_id)
    return attempt(act, target, lambda wrong: _show_pieces(submission_id, wrong))


@files.get("/publisher/submissions/<submission_id>/questions")
@allow(Role.PUBLISHER)
def questions(submission_id: SubmissionId) -> Response:
    """Show the edition's questions with the answers given so far."""
    return _show_questions(submission_id, None, {})


def _show_questions(submission_id: SubmissionId, wrong: Wrong | None, typed: Mapping[str, Any]) -> Response:
    document = describe_submission(get_services().database, get_actor(), submission_id)
    asked = list_asked(document["edition"], {**document["answers"], **typed}, document["proposals"])
    crosswalk = list_crosswalk(load_edition(document["edition"]))
    more = {"crosswalk": crosswalk, "wrong": wrong, "unanswered": UNANSWERED}
    return show("publisher/questions.html", document=document, asked=asked, **more)


@files.post("/publisher/submissions/<submission_id>/questions")
@allow(Role.PUBLISHER)
def answer(submission_id: SubmissionId) -> AnyResponse:
    """Keep the answers given; those left empty stay as they were."""
    document = describe_submission(get_services().database, get_actor(), submission_id)
    given = read_answers(load_questions(load_edition(document["edition"])), request.form)

    def act() -> None:
        get_services().submissions.declare(get_actor(), submission_id, given, read_version())

    target = address("files.file", submission_id=submission_id)
    return attempt(act, target, lambda wrong: _show_questions(submission_id, wrong, given))


@files.post("/publisher/submissions/<submission_id>/proposals")
@allow(Role.PUBLISHER)
def confirm(submission_id: SubmissionId) -> AnyResponse:
    """Make the proposals that were ticked the publisher's answers, all in one act."""
    shown = {name.removeprefix("confirm-"): mark for name, mark in request.form.items() if name.startswith("confirm-")}

    def act() -> None:
        get_services().proposals.confirm(get_actor(), submission_id, shown, read_version())

    target = address("files.questions", submission_id=submission_id)
    return attempt(act, target, lambda wrong: _show_questions(submission_id, wrong, {}))


@files.post("/publisher/submissions/<submission_id>/lodge")
@allow(Role.PUBLISHER)
def hand_in(submission_id: SubmissionId) -> AnyResponse:
    """Hand the file in."""

    def act() -> None:
        get_services().submissions.lodge(get_actor(), submission_id, read_version())

    target = address("files.file", submission_id=submission_id)
    return attempt(act, target, lambda wrong: _show_file(submission_id, wrong))


@files.post("/publisher/submissions/<submission_id>/withdrawal")
@allow(Role.PUBLISHER)
def take_back(submission_id: SubmissionId) -> AnyResponse:
    """Take the file back."""

    def act() -> None:
        get_services().submissions.withdraw(get_actor(), submission_id, read_version())

    target = address("files.file", submission_id=submission_id)
    return attempt(act, target, lambda wrong: _show_file(submission_id, wrong))


@files.post("/publisher/submissions/<submission_id>/replies")
@allow(Role.PUBLISHER)
def reply(submission_id: SubmissionId) -> AnyResponse:
    """Answer every open question of the evaluators."""
    answers = {
        RequestId(name.removeprefix("reply-")): text
        for name, text in request.form.items()
        if name.startswith("reply-") and text.strip()
    }

    def act() -> None:
        get_services().reviews.reply(get_actor(), submission_id, answers, read_version())

    target = address("files.file", submission_id=submission_id)
    return attempt(act, target, lambda wrong: _show_file(submission_id, wrong))
