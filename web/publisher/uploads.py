"""The same uploads in several goes for the page's own script: the session's cookie, the form's token, JSON answers."""

from contextlib import suppress

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from catalog.journal.actor import Role
from catalog.submissions.model import SubmissionId, UploadId
from catalog.submissions.uploads import UploadUnknown
from web.api.v1.uploads import BRINGERS, BUILD, answer_upload, kind_of, take_bytes
from web.auth import FORM_TOKEN_HEADER, allow, check_form_token, get_actor
from web.instance import get_services
from web.pages import address

sendings = Blueprint("sendings", __name__)


@sendings.post("/files/<submission_id>/uploads")
@allow(*BRINGERS)
def begin(submission_id: SubmissionId) -> Response:
    """Announce a piece, or find again the one that was cut."""
    given = request.form
    kind = given.get("kind", "")
    upload = get_services().uploads.begin(
        get_actor(),
        submission_id,
        kind_of(kind),
        given.get("filename", ""),
        given.get("size", 0, type=int),
        mark=given.get("mark", ""),
        attested="attested" in given,
        is_build=kind == BUILD,
    )
    return answer_upload(upload, 201)


@sendings.get("/files/<submission_id>/uploads/<upload_id>")
@allow(*BRINGERS)
def read(submission_id: SubmissionId, upload_id: UploadId) -> Response:
    """Say how far an upload came."""
    return answer_upload(get_services().uploads.find(get_actor(), submission_id, upload_id))


@sendings.patch("/files/<submission_id>/uploads/<upload_id>")
@allow(*BRINGERS, files=True)
def send(submission_id: SubmissionId, upload_id: UploadId) -> Response:
    """Take the next bytes."""
    check_form_token(request.headers.get(FORM_TOKEN_HEADER))
    return take_bytes(submission_id, upload_id)


@sendings.post("/files/<submission_id>/uploads/<upload_id>/abandonment")
@allow(Role.PUBLISHER)
def abandon(submission_id: SubmissionId, upload_id: UploadId) -> AnyResponse:
    """Drop an upload and its bytes; told twice, it is dropped once."""
    page = "files.pieces"
    with suppress(UploadUnknown):
        is_build = get_services().uploads.find(get_actor(), submission_id, upload_id).is_build
        page = "builds.build" if is_build else page
        get_services().uploads.abandon(get_actor(), submission_id, upload_id)
    return redirect(address(page, submission_id=submission_id), 303)
