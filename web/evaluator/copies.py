"""Copies of a build that trust the bench, on the desk: make ours, take an evaluation build; and a card to print."""

from flask import Blueprint, Response, request, send_file
from werkzeug.wrappers import Response as AnyResponse

from analyzers.bench.phases import Phase
from catalog.bench.model import CaptureId, CopyId
from catalog.bench.queries import describe_capture
from catalog.journal.actor import Role
from catalog.submissions.model import SubmissionId
from web.auth import allow, allow_staff, check_form_token, get_actor
from web.drawings.code import draw_code
from web.evaluator.bench import read_tunnel, show_captures
from web.evaluator.reading import read_file
from web.forms import attempt
from web.instance import get_services
from web.pages import address, get_speech, show
from web.publisher.upload import open_upload

copies = Blueprint("copies", __name__)
AUTHORITY = "http://mitm.it/"  # answered by the bench itself to a device that passes by it
PACKAGE = "application/vnd.android.package-archive"


@copies.post("/files/<submission_id>/bench/copies")
@allow(Role.OFFICER, Role.EVALUATOR)
def make(submission_id: SubmissionId) -> AnyResponse:
    """Copy the build on file so that it trusts the bench."""
    target = address("bench.captures", submission_id=submission_id)
    return attempt(
        lambda: get_services().copies.make(get_actor(), submission_id),
        target,
        lambda wrong: show_captures(submission_id, wrong),
    )


@copies.post("/files/<submission_id>/bench/builds")
@allow(Role.OFFICER, Role.EVALUATOR, files=True)
def bring(submission_id: SubmissionId) -> AnyResponse:
    """Take the publisher's evaluation build, and compare it."""
    upload = open_upload(request.content_type or "", request.stream)
    check_form_token(upload.fields.get("csrf_token"))
    target = address("bench.captures", submission_id=submission_id)
    return attempt(
        lambda: get_services().copies.bring(get_actor(), submission_id, upload),
        target,
        lambda wrong: show_captures(submission_id, wrong),
    )


@copies.get("/files/<submission_id>/bench/copies/<copy_id>")
@allow(Role.OFFICER, Role.EVALUATOR)
def fetch(submission_id: SubmissionId, copy_id: CopyId) -> Response:
    """Give the bytes of a copy, to be installed on the bench's device."""
    path = get_services().copies.locate(get_actor(), submission_id, copy_id)
    return send_file(path, PACKAGE, as_attachment=True, download_name=f"{copy_id}.apk", conditional=False)


@copies.get("/files/<submission_id>/bench/captures/<capture_id>/card")
@allow_staff
def card(submission_id: SubmissionId, capture_id: CaptureId) -> Response:
    """Show a page to print for who plays the app by hand: how to reach the bench, whom to be, which phases to play."""
    services, actor = get_services(), get_actor()
    file = read_file(services, actor, submission_id)
    capture = describe_capture(services.database, actor, submission_id, capture_id)
    host = services.settings.bench_host
    drawing = draw_code(AUTHORITY, get_speech())
    way = read_tunnel(submission_id, capture_id)
    told = {"host": services.settings.bench_reach or host, "authority": AUTHORITY, "code": drawing, **way}
    return show("evaluator/card.html", file=file, capture=capture, phases=[*Phase], **told)
