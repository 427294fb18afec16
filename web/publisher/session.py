"""A person's session: it can be made longer, and what was typed outlives it: sign in again, read it again, send it."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import Blueprint, Response, current_app, g, redirect, request
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RoutingException
from werkzeug.wrappers import Response as AnyResponse

from catalog.errors import CatalogError
from web.auth import (
    FORM_TOKEN,
    READS,
    ForgedForm,
    SignInNeeded,
    allow_signed_in,
    find_rights,
    get_token,
    keep_session,
)
from web.instance import API_ROOT, get_services, is_for_api
from web.pages import get_speech, show
from web.problems import tell_refusal

sessions = Blueprint("sessions", __name__)
AGAIN, KEPT = "again", "kept-"
NEVER_KEPT = frozenset({FORM_TOKEN, "password"})


@dataclass(frozen=True, slots=True)
class Typed:
    """Where a person wanted to go, and the fields that they had filled in on the way: none for a page."""

    path: str
    fields: tuple[tuple[str, str], ...]


@sessions.post("/session/extension")
@allow_signed_in
def extend() -> Response:
    """Let the session last longer."""
    ends = get_services().publishers.extend(get_token())
    response = show("publisher/session.html", ends=ends)
    keep_session(response, get_token())
    return response


@sessions.app_errorhandler(SignInNeeded)
def ask_again(error: SignInNeeded) -> Response:
    """Ask who it is, and keep what was asked for and typed."""
    if is_for_api() or _is_streamed():
        return tell_refusal(error)
    path = request.full_path if request.args else request.path
    response = show("publisher/sign_in.html", 401, wrong=None, typed=Typed(path, _list_fields("")), ended=True)
    return _mark(response, error)


@sessions.app_errorhandler(ForgedForm)
def show_again(error: ForgedForm) -> Response:
    """Show a form of our own again that was opened in an earlier session; refuse every other."""
    ours = request.headers.get("Sec-Fetch-Site") == "same-origin" and not is_for_api() and not _is_streamed()
    fields = _list_fields("") if ours and g.get("token") else ()
    if not fields:
        return tell_refusal(error)
    return _mark(show("publisher/send_again.html", 403, typed=Typed(request.full_path, fields)), error)


def read_kept() -> Typed | None:
    """Return what a sign-in form kept for after it, if that leads to one of our pages."""
    typed = Typed(request.form.get(AGAIN, ""), _list_fields(KEPT))
    return typed if _is_ours(typed.path, "POST" if typed.fields else "GET") else None


def come_back(token: str) -> AnyResponse | None:
    """Return where who just signed in wanted to go: the page, or the form that was filled in, to read again."""
    typed = read_kept()
    if typed is None:
        return None
    g.token, g.actor = token, get_services().publishers.find_actor(token)
    if not typed.fields:
        return redirect(typed.path, 303)
    return show("publisher/send_again.html", typed=typed)


def _is_streamed() -> bool:
    rights = find_rights(current_app, request.endpoint or "", request.method)
    return rights is not None and rights.files


def _list_fields(prefix: str) -> tuple[tuple[str, str], ...]:
    if request.method in READS:
        return ()
    return tuple(
        (name.removeprefix(prefix), value)
        for name, value in request.form.items(multi=True)
        if name.startswith(prefix) and name.removeprefix(prefix) not in NEVER_KEPT
    )


def _is_ours(path: str, method: str) -> bool:
    parts = urlsplit(path)
    if parts.netloc or parts.scheme or not parts.path.startswith("/") or parts.path.startswith(API_ROOT):
        return False
    try:
        current_app.url_map.bind(request.host).match(parts.path, method=method)
    except (HTTPException, RoutingException):
        return False
    return True


def _mark(response: Response, error: CatalogError) -> Response:
    response.headers["Sceau-Problem"] = error.code
    response.headers["Cache-Control"] = "no-store"
    response.content_language.add(get_speech().language)
    return response
