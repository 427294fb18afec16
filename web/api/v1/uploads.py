"""`/submissions/{id}/uploads`: a piece sent in several goes; cut short, it goes on where it stopped."""

import re
from collections.abc import Mapping
from typing import Any

import marshmallow as ma
from flask import Response, request

from catalog.journal.actor import Role
from catalog.publishers.service import FieldRefused
from catalog.submissions.model import SubmissionId, Upload, UploadId
from catalog.submissions.uploads import STEP, is_done
from criteria.findings import ArtifactKind
from web.api.conditions import answer
from web.api.counter import Counter, Sentence
from web.api.v1.artifacts import RAW_BODY
from web.api.v1.submissions import ONE
from web.auth import allow, get_actor
from web.instance import get_services

BUILD = "evaluation_build"  # becomes a copy for the bench, and no piece of the file
OFFSET = "Upload-Offset"
UPLOADS = f"{ONE}/uploads"
UPLOAD = f"{UPLOADS}/<upload_id>"
PLACE = re.compile(r"[0-9]{1,15}")
BRINGERS = (Role.PUBLISHER, Role.OFFICER, Role.EVALUATOR)
REACHED = {OFFSET: {"schema": {"type": "integer"}, "description": "How many bytes are kept: the next one due."}}
SENT_FROM = {
    "in": "header",
    "name": OFFSET,
    "required": True,
    "schema": {"type": "integer", "minimum": 0},
    "description": "Where the bytes of the body start in the file. Not where the upload stands: 409, `offset` says it.",
}
counter = Counter("uploads", __name__, "Pieces sent in several goes.")


class NewUpload(ma.Schema):
    """The piece that is going to be sent."""

    kind = ma.fields.String(required=True, validate=ma.validate.OneOf([*ArtifactKind, BUILD]))
    filename = Sentence(200, load_default="", metadata={"description": "Shown to people, never used as a path."})
    size = ma.fields.Integer(required=True, strict=True, validate=ma.validate.Range(1, 1 << 50))
    sha256 = ma.fields.String(
        validate=ma.validate.Regexp(r"^[0-9a-f]{64}$"),
        metadata={"description": "Announce it and other bytes are refused at the end. It also names the upload again."},
    )
    mark = Sentence(
        100,
        load_default="",
        metadata={"description": "Your own word for the file. The same piece with the same mark goes on."},
    )
    attested = ma.fields.Boolean(load_default=False)


class UploadDocument(ma.Schema):
    """How far an upload came."""

    id = ma.fields.String(required=True)
    kind = ma.fields.String(required=True)
    filename = ma.fields.String(required=True)
    size = ma.fields.Integer(required=True)
    offset = ma.fields.Integer(required=True, metadata={"description": "Bytes kept; send from there."})
    step = ma.fields.Integer(required=True, metadata={"description": "Bytes to send in one go, at a good guess."})
    expires_at = ma.fields.String(required=True, metadata={"format": "date-time"})
    artifact = ma.fields.String(required=True, allow_none=True, metadata={"description": "The piece it became."})
    copy = ma.fields.String(required=True, allow_none=True, metadata={"description": "The bench's copy it became."})


class Uploads(ma.Schema):
    """What is on its way."""

    items = ma.fields.List(ma.fields.Nested(UploadDocument), required=True)


@counter.post(UPLOADS)
@allow(*BRINGERS)
@counter.takes(NewUpload)
@counter.gives(201, UploadDocument, headers=REACHED)
def begin_upload(given: Mapping[str, Any], submission_id: SubmissionId) -> Response:
    """Announce a piece. The same one with the same `sha256` or `mark` is the one begun, with the bytes it has."""
    upload = get_services().uploads.begin(
        get_actor(),
        submission_id,
        kind_of(given["kind"]),
        given["filename"],
        given["size"],
        digest=given.get("sha256"),
        mark=given["mark"],
        attested=given["attested"],
        is_build=given["kind"] == BUILD,
    )
    return answer_upload(upload, 201)


@counter.get(UPLOADS)
@allow(*BRINGERS)
@counter.gives(200, Uploads)
def read_uploads(submission_id: SubmissionId) -> dict[str, Any]:
    """List one's own uploads to this file that did not end."""
    rows = get_services().uploads.list_cut(get_actor(), submission_id)
    return {"items": [describe_upload(row) for row in rows]}


@counter.get(UPLOAD)
@allow(*BRINGERS)
@counter.gives(200, UploadDocument, headers=REACHED)
def read_upload(submission_id: SubmissionId, upload_id: UploadId) -> Response:
    """Read how far an upload came."""
    return answer_upload(get_services().uploads.find(get_actor(), submission_id, upload_id))


@counter.patch(UPLOAD)
@allow(*BRINGERS, files=True)
@counter.gives(200, UploadDocument, headers=REACHED)
@counter.hears(SENT_FROM)
@counter.says(requestBody=RAW_BODY)
def send_bytes(submission_id: SubmissionId, upload_id: UploadId) -> Response:
    """Send the bytes from `Upload-Offset` on. With the last one the piece is lodged, and `artifact` names it."""
    return take_bytes(submission_id, upload_id)


@counter.delete(UPLOAD)
@allow(*BRINGERS)
@counter.gives(204)
def abandon_upload(submission_id: SubmissionId, upload_id: UploadId) -> None:
    """Drop an upload and its bytes."""
    get_services().uploads.abandon(get_actor(), submission_id, upload_id)


def kind_of(word: str) -> ArtifactKind:
    """The kind of bytes that a word announces: an evaluation build is a package, a word unknown a document."""
    if word == BUILD:
        return ArtifactKind.APK
    return ArtifactKind(word) if word in [*ArtifactKind] else ArtifactKind.DOCUMENT


def take_bytes(submission_id: SubmissionId, upload_id: UploadId) -> Response:
    """Take the bytes of this request, from where its header says on.

    Raises:
        FieldRefused: the header says nothing, or no number.
    """
    offset = request.headers.get(OFFSET, "")
    if not PLACE.fullmatch(offset):
        raise FieldRefused(field=OFFSET, limit=None)
    upload = get_services().uploads.send(get_actor(), submission_id, upload_id, int(offset), request.stream)
    return answer_upload(upload)


def answer_upload(upload: Upload, status: int = 200) -> Response:
    """Answer how far an upload came."""
    response = answer(describe_upload(upload), f"{upload.received}-{int(is_done(upload))}", status)
    response.headers[OFFSET] = str(upload.received)
    response.headers["Cache-Control"] = "no-store"
    return response


def describe_upload(upload: Upload) -> dict[str, Any]:
    """Return an upload as the API has it."""
    return {
        "id": upload.id,
        "kind": BUILD if upload.is_build else upload.kind,
        "filename": upload.filename,
        "size": upload.size,
        "offset": upload.received,
        "step": STEP,
        "expires_at": upload.expires_at.isoformat(),
        "artifact": upload.artifact_id,
        "copy": upload.copy_id,
    }
