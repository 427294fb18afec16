"""The publisher's own page of the evaluation build: what may differ, how to make it, bring it, read how it compares."""

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as AnyResponse

from catalog.bench.lifecycle import Route
from catalog.bench.queries import describe_copies
from catalog.journal.actor import Role
from catalog.submissions.lifecycle import OPEN
from catalog.submissions.model import SubmissionId
from web.auth import allow, check_form_token, get_actor
from web.evaluator.reading import read_file
from web.forms import Wrong, attempt
from web.instance import get_services
from web.pages import address, show
from web.publisher.upload import open_upload

builds = Blueprint("builds", __name__)


@builds.get("/publisher/submissions/<submission_id>/evaluation-build")
@allow(Role.PUBLISHER)
def build(submission_id: SubmissionId) -> Response:
    """Say what an evaluation build is for and what may differ in it; show those that were brought."""
    return _show(submission_id, None)


@builds.post("/publisher/submissions/<submission_id>/evaluation-build")
@allow(Role.PUBLISHER, files=True)
def bring(submission_id: SubmissionId) -> AnyResponse:
    """Take an evaluation build as it flows, and compare it."""
    upload = open_upload(request.content_type or "", request.stream)
    check_form_token(upload.fields.get("csrf_token"))
    target = address("builds.build", submission_id=submission_id)
    return attempt(
        lambda: get_services().copies.bring(get_actor(), submission_id, upload),
        target,
        lambda wrong: _show(submission_id, wrong),
    )


def _show(submission_id: SubmissionId, wrong: Wrong | None) -> Response:
    services, actor = get_services(), get_actor()
    file = read_file(services, actor, submission_id)
    packages = [piece for piece in file.document["artifacts"] if piece["kind"] == "apk"]
    rows = describe_copies(services.database, actor, submission_id)
    return show(
        "publisher/build.html",
        file=file,
        certified=packages[-1] if packages else None,
        brought=[row for row in rows if row["route"] == Route.EVALUATION_BUILD],
        cut=[row for row in services.uploads.list_cut(actor, submission_id) if row.is_build],
        is_open=file.document["state"] in OPEN,
        limit=services.settings.max_upload,
        wrong=wrong,
    )
