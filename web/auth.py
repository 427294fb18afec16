"""Who you are, and who may call what: every view declares it, and the app refuses to start when one does not."""

import hmac
import ipaddress
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, TypeVar

from flask import Flask, Response, abort, current_app, g, request
from werkzeug.routing import Rule

from catalog.errors import NotAllowed
from catalog.journal.actor import STAFF, Actor, Role
from catalog.publishers.service import require
from catalog.submissions.queries import get_app, get_submission
from web.instance import get_services, is_for_api

MARK = "__rights__"
READS = frozenset({"GET", "HEAD", "OPTIONS"})
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
BODY_MAX = 1 << 20  # a form or a JSON document; lodged files have the ceiling of the settings
FORM_TOKEN = "csrf_token"  # noqa: S105 - the name of a form's field
FORM_TOKEN_HEADER = "X-CSRF-Token"  # noqa: S105 - the name of a header
PURPOSE = b"sceau form"
V = TypeVar("V", bound=Callable[..., Any])
OWNED: dict[str, Callable[..., object]] = {"submission_id": get_submission, "app_id": get_app}


class SignInNeeded(NotAllowed):
    """You are not signed in, or no longer."""

    code = "sign-in-needed"


class ForgedForm(NotAllowed):
    """The form did not come from one of our pages, or your session changed since you opened it."""

    code = "forged-form"


class UndeclaredViewError(Exception):
    """A view does not say who may call it: the app does not start."""


@dataclass(frozen=True, slots=True)
class Rights:
    """Who may call a view: anyone when `roles` is empty. `files` lets a body be as large as a lodged file."""

    roles: frozenset[Role]
    files: bool = False

    @property
    def is_public(self) -> bool:
        """Whether anyone may call it, signed in or not."""
        return not self.roles


def public(view: V) -> V:
    """Declare that anyone may call this view."""
    setattr(view, MARK, Rights(frozenset()))
    return view


def allow(*roles: Role, files: bool = False) -> Callable[[V], V]:
    """Declare who may call this view.

    A view that takes `files` reads its body itself; a page's form of that kind calls `check_form_token` itself too.
    """
    if not roles:
        raise ValueError("name at least one role; a view for everybody is @public")

    def declare(view: V) -> V:
        setattr(view, MARK, Rights(frozenset(roles), files))
        return view

    return declare


allow_signed_in = allow(*Role)
allow_staff = allow(*sorted(STAFF))


def find_rights(app: Flask, endpoint: str, method: str) -> Rights | None:
    """Return what the view behind `endpoint` declares for `method`, or None."""
    view: Any = app.view_functions.get(endpoint)
    view_class = getattr(view, "view_class", None)
    if view_class is not None:
        view = getattr(view_class, "get" if method == "HEAD" else method.lower(), None)
    return getattr(view, MARK, None)


