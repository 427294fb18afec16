"""`/submissions/{id}/rulings`, `/requests`, `/replies`, `/contradiction`, `/opinion`, `/decision`…: people's part."""

from collections.abc import Mapping
from typing import Any

import marshmallow as ma
from flask import Response

from catalog.journal.actor import Role
from catalog.reviews.lifecycle import OpinionKind
from catalog.reviews.model import RulingId
from catalog.reviews.queries import list_requests
from catalog.submissions.model import SubmissionId
from criteria.model import Outcome
from web.api.conditions import IF_MATCH, read_version
from web.api.counter import Counter, Sentence
from web.api.v1.submissions import ONE, TAGGED, SubmissionDocument, answer_file
from web.auth import allow, allow_signed_in, get_actor
from web.instance import get_services

counter = Counter("reviews", __name__, "Rulings, questions, opinion and decision: each by its own person.")


class NewRuling(ma.Schema):
    """A person's word on one verdict."""

    criterion = Sentence(20, required=True)
    outcome = ma.fields.String(required=True, validate=ma.validate.OneOf([*Outcome]))
    grounds = Sentence(4000, required=True)


class Ruled(ma.Schema):
    """The ruling that was recorded."""

    id = ma.fields.String(required=True)


class NewRequest(ma.Schema):
    """A question to the publisher."""

    question = Sentence(4000, required=True)
    criterion = Sentence(20, load_default=None, allow_none=True)


class Asked(ma.Schema):
    """The question that was recorded."""

    id = ma.fields.String(required=True)


class RequestDocument(ma.Schema):
    """A question, and its answer once given."""

    id = ma.fields.String(required=True)
    criterion = ma.fields.String(required=True, allow_none=True)
    question = ma.fields.String(required=True)
    asked_at = ma.fields.DateTime(required=True)
    due_on = ma.fields.Date(required=True)
    answer = ma.fields.String(required=True, allow_none=True)
    replied_at = ma.fields.DateTime(required=True, allow_none=True)


class Requests(ma.Schema):
    """Every question put to the publisher, oldest first."""

    items = ma.fields.List(ma.fields.Nested(RequestDocument), required=True)


class Replies(ma.Schema):
    """An answer to each open question, by its id."""

    answers = ma.fields.Dict(keys=ma.fields.String(), values=Sentence(4000, required=True), required=True)


class Contradiction(ma.Schema):
    """What stands against the app."""

    report = Sentence(4000, required=True)


class Opinion(ma.Schema):
    """The committee's opinion; a reservation names a criterion and its condition."""

    opinion = ma.fields.String(required=True, validate=ma.validate.OneOf([*OpinionKind]))
    grounds = Sentence(4000, required=True)
    reservations = ma.fields.Dict(keys=ma.fields.String(), values=Sentence(1000, required=True), load_default=dict)


class Adjournment(ma.Schema):
    """Why no decision can be made on this opinion."""

    grounds = Sentence(4000, required=True)


class Decision(ma.Schema):
    """Grant or refuse, with grounds."""

    kind = ma.fields.String(required=True, validate=ma.validate.OneOf(["grant", "refuse"]))
    grounds = Sentence(4000, required=True)


@counter.post(f"{ONE}/rulings")
@allow(Role.EVALUATOR)
@counter.takes(NewRuling)
@counter.gives(201, Ruled)
@counter.hears(IF_MATCH)
def rule(given: Mapping[str, Any], submission_id: SubmissionId) -> dict[str, str]:
    """Confirm or override one verdict. An override counts once another evaluator countersigns."""
    outcome, version = Outcome(given["outcome"]), read_version()
    reviews = get_services().reviews
    return {"id": reviews.rule(get_actor(), submission_id, given["criterion"], outcome, given["grounds"], version)}


@counter.post("/rulings/<ruling_id>/countersignature")
@allow(Role.EVALUATOR)
@counter.gives(204)
def countersign(ruling_id: RulingId) -> None:
    """Agree with another evaluator's override."""
    get_services().reviews.countersign(get_actor(), ruling_id)


