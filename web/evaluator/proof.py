"""Down to the source: an evidence document at one place, and the bytes of a piece around one offset."""

from collections.abc import Sequence

from flask import Blueprint, Response, abort, request

from catalog.evaluations.queries import find_evidence
from catalog.submissions.model import SubmissionId
from web.auth import allow_signed_in, get_actor
from web.evaluator.quotes import quote_bytes, quote_evidence
from web.evaluator.reading import read_file
from web.instance import get_services
from web.pages import show

proof = Blueprint("proof", __name__)


@proof.get("/files/<submission_id>/evidence/<digest>")
@allow_signed_in
def evidence(submission_id: SubmissionId, digest: str) -> Response:
    """Show an evidence document, at the place that a finding points to."""
    services = get_services()
    file = read_file(services, get_actor(), submission_id)
    with services.database.read() as session:
        if find_evidence(session, submission_id, digest) is None:
            abort(404)
    text = quote_evidence(services.evaluations, digest, request.args.get("at", ""))
    at = request.args.get("at", "")
    return show("evaluator/evidence.html", file=file, digest=digest, at=at, text=text, parents=_parents(at))


def _parents(at: str) -> Sequence[tuple[str, str]]:
    parts = at.split("/")[1:]
    return [("/".join(["", *parts[: end + 1]]), part) for end, part in enumerate(parts)]


@proof.get("/files/<submission_id>/bytes/<digest>")
@allow_signed_in
def source(submission_id: SubmissionId, digest: str) -> Response:
    """Show the bytes of a lodged piece around an offset, inside a member where the finding says so."""
    services = get_services()
    file = read_file(services, get_actor(), submission_id)
    piece = next((one for one in file.document["artifacts"] if one["sha256"] == digest), None)
    if piece is None:
        abort(404)
    member = request.args.get("member", "")
    offset = max(request.args.get("offset", 0, type=int), 0)
    length = max(request.args.get("length", 0, type=int), 0)
    excerpt = quote_bytes(services.evaluations, digest, member, offset, length)
    return show("evaluator/bytes.html", file=file, piece=piece, member=member, excerpt=excerpt)
