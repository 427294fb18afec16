"""`/submissions/{id}/artifacts`, `/questions`, `/declarations` and `/confirmations`: what a publisher brings."""

from collections.abc import Mapping
from typing import Any

import marshmallow as ma
from flask import Response, request

from catalog.evaluations.dossier import store_text
from catalog.journal.actor import Role
from catalog.submissions.model import SubmissionId
from catalog.submissions.prefill import ProposalKind
from catalog.submissions.queries import describe_submission
from catalog.submissions.questionnaire import is_asked
from criteria.findings import ArtifactKind
from criteria.load import load_edition, load_questions
from criteria.model import Question
from web.api.bodies import RAW
from web.api.conditions import IF_MATCH, answer, read_digest, read_version
from web.api.counter import Both, Counter, Query, Sentence
from web.api.v1.submissions import ONE, TAGGED, Piece, SubmissionDocument, answer_file
from web.auth import allow, allow_signed_in, get_actor
from web.instance import get_services

CONTENT_DIGEST = {
    "in": "header",
    "name": "Content-Digest",
    "schema": {"type": "string"},
    "description": "`sha-256=:<base64>:` (RFC 9530). Bytes that differ are refused and not kept.",
}
RAW_BODY = {"required": True, "content": {RAW: {"schema": {"type": "string", "format": "binary"}}}}
counter = Counter("artifacts", __name__, "Packages, captures, documents and answers.")


class PieceQuery(Query):
    """What the bytes of the body are."""

    kind = ma.fields.String(required=True, validate=ma.validate.OneOf([*ArtifactKind]))
    filename = Sentence(200, load_default="", metadata={"description": "Shown to people, never used as a path."})
    attested = ma.fields.Boolean(
        load_default=False,
        metadata={"description": "You state that this capture is of this very build, where it does not say so itself."},
    )


class Choice(ma.Schema):
    """One proposed answer."""

    value = ma.fields.String(required=True)
    label = ma.fields.Nested(Both, required=True)


class DocumentAsked(Both):
    """The document to join: whether it ends one day, and the certificates it may be."""

    expires = ma.fields.Boolean(required=True)
    attests = ma.fields.List(ma.fields.String(), required=True)


class Proposed(Both):
    """An answer to confirm, and where it comes from."""

    value = ma.fields.Raw(required=True, allow_none=True)
    documents = ma.fields.List(ma.fields.String(), required=True)
    expires = ma.fields.Dict(keys=ma.fields.String(), values=ma.fields.String(), required=True)
    kind = ma.fields.String(required=True, validate=ma.validate.OneOf([*ProposalKind]))
    ref = ma.fields.String(required=True, metadata={"description": "The finding, piece or file it comes from."})
    at = ma.fields.Dict(metadata={"description": "The bytes that a finding points to."})
    mark = ma.fields.String(required=True, metadata={"description": "Name it to confirm it."})


class QuestionDocument(ma.Schema):
    """One question of the edition, with the answer it has so far."""

    id = ma.fields.String(required=True)
    title = ma.fields.Nested(Both, required=True)
    help = ma.fields.Nested(Both, required=True)
    kind = ma.fields.String(required=True)
    choices = ma.fields.List(ma.fields.Nested(Choice), required=True)
    required = ma.fields.Boolean(required=True)
    asked = ma.fields.Boolean(required=True, metadata={"description": "False: set aside by another answer."})
    document = ma.fields.Nested(DocumentAsked, required=True, allow_none=True)
    missing = ma.fields.Boolean(required=True)
    proposed = ma.fields.Nested(Proposed, required=True, allow_none=True)
    answer = ma.fields.Raw(required=True, allow_none=True)


class Questions(ma.Schema):
    """The edition's questions, in order."""

    edition = ma.fields.String(required=True)
    items = ma.fields.List(ma.fields.Nested(QuestionDocument), required=True)


class Declarations(ma.Schema):
    """Answers by question: a value, or `{"value", "documents": [SHA-256…]}`."""

    answers = ma.fields.Dict(keys=ma.fields.String(), values=ma.fields.Raw(allow_none=True), required=True)


class Confirmations(ma.Schema):
    """Which proposals are confirmed: their marks, by question."""

    proposals = ma.fields.Dict(keys=ma.fields.String(), values=ma.fields.String(), required=True)


@counter.post(f"{ONE}/artifacts")
@allow(Role.PUBLISHER, Role.OFFICER, Role.EVALUATOR, files=True)
@counter.takes(PieceQuery, "query")
@counter.gives(201, Piece, headers=TAGGED)
@counter.hears(CONTENT_DIGEST)
@counter.says(requestBody=RAW_BODY)
def lodge_artifact(given: Mapping[str, Any], submission_id: SubmissionId) -> Response:
    """Lodge a piece: the body is the file itself, hashed as it flows. The same piece twice is one piece."""
    services, actor = get_services(), get_actor()
    artifact_id = services.submissions.lodge_artifact(
        actor,
        submission_id,
        ArtifactKind(given["kind"]),
        given["filename"],
        request.stream,
        announced=request.content_length,
        expected=read_digest(),
        attested=given["attested"],
    )
    document = describe_submission(services.database, actor, submission_id)
    piece = next(one for one in document["artifacts"] if one["id"] == artifact_id)
    return answer(piece, str(document["version"]), 201)


@counter.get(f"{ONE}/questions")
@allow_signed_in
@counter.gives(200, Questions, headers=TAGGED)
def read_questions(submission_id: SubmissionId) -> Response:
    """Read the questions of the file's edition, with the answers given and what is missing."""
    document = describe_submission(get_services().database, get_actor(), submission_id)
    answers, missing = document["answers"], set(document["missing"])
    questions = load_questions(load_edition(document["edition"]))
    body = {
        "edition": document["edition"],
        "items": [
            {
                **_describe(question),
                "asked": is_asked(question, answers),
                "answer": answers.get(question.id),
                "proposed": document["proposals"].get(question.id),
                "missing": question.id in missing,
            }
            for question in questions
        ],
    }
    return answer(body, str(document["version"]))


@counter.put(f"{ONE}/declarations")
@allow(Role.PUBLISHER)
@counter.takes(Declarations)
@counter.gives(200, SubmissionDocument, headers=TAGGED)
@counter.hears(IF_MATCH)
def declare(given: Mapping[str, Any], submission_id: SubmissionId) -> Response:
    """Answer questions. Questions not named keep the answer they have."""
    get_services().submissions.declare(get_actor(), submission_id, given["answers"], read_version())
    return answer_file(submission_id)


@counter.post(f"{ONE}/confirmations")
@allow(Role.PUBLISHER)
@counter.takes(Confirmations)
@counter.gives(200, SubmissionDocument, headers=TAGGED)
@counter.hears(IF_MATCH)
def confirm(given: Mapping[str, Any], submission_id: SubmissionId) -> Response:
    """Confirm what is proposed: each becomes a declaration that says what had proposed it."""
    get_services().proposals.confirm(get_actor(), submission_id, given["proposals"], read_version())
    return answer_file(submission_id)


def _describe(question: Question) -> dict[str, Any]:
    return {
        "id": question.id,
        "title": store_text(question.title),
        "help": store_text(question.help),
        "kind": question.kind.value,
        "choices": [{"value": choice.value, "label": store_text(choice.label)} for choice in question.choices],
        "required": question.required,
        "document": question.document
        and {
            **store_text(question.document.what),
            "expires": question.document.expires,
            "attests": list(question.document.attests),
        },
    }