@counter.get(f"{ONE}/requests")
@allow_signed_in
@counter.gives(200, Requests)
def read_requests(submission_id: SubmissionId) -> dict[str, Any]:
    """List the questions put to the publisher, with their answers."""
    with get_services().database.read() as session:
        rows = list_requests(session, submission_id)
    return {
        "items": [
            {
                "id": asked.id,
                "criterion": asked.criterion,
                "question": asked.question,
                "asked_at": asked.asked_at,
                "due_on": asked.due_on,
                "answer": replied.answer if replied else None,
                "replied_at": replied.replied_at if replied else None,
            }
            for asked, replied in rows
        ]
    }


@counter.post(f"{ONE}/requests")
@allow(Role.EVALUATOR)
@counter.takes(NewRequest)
@counter.gives(201, Asked)
@counter.hears(IF_MATCH)
def request_information(given: Mapping[str, Any], submission_id: SubmissionId) -> dict[str, str]:
    """Ask the publisher; the clock stops until the reply."""
    reviews, version = get_services().reviews, read_version()
    return {"id": reviews.request(get_actor(), submission_id, given["question"], given["criterion"], version)}


@counter.post(f"{ONE}/replies")
@allow(Role.PUBLISHER)
@counter.takes(Replies)
@counter.gives(200, SubmissionDocument, headers=TAGGED)
@counter.hears(IF_MATCH)
def reply(given: Mapping[str, Any], submission_id: SubmissionId) -> Response:
    """Answer every open question; new pieces and answers are then examined like the first ones."""
    get_services().reviews.reply(get_actor(), submission_id, given["answers"], read_version())
    return answer_file(submission_id)


@counter.post(f"{ONE}/contradiction")
@allow(Role.EVALUATOR)
@counter.takes(Contradiction)
@counter.gives(200, SubmissionDocument, headers=TAGGED)
@counter.hears(IF_MATCH)
def contradict(given: Mapping[str, Any], submission_id: SubmissionId) -> Response:
    """Tell the publisher what stands against the app, before any adverse decision."""
    get_services().reviews.contradict(get_actor(), submission_id, given["report"], read_version())
    return answer_file(submission_id)


@counter.post(f"{ONE}/opinion")
@allow(Role.EVALUATOR)
@counter.takes(Opinion)
@counter.gives(200, SubmissionDocument, headers=TAGGED)
@counter.hears(IF_MATCH)
def opine(given: Mapping[str, Any], submission_id: SubmissionId) -> Response:
    """Give the committee's opinion."""
    opinion, version = OpinionKind(given["opinion"]), read_version()
    reviews = get_services().reviews
    reviews.opine(get_actor(), submission_id, opinion, given["grounds"], given["reservations"], version)
    return answer_file(submission_id)


@counter.post(f"{ONE}/examination")
@allow(Role.EVALUATOR)
@counter.gives(200, SubmissionDocument, headers=TAGGED)
@counter.hears(IF_MATCH)
def restart(submission_id: SubmissionId) -> Response:
    """Examine the file again: after an interruption of ours, or with newer instruments. What was found stays."""
    get_services().evaluations.restart(get_actor(), submission_id, read_version())
    return answer_file(submission_id)


@counter.post(f"{ONE}/decision")
@allow(Role.AUTHORITY)
@counter.takes(Decision)
@counter.gives(200, SubmissionDocument, headers=TAGGED)
@counter.hears(IF_MATCH)
def decide(given: Mapping[str, Any], submission_id: SubmissionId) -> Response:
    """Grant or refuse; never by who took part in the examination. A grant is followed by certificate and listing."""
    decisions, version = get_services().decisions, read_version()
    decisions.decide(get_actor(), submission_id, given["kind"], given["grounds"], version)
    return answer_file(submission_id)


@counter.post(f"{ONE}/adjournment")
@allow(Role.AUTHORITY)
@counter.takes(Adjournment)
@counter.gives(200, SubmissionDocument, headers=TAGGED)
@counter.hears(IF_MATCH)
def adjourn(given: Mapping[str, Any], submission_id: SubmissionId) -> Response:
    """Send the file back to the evaluators: another opinion will follow."""
    get_services().decisions.adjourn(get_actor(), submission_id, given["grounds"], read_version())
    return answer_file(submission_id)
