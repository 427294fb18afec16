"""`/editions/{id}/comments` and `/comments`: what people say of a draft, read by a person before it is shown."""

from collections.abc import Mapping, Sequence
from typing import Any

import marshmallow as ma

from catalog.consultations.model import CommentId
from catalog.consultations.queries import Discussed, list_comments, list_panels, list_shown
from catalog.consultations.service import PanelVoice
from catalog.journal.actor import Role
from web.api.counter import Counter, Query, Sentence
from web.api.v1.criteria import get_edition
from web.auth import allow, get_actor, public
from web.instance import get_services

READERS = (Role.OFFICER, Role.EVALUATOR, Role.AUTHORITY)
EDITION = "/editions/<edition_id>"
counter = Counter("consultations", __name__, "Comments on draft editions, moderated and answered.")


class About(Query):
    """Which comments."""

    criterion = ma.fields.String(load_default=None, metadata={"description": "Only those on this criterion."})


class NewComment(ma.Schema):
    """What to say, of what; a name only if one wants."""

    text = Sentence(4000, required=True)
    criterion = Sentence(20, load_default=None, allow_none=True)
    author = Sentence(120, load_default="")


class ReceivedComment(ma.Schema):
    """The comment is kept; it appears once a person has read it."""

    comment = ma.fields.String(required=True)


class Answered(ma.Schema):
    """What the authority answered."""

    text = ma.fields.String(required=True)
    answered_at = ma.fields.DateTime(required=True)


class CommentDocument(ma.Schema):
    """One comment, with the answers to it; `shown` is null until a person has read it."""

    id = ma.fields.String(required=True)
    edition = ma.fields.String(required=True)
    criterion = ma.fields.String(required=True, allow_none=True)
    author = ma.fields.String(required=True, allow_none=True)
    text = ma.fields.String(required=True)
    received_at = ma.fields.DateTime(required=True)
    shown = ma.fields.Boolean(required=True, allow_none=True)
    answers = ma.fields.List(ma.fields.Nested(Answered), required=True)


class Comments(ma.Schema):
    """Some comments."""

    items = ma.fields.List(ma.fields.Nested(CommentDocument), required=True)


class ModerationDocument(ma.Schema):
    """Whether everybody sees a comment, and why."""

    shown = ma.fields.Boolean(required=True)
    grounds = Sentence(4000, required=True)


class AnswerToComment(ma.Schema):
    """An answer."""

    text = Sentence(4000, required=True)


class PanelDocument(ma.Schema):
    """What a panel of citizens concluded, in its own words."""

    held_on = ma.fields.Date(required=True)
    members = ma.fields.Integer(required=True, strict=True)
    opinion = ma.fields.String(required=True, validate=ma.validate.OneOf([*PanelVoice]))
    text = Sentence(4000, required=True)


class Panels(ma.Schema):
    """Every panel that met on an edition."""

    items = ma.fields.List(ma.fields.Nested(PanelDocument), required=True)


@counter.get(f"{EDITION}/comments")
@public
@counter.takes(About, "query")
@counter.gives(200, Comments)
def read_comments(given: Mapping[str, Any], edition_id: str) -> dict[str, Any]:
    """Read the comments shown on an edition as a whole, or on one of its criteria."""
    edition = get_edition(edition_id)
    return _write(list_shown(get_services().database, edition.id, given["criterion"]))


@counter.post(f"{EDITION}/comments")
@public
@counter.takes(NewComment)
@counter.gives(201, ReceivedComment)
def comment(given: Mapping[str, Any], edition_id: str) -> dict[str, str]:
    """Comment a draft edition; anyone may, without a name. It appears once a person has read it."""
    edition = get_edition(edition_id)
    verbs = get_services().consultations
    return {"comment": verbs.comment(edition.id, given["text"], criterion=given["criterion"], author=given["author"])}


@counter.get("/comments")
@allow(*READERS)
@counter.gives(200, Comments)
def read_all_comments() -> dict[str, Any]:
    """Read every comment, those that wait for a moderator first."""
    return _write(list_comments(get_services().database, get_actor()))


@counter.post("/comments/<comment_id>/moderation")
@allow(Role.OFFICER, Role.AUTHORITY)
@counter.takes(ModerationDocument)
@counter.gives(204)
def moderate(given: Mapping[str, Any], comment_id: CommentId) -> None:
    """Show a comment to everybody, or withhold it, with grounds; the last word counts."""
    verbs = get_services().consultations
    (verbs.show if given["shown"] else verbs.withhold)(get_actor(), comment_id, given["grounds"])


@counter.post("/comments/<comment_id>/answers")
@allow(*READERS)
@counter.takes(AnswerToComment)
@counter.gives(204)
def answer_comment(given: Mapping[str, Any], comment_id: CommentId) -> None:
    """Answer a comment; the answer is shown with it."""
    get_services().consultations.answer(get_actor(), comment_id, given["text"])


@counter.get(f"{EDITION}/panels")
@public
@counter.gives(200, Panels)
def read_panels(edition_id: str) -> dict[str, Any]:
    """Read what panels of citizens concluded on an edition."""
    return {"items": list_panels(get_services().database, get_edition(edition_id).id)}


@counter.post(f"{EDITION}/panels")
@allow(Role.OFFICER, Role.AUTHORITY)
@counter.takes(PanelDocument)
@counter.gives(204)
def record_panel(given: Mapping[str, Any], edition_id: str) -> None:
    """Record what a panel of citizens concluded on an edition."""
    get_services().consultations.record_panel(
        get_actor(),
        get_edition(edition_id).id,
        given["held_on"],
        given["members"],
        PanelVoice(given["opinion"]),
        given["text"],
    )


def _write(discussed: Sequence[Discussed]) -> dict[str, Any]:
    return {
        "items": [
            {
                "id": one.comment.id,
                "edition": one.comment.edition_id,
                "criterion": one.comment.criterion,
                "author": one.comment.author,
                "text": one.comment.text,
                "received_at": one.comment.received_at,
                "shown": one.moderation.is_shown if one.moderation else None,
                "answers": one.answers,
            }
            for one in discussed
        ]
    }
