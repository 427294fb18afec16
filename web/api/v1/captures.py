"""`/submissions/{id}/captures`: the authority's own captures, ordered, marked, stopped, watched."""

from typing import Any

import marshmallow as ma
from flask import Response

from analyzers.bench.access import Access
from analyzers.bench.phases import Phase
from catalog.bench.lifecycle import Route
from catalog.bench.model import CaptureId
from catalog.bench.queries import describe_capture, describe_captures
from catalog.bench.service import JOURNEY_MAX
from catalog.journal.actor import Role
from catalog.plumbing.signing import digest_of
from catalog.submissions.model import SubmissionId
from web.api.conditions import IF_MATCH, answer, read_version
from web.api.counter import Counter, Sentence
from web.api.v1.submissions import ONE
from web.auth import allow, allow_staff, get_actor
from web.instance import get_services

CAPTURES = f"{ONE}/captures"
counter = Counter("captures", __name__, "The authority runs the app and records what it exchanges.")


class CaptureOrder(ma.Schema):
    """How the app came to trust the bench, and how the device reaches it."""

    route = ma.fields.String(load_default=Route.NONE.value, validate=ma.validate.OneOf([one.value for one in Route]))
    access = ma.fields.String(
        load_default=Access.PROXY.value, validate=ma.validate.OneOf([one.value for one in Access])
    )


class TunnelDocument(ma.Schema):
    """What the device is told of the tunnel, in WireGuard's own words; null where none is open."""

    configuration = ma.fields.String(required=True, allow_none=True)


class Mark(ma.Schema):
    """A phase or a journey that begins, or the end: exactly one of them."""

    phase = ma.fields.String(validate=ma.validate.OneOf([one.value for one in Phase]))
    journey = Sentence(JOURNEY_MAX)
    stop = ma.fields.Boolean(validate=ma.validate.Equal(comparable=True))

    @ma.validates_schema
    def check_one(self, data: dict[str, Any], **_: Any) -> None:
        """Refuse none and several."""
        if len(data) != 1:
            raise ma.ValidationError("give one of phase, journey, stop")


class CaptureDocument(ma.Schema):
    """One capture as it stands."""

    id = ma.fields.String(required=True)
    apk = ma.fields.String(required=True)
    route = ma.fields.String(required=True)
    access = ma.fields.String(required=True)
    state = ma.fields.String(required=True)
    is_under_way = ma.fields.Boolean(required=True)
    ports = ma.fields.Dict(required=True)
    end = ma.fields.Dict(required=True)
    artifact = ma.fields.String(required=True, allow_none=True)
    ordered_at = ma.fields.String(required=True)
    began_at = ma.fields.String(required=True, allow_none=True)
    ended_at = ma.fields.String(required=True, allow_none=True)
    erased_on = ma.fields.String(required=True, allow_none=True)


class WatchedDocument(CaptureDocument):
    """One capture with its phase, its marks, the servers in sight and the person to type into the app."""

    phase = ma.fields.String(required=True)
    is_stopping = ma.fields.Boolean(required=True)
    person = ma.fields.List(ma.fields.Dict(), required=True)
    marks = ma.fields.List(ma.fields.Dict(), required=True)
    sights = ma.fields.List(ma.fields.Dict(), required=True)


class Captures(ma.Schema):
    """The captures ordered for a file, oldest first."""

    items = ma.fields.List(ma.fields.Nested(CaptureDocument), required=True)


@counter.get(CAPTURES)
@allow_staff
@counter.gives(200, Captures)
def list_all(submission_id: SubmissionId) -> dict[str, Any]:
    """List the captures that the bench made of a file's build."""
    return {"items": describe_captures(get_services().database, get_actor(), submission_id)}


@counter.post(CAPTURES)
@allow(Role.OFFICER, Role.EVALUATOR)
@counter.takes(CaptureOrder)
@counter.gives(201, WatchedDocument)
@counter.hears(IF_MATCH)
def start(body: dict[str, Any], submission_id: SubmissionId) -> Response:
    """Order a capture: the bench begins as soon as it is free."""
    capture = get_services().bench.order(
        get_actor(), submission_id, Route(body["route"]), read_version(), Access(body["access"])
    )
    return _answer(submission_id, capture, 201)


@counter.get(f"{CAPTURES}/<capture_id>")
@allow_staff
@counter.gives(200, WatchedDocument)
def read(submission_id: SubmissionId, capture_id: CaptureId) -> Response:
    """Watch one capture: state, ports, phase, servers in sight."""
    return _answer(submission_id, capture_id, 200)


@counter.get(f"{CAPTURES}/<capture_id>/tunnel")
@allow(Role.OFFICER, Role.EVALUATOR)
@counter.gives(200, TunnelDocument)
def read_tunnel(submission_id: SubmissionId, capture_id: CaptureId) -> dict[str, Any]:
    """Say what the phone is to be told of the tunnel while the capture goes on."""
    return {"configuration": get_services().bench.reveal_tunnel(get_actor(), submission_id, capture_id)}


@counter.post(f"{CAPTURES}/<capture_id>/marks")
@allow(Role.OFFICER, Role.EVALUATOR)
@counter.takes(Mark)
@counter.gives(200, WatchedDocument)
def mark(body: dict[str, Any], submission_id: SubmissionId, capture_id: CaptureId) -> Response:
    """Say that a phase or a journey begins, or ask for the end."""
    bench, actor = get_services().bench, get_actor()
    if "phase" in body:
        bench.mark(actor, submission_id, capture_id, Phase(body["phase"]))
    elif "journey" in body:
        bench.note_journey(actor, submission_id, capture_id, body["journey"])
    else:
        bench.stop(actor, submission_id, capture_id)
    return _answer(submission_id, capture_id, 200)


def _answer(submission_id: SubmissionId, capture_id: CaptureId, status: int) -> Response:
    document = describe_capture(get_services().database, get_actor(), submission_id, capture_id)
    response = answer(document, digest_of(document))
    response.status_code = status
    return response