def list_routes(app: Flask) -> Iterator[tuple[Rule, str, Rights | None]]:
    """Give every route and method of `app` with its declaration, sorted."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda one: (one.rule, one.endpoint)):
        for method in METHODS:
            if method in (rule.methods or ()):
                yield rule, method, find_rights(app, rule.endpoint, method)


def refuse_undeclared(app: Flask) -> None:
    """Let no view be served that does not say who may call it.

    Raises:
        UndeclaredViewError: one does not.
    """
    missing = [f"{method} {rule.rule}" for rule, method, rights in list_routes(app) if rights is None]
    if missing:
        raise UndeclaredViewError(f"declare who may call: {', '.join(missing)}")


def install(app: Flask) -> None:
    """Guard every view of `app`."""
    app.before_request(_guard)
    app.jinja_env.globals["form_token"] = make_form_token


def _guard() -> None:
    g.actor, g.token = None, None
    if request.endpoint is None:
        return
    asked = "GET" if request.method == "OPTIONS" else request.method
    rights = find_rights(current_app, request.endpoint, asked)
    g.is_public_read = rights is not None and rights.is_public and request.method in READS
    if request.method == "OPTIONS":
        return
    if rights is None:
        raise UndeclaredViewError(request.endpoint)
    request.max_content_length = get_services().settings.max_upload if rights.files else BODY_MAX
    _refuse_unprintable((request.view_args or {}).values())
    _identify()
    if request.method not in READS and not is_for_api():
        _check_form(streamed=rights.files)
    if rights.is_public:
        return
    actor = get_actor()
    require(actor, *rights.roles)
    _check_ownership(actor)


def _refuse_unprintable(names: Iterable[object]) -> None:
    if any(not str(name).isprintable() for name in names):
        abort(404)  # no identifier of ours has such a sign, and databases differ on what they make of it


def _identify() -> None:
    if is_for_api():
        given = request.authorization
        token = given.token if given is not None and given.type == "bearer" else None
    else:
        token = request.cookies.get(cookie_name())
    actor = get_services().publishers.find_actor(token) if token else None
    if actor is not None:
        g.actor, g.token = actor, token


def _check_ownership(actor: Actor) -> None:
    """Answer alike for what is another's and for what does not exist, before anything else of the request is read."""
    for name, value in (request.view_args or {}).items():
        if name in OWNED:
            OWNED[name](get_services().database, actor, value)


def find_actor() -> Actor | None:
    """Return who is signed in, if anybody."""
    actor: Actor | None = g.get("actor")
    return actor


def get_actor() -> Actor:
    """Return who is signed in.

    Raises:
        SignInNeeded: nobody is.
    """
    actor = find_actor()
    if actor is None:
        raise SignInNeeded
    return actor


def get_token() -> str:
    """Return the token this request was made with.

    Raises:
        SignInNeeded: with none.
    """
    get_actor()
    return str(g.token)


def find_place() -> str:
    """Return the caller's network address where it tells people apart: not that of a proxy beside us."""
    address = request.remote_addr or ""
    try:
        return address if ipaddress.ip_address(address).is_global else ""
    except ValueError:
        return ""


# --- pages: the cookie holds the same token; a reader has none ---


def _is_secure() -> bool:
    return get_services().settings.public_origin.startswith("https:")


def cookie_name() -> str:
    """Name the session's cookie: bound to this very host where the connection allows it."""
    return "__Host-sceau_session" if _is_secure() else "sceau_session"


def keep_session(response: Response, token: str) -> None:
    """Give the session's cookie to who signed in on a page."""
    life = int(get_services().publishers.token_life.total_seconds())
    response.set_cookie(cookie_name(), token, max_age=life, secure=_is_secure(), httponly=True, samesite="Lax")


def drop_session(response: Response) -> None:
    """Take the session's cookie back."""
    response.delete_cookie(cookie_name(), secure=_is_secure(), httponly=True, samesite="Lax")


def make_form_token() -> str:
    """Return what a form must send back in `csrf_token`: derived from the session, worthless in another."""
    token = g.get("token")
    return hmac.new(token.encode(), PURPOSE, sha256).hexdigest() if token else ""


def check_form_token(given: str | None) -> None:
    """Let a form pass only with the token of this session.

    Raises:
        ForgedForm: it has another, or none.
    """
    if not hmac.compare_digest((given or "").encode(), make_form_token().encode()):
        raise ForgedForm


def _check_form(*, streamed: bool) -> None:
    """Refuse a form that another site sent. A form without session has nothing to steal but is checked alike."""
    site = request.headers.get("Sec-Fetch-Site")
    if site not in (None, "same-origin"):
        raise ForgedForm
    origin = request.headers.get("Origin")
    # A page under `Referrer-Policy: no-referrer` announces its origin as "null"; then the other checks decide.
    if origin not in (None, "null") and origin.partition("://")[2] != request.host:
        raise ForgedForm
    if g.token and not streamed:
        check_form_token(request.headers.get(FORM_TOKEN_HEADER) or request.form.get(FORM_TOKEN))
