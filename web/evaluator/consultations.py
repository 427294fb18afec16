"""The desk of consultations: read each comment before everybody does, answer it, record what a panel concluded."""

from datetime import date

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as AnyResponse

from catalog.consultations.model import CommentId
from catalog.consultations.queries import list_comments
from catalog.consultations.service import PanelVoice, is_open
from catalog.journal.actor import Role
from catalog.plumbing.clock import today
from catalog.publishers.service import FieldRefused
from criteria.load import list_editions, load_edition
from web.auth import allow, get_actor
from web.forms import Wrong, attempt
from web.instance import get_services
from web.pages import address, show

consultations = Blueprint("consultations", __name__)
READERS = (Role.OFFICER, Role.EVALUATOR, Role.AUTHORITY)


@consultations.get("/consultations")
@allow(*READERS)
def desk() -> Response:
    """Show every comment, those that wait for a moderator first."""
    return _show_desk(None)


def _show_desk(wrong: Wrong | None) -> Response:
    services = get_services()
    day = today(services.clock)
    drafts = [edition for edition in map(load_edition, list_editions()) if is_open(edition, day)]
    comments = list_comments(services.database, get_actor())
    return show(
        "evaluator/consultations.html", comments=comments, drafts=drafts, voices=[*PanelVoice], today=day, wrong=wrong
    )


@consultations.post("/consultations/comments/<comment_id>/moderation")
@allow(Role.OFFICER, Role.AUTHORITY)
def moderate(comment_id: CommentId) -> AnyResponse:
    """Show a comment to everybody, or withhold it, with grounds."""
    verbs, grounds = get_services().consultations, request.form.get("grounds", "")

    def act() -> None:
        if request.form.get("choice") == "show":
            verbs.show(get_actor(), comment_id, grounds)
        else:
            verbs.withhold(get_actor(), comment_id, grounds)

    return attempt(act, address("consultations.desk"), _show_desk)


@consultations.post("/consultations/comments/<comment_id>/answers")
@allow(*READERS)
def answer(comment_id: CommentId) -> AnyResponse:
    """Answer a comment."""

    def act() -> None:
        get_services().consultations.answer(get_actor(), comment_id, request.form.get("text", ""))

    return attempt(act, address("consultations.desk"), _show_desk)


@consultations.post("/consultations/panels")
@allow(Role.OFFICER, Role.AUTHORITY)
def record_panel() -> AnyResponse:
    """Record what a panel of citizens concluded on a draft."""
    given = request.form

    def act() -> None:
        get_services().consultations.record_panel(
            get_actor(),
            given.get("edition", ""),
            _read_day(given.get("held_on", "")),
            given.get("members", 0, type=int),
            _read_voice(given.get("opinion", "")),
            given.get("text", ""),
        )

    return attempt(act, address("consultations.desk"), _show_desk)


def _read_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise FieldRefused(field="held_on", limit=None) from None


def _read_voice(text: str) -> PanelVoice:
    if text not in [*PanelVoice]:
        raise FieldRefused(field="opinion", limit=None)
    return PanelVoice(text)
