"""The bench on the desk: start a capture, watch servers appear, mark phases, stop; and the captures made before."""

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as AnyResponse

from analyzers.bench.phases import PHASES, Phase
from catalog.bench.lifecycle import Route
from catalog.bench.model import CaptureId
from catalog.bench.queries import describe_capture, describe_captures, describe_copies
from catalog.journal.actor import Role
from catalog.publishers.service import FieldRefused
from catalog.submissions.model import SubmissionId
from web.auth import allow, allow_staff, get_actor
from web.evaluator.reading import read_file
from web.forms import Wrong, attempt, read_version
from web.instance import get_services
from web.pages import address, show

bench = Blueprint("bench", __name__)


@bench.get("/files/<submission_id>/bench")
@allow_staff
def captures(submission_id: SubmissionId) -> Response:
    """List the captures that the bench made of this file's build, and offer to start one."""
    return show_captures(submission_id, None)


def show_captures(submission_id: SubmissionId, wrong: Wrong | None) -> Response:
    """Show the bench's page of one file, with what went wrong, if anything."""
    services, actor = get_services(), get_actor()
    file = read_file(services, actor, submission_id)
    rows = describe_captures(services.database, actor, submission_id)
    copies = describe_copies(services.database, actor, submission_id)
    return show("evaluator/captures.html", file=file, captures=rows, copies=copies, routes=[*Route], wrong=wrong)


@bench.post("/files/<submission_id>/bench")
@allow(Role.OFFICER, Role.EVALUATOR)
def start(submission_id: SubmissionId) -> AnyResponse:
    """Order a capture of the build on file."""
    services, actor = get_services(), get_actor()

    def act() -> None:
        route = request.form.get("route", "")
        if route not in {one.value for one in Route}:
            raise FieldRefused(field="route", limit=None)
        services.bench.order(actor, submission_id, Route(route), read_version())

    target = address("bench.newest", submission_id=submission_id)
    return attempt(act, target, lambda wrong: show_captures(submission_id, wrong))


@bench.get("/files/<submission_id>/bench/newest")
@allow_staff
def newest(submission_id: SubmissionId) -> Response:
    """Watch the capture ordered last."""
    rows = describe_captures(get_services().database, get_actor(), submission_id)
    if not rows:
        return show_captures(submission_id, None)
    return _show_capture(submission_id, rows[-1]["id"], None)


@bench.get("/files/<submission_id>/bench/captures/<capture_id>")
@allow_staff
def capture(submission_id: SubmissionId, capture_id: CaptureId) -> Response:
    """Watch one capture: servers as they appear, who they are, what could not be read."""
    return _show_capture(submission_id, capture_id, None)


def _show_capture(submission_id: SubmissionId, capture_id: CaptureId, wrong: Wrong | None) -> Response:
    services, actor = get_services(), get_actor()
    file = read_file(services, actor, submission_id)
    document = describe_capture(services.database, actor, submission_id, capture_id)
    return show("evaluator/capture.html", file=file, capture=document, phases=[*Phase], wrong=wrong)


@bench.post("/files/<submission_id>/bench/captures/<capture_id>/marks")
@allow(Role.OFFICER, Role.EVALUATOR)
def mark(submission_id: SubmissionId, capture_id: CaptureId) -> AnyResponse:
    """Say that a phase begins, that a journey is played, or that it is over."""
    verbs, actor = get_services().bench, get_actor()

    def act() -> None:
        if "stop" in request.form:
            verbs.stop(actor, submission_id, capture_id)
        elif request.form.get("journey", "").strip():
            verbs.note_journey(actor, submission_id, capture_id, request.form["journey"])
        elif request.form.get("phase") in PHASES:
            verbs.mark(actor, submission_id, capture_id, Phase(request.form["phase"]))
        else:
            raise FieldRefused(field="phase", limit=None)

    target = address("bench.capture", submission_id=submission_id, capture_id=capture_id)
    return attempt(act, target, lambda wrong: _show_capture(submission_id, capture_id, wrong))
