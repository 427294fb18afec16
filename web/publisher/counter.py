"""The publisher's counter: sign in, enrol, open an app, open and follow its files."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from catalog.journal.actor import Role
from catalog.plumbing.clock import today
from catalog.submissions.app_card import CardDetails, Price
from catalog.submissions.lifecycle import PUBLISHERS_TURN
from catalog.submissions.lifecycle import SubmissionState as State
from catalog.submissions.model import AppId, Submission
from catalog.submissions.queries import describe_submission, get_app, list_apps, list_submissions
from catalog.surveillance.present import list_concerns
from web.auth import allow, allow_signed_in, drop_session, find_place, get_actor, get_token, keep_session, public
from web.forms import Wrong, attempt
from web.instance import get_services
from web.next_step import find_next_step
from web.pages import COUNTERS, address, show
from web.portal.vocabulary import find_need, load_needs
from web.publisher.session import come_back, read_kept

publisher = Blueprint("publisher", __name__)
LANGUAGES = ("fr", "en", "es", "de", "it", "pt", "nl", "ar", "tr", "pl", "ro", "zh")


@publisher.get("/sign-in")
@public
def sign_in() -> Response:
    """Ask who you are."""
    return show("publisher/sign_in.html", wrong=None, typed=None)


@publisher.post("/sign-in")
@public
def enter() -> AnyResponse:
    """Open a session: the cookie holds an access token for some hours."""
    services, given = get_services(), request.form
    kept: list[str] = []

    def act() -> None:
        kept.append(services.publishers.sign_in(given.get("email", ""), given.get("password", ""), place=find_place()))

    response = attempt(act, "", lambda wrong: show("publisher/sign_in.html", wrong=wrong, typed=read_kept()))
    if not kept:
        return response
    actor = services.publishers.find_actor(kept[0])
    home = COUNTERS[actor.role] if actor and actor.role else "portal.home"
    entered = come_back(kept[0]) or redirect(address(home), 303)
    keep_session(entered, kept[0])  # type: ignore[arg-type]  # redirect answers with Flask's own class
    return entered


@publisher.post("/sign-out")
@allow_signed_in
def leave() -> AnyResponse:
    """Close the session."""
    get_services().publishers.sign_out(get_token())
    response = redirect(address("portal.home"), 303)
    drop_session(response)  # type: ignore[arg-type]  # redirect answers with Flask's own class
    return response


@publisher.get("/enrol")
@public
def enrol() -> Response:
    """Ask for an organisation and its first person."""
    return show("publisher/enrol.html", wrong=None)


@publisher.post("/enrol")
@public
def enrolled() -> AnyResponse:
    """Enrol a publisher, then ask to sign in."""
    given = request.form

    def act() -> None:
        get_services().publishers.enrol(
            given.get("name", ""),
            given.get("country", ""),
            given.get("person", ""),
            given.get("email", ""),
            given.get("password", ""),
            registration=given.get("registration") or None,
        )

    again = address("publisher.sign_in", enrolled="yes")
    return attempt(act, again, lambda wrong: show("publisher/enrol.html", wrong=wrong))


@publisher.get("/publisher")
@allow(Role.PUBLISHER)
def home() -> Response:
    """Show the organisation's apps, its files and what to do now with each."""
    database, actor = get_services().database, get_actor()
    files = [(row, find_next_step(row.state, _list_missing(row))) for row in list_submissions(database, actor)]
    return show("publisher/home.html", apps=list_apps(database, actor), files=list(reversed(files)))


@publisher.get("/publisher/todo")
@allow(Role.PUBLISHER)
def todo() -> Response:
    """Show what remains to be done for each app, and by which day later editions bind."""
    services = get_services()
    day = today(services.clock)
    return show("publisher/todo.html", concerns=list_concerns(services.database, get_actor(), day), today=day)


def _list_missing(row: Submission) -> Sequence[str]:
    """What a file in its publisher's hands still misses; nothing where it is somebody else's turn."""
    if State(row.state) not in PUBLISHERS_TURN:
        return ()
    missing: Sequence[str] = describe_submission(get_services().database, get_actor(), row.id)["missing"]
    return missing


@publisher.get("/publisher/apps/new")
@allow(Role.PUBLISHER)
def new_app() -> Response:
    """Ask for the card of an app."""
    return _ask_card(None)


@publisher.post("/publisher/apps/new")
@allow(Role.PUBLISHER)
def open_app() -> AnyResponse:
    """Open the card of an app."""
    opened: list[AppId] = []
    given = request.form

    def act() -> None:
        details = CardDetails(
            needs=tuple(need for need in given.getlist("needs") if find_need(need)) or None,
            price=given.get("price") or None,
            languages=tuple(given.getlist("languages")) or None,
            store_link=given.get("store_link", "").strip() or None,
        )
        create = get_services().submissions.create_app
        name, contact = given.get("name", ""), given.get("contact", "")
        purposes = given.get("purpose_fr", ""), given.get("purpose_en", "")
        opened.append(create(get_actor(), name, *purposes, contact, details))

    response = attempt(act, "", _ask_card)
    return redirect(address("publisher.app", app_id=opened[0]), 303) if opened else response


def _ask_card(wrong: Wrong | None) -> Response:
    return show("publisher/new_app.html", wrong=wrong, needs=load_needs(), prices=[*Price], languages=LANGUAGES)


@publisher.get("/publisher/apps/<app_id>")
@allow(Role.PUBLISHER)
def app(app_id: AppId) -> Response:
    """Show one app with its files."""
    return _show_app(app_id, None)


def _show_app(app_id: AppId, wrong: Wrong | None) -> Response:
    database, actor = get_services().database, get_actor()
    files = [row for row in list_submissions(database, actor) if row.app_id == app_id]
    card = get_app(database, actor, app_id)
    needs = [need for one in card.needs or () if (need := find_need(one))]
    return show("publisher/app.html", app=card, needs=needs, files=files, wrong=wrong)


@publisher.post("/publisher/apps/<app_id>/submissions")
@allow(Role.PUBLISHER)
def open_file(app_id: AppId) -> AnyResponse:
    """Open a draft file for an app."""
    opened: list[Any] = []

    def act() -> None:
        opened.append(get_services().submissions.create(get_actor(), app_id))

    response = attempt(act, "", lambda wrong: _show_app(app_id, wrong))
    return redirect(address("files.file", submission_id=opened[0]), 303) if opened else response
