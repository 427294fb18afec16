"""The bench on the desk: start a capture, watch servers appear, mark phases, stop; and the captures made before."""

from typing import Any

from flask import Blueprint, Response, request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from analyzers.bench.access import Access
from analyzers.bench.phases import PHASES, Phase
from catalog.bench.lifecycle import Route
from catalog.bench.model import CaptureId
from catalog.bench.queries import describe_capture, describe_captures, describe_copies
from catalog.bench.service import RECORDERS
from catalog.publishers.service import FieldRefused
from catalog.submissions.model import SubmissionId
from web.auth import allow, allow_staff, get_actor
from web.drawings.code import draw_code
from web.evaluator.reading import read_file
from web.forms import Wrong, attempt, read_version
from web.instance import get_services
from web.pages import address, get_speech, show

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
    ways = {"routes": [*Route], "accesses": [*Access]}
    return show("evaluator/captures.html", file=file, captures=rows, copies=copies, wrong=wrong, **ways)


@bench.post("/files/<submission_id>/bench")
@allow(*RECORDERS)
def start(submission_id: SubmissionId) -> AnyResponse:
    """Order a capture of the build on file."""
    services, actor = get_services(), get_actor()

    def act() -> None:
        route, access = request.form.get("route", ""), request.form.get("access", Access.PROXY.value)
        if route not in {one.value for one in Route}:
            raise FieldRefused(field="route", limit=None)
        if access not in {one.value for one in Access}:
            raise FieldRefused(field="access", limit=None)
        services.bench.order(actor, submission_id, Route(route), read_version(), Access(access))

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
    way = read_tunnel(submission_id, capture_id)
    return show("evaluator/capture.html", file=file, capture=document, phases=[*Phase], wrong=wrong, **way)


def read_tunnel(submission_id: SubmissionId, capture_id: CaptureId) -> dict[str, Any]:
    """What the phone is to be told of an open tunnel, in words and as a code, for who may hold the phone."""
    actor = get_actor()
    if actor.role not in RECORDERS:
        return {"tunnel": None, "tunnel_code": None}
    told = get_services().bench.reveal_tunnel(actor, submission_id, capture_id)
    return {"tunnel": told, "tunnel_code": draw_code(told, get_speech()) if told else None}


@bench.get("/bench/authority")
@allow(*RECORDERS)
def authority() -> Response:
    """Show the authority that a phone of the bench is to trust, what to compare, and how to install it."""
    return show("evaluator/authority.html", shown=get_services().bench.show_authority(get_actor()))


@bench.get("/bench/authority.<form>")
@allow(*RECORDERS)
def fetch_authority(form: str) -> Response:
    """Give the authority's certificate as a file: `cer` (DER) for phones, `pem` for tools."""
    shown = get_services().bench.show_authority(get_actor())
    forms = {"cer": shown.der, "pem": shown.pem}
    if form not in forms:
        raise NotFound
    kind = "application/pkix-cert" if form == "cer" else "application/x-pem-file"
    name = {"Content-Disposition": f'attachment; filename="sceau-bench.{form}"'}
    return Response(forms[form], mimetype=kind, headers=name)


@bench.post("/files/<submission_id>/bench/captures/<capture_id>/marks")
@allow(*RECORDERS)
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
