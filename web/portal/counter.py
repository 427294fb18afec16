"""The public counter's pages: home, search, entry, comparison, seal, certificate, criteria. No account, no cookie."""

from flask import Blueprint, Response, abort, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from catalog.certificates.queries import get_by_number
from catalog.consultations.queries import list_panels, list_shown
from catalog.consultations.service import is_open
from catalog.listings.queries import get_listing
from catalog.plumbing.clock import today
from catalog.surveillance.present import list_present
from criteria.load import list_editions, load_edition
from criteria.model import Edition
from criteria.strict import EditionError
from web.auth import public
from web.forms import Wrong, attempt
from web.instance import get_services
from web.pages import address, get_speech, show, vocabulary
from web.portal import feed, shelf
from web.portal.comparison import compare
from web.portal.entry import open_entry
from web.portal.rulebook import open_page
from web.portal.search import QUERY_MAX, Wish, find_needs, search
from web.portal.vocabulary import load_needs

portal = Blueprint("portal", __name__)
COMPARED_MAX = 3
PAGE = 24


@portal.app_context_processor
def _speak() -> dict[str, object]:
    return dict(vocabulary())


@portal.get("/")
@public
def home() -> Response:
    """Say what this is, and what it is not."""
    cards = shelf.list_cards()
    return show("portal/home.html", needs=load_needs(), count=len([c for c in cards if shelf.is_in_search(c)]))


@portal.get("/listings")
@public
def find() -> Response:
    """Search in the reader's own words."""
    args = request.args
    wish = Wish(
        words=args.get("q", "")[:QUERY_MAX],
        need=args.get("need", ""),
        tracker_free=args.get("trackers") == "none",
        place=args.get("place", ""),
        state=args.get("state", ""),
        price=args.get("price", ""),
    )
    found = search([card for card in shelf.list_cards() if shelf.is_in_search(card)], wish)
    page = max(args.get("page", 1, type=int), 1)
    shown = found[(page - 1) * PAGE : page * PAGE]
    return show(
        "portal/find.html",
        wish=wish,
        entries=[open_entry(card, get_speech()) for card in shown],
        total=len(found),
        page=page,
        pages=-(-len(found) // PAGE),
        turn=lambda to: url_for("portal.find", **{**args.to_dict(flat=False), "page": to}),
        needs=load_needs(),
        meant=find_needs(wish.words),
    )


@portal.get("/listings/<name>")
@public
def listing(name: str) -> AnyResponse:
    """Show one app's public entry, whatever the state of its certificate."""
    row = get_listing(get_services().database, name)
    if name != row.slug:
        return redirect(address("portal.listing", name=row.slug), 301)
    return show("portal/listing.html", entry=open_entry(row.card, get_speech()))


@portal.get("/listings/<name>/sheet")
@public
def sheet(name: str) -> Response:
    """Show the entry as a sheet of paper."""
    return show("portal/sheet.html", entry=open_entry(get_listing(get_services().database, name).card, get_speech()))


@portal.get("/listings/<name>/feed.atom")
@public
def follow(name: str) -> Response:
    """Give the changes of one entry as an Atom feed."""
    row = get_listing(get_services().database, name)
    changes = feed.list_news(row, get_speech())
    response = make_response(
        render_template("portal/feed.xml", row=row, changes=changes, origin=get_services().settings.public_origin)
    )
    response.content_type = "application/atom+xml; charset=utf-8"
    return response


@portal.post("/listings/<name>/reports")
@public
def report(name: str) -> AnyResponse:
    """Take a report on an app, without a name."""
    row = get_listing(get_services().database, name)
    get_services().surveillance.report(row.id, request.form.get("text", ""))
    return redirect(address("portal.reported", name=row.slug), 303)


@portal.get("/listings/<name>/reported")
@public
def reported(name: str) -> Response:
    """Say that a report arrived and what becomes of it."""
    return show("portal/reported.html", card=get_listing(get_services().database, name).card)


@portal.get("/compare")
@public
def comparison() -> Response:
    """Show two or three apps side by side, differences only."""
    names = list(dict.fromkeys(name for name in request.args.getlist("with") if name))[:COMPARED_MAX]
    entries = [open_entry(get_listing(get_services().database, name).card, get_speech()) for name in names]
    everything = [card for card in shelf.list_cards() if shelf.is_in_search(card)]
    return show(
        "portal/compare.html", entries=entries, table=compare(entries, get_speech()), choices=search(everything, Wish())
    )


@portal.get("/seal")
@public
def verify() -> Response:
    """Check a seal seen elsewhere: by its number, or by the version it was seen on."""
    asked = request.args.get("q", "").strip()[:QUERY_MAX]
    return show("portal/verify.html", asked=asked, matches=shelf.find_seals(asked) if asked else None)


@portal.get("/certificates/<number>")
@public
def certificate(number: str) -> Response:
    """Show a certificate as signed, the state it is in today, and what its facts come to under later editions."""
    services, day = get_services(), today(get_services().clock)
    seal = shelf.get_seal(number)
    with services.database.read() as session:
        present = list_present(session, get_by_number(session, number).certificate, day)
    return show("portal/certificate.html", seal=seal, present=present, today=day)


@portal.get("/criteria")
@public
def criteria() -> Response:
    """List the editions of the criteria."""
    editions = [load_edition(one) for one in reversed(list_editions())]
    return show("portal/criteria.html", editions=editions, today=today(get_services().clock))


@portal.get("/editions/<edition_id>")
@public
def edition(edition_id: str) -> Response:
    """Show one edition's criteria in plain words."""
    return _show_edition(_load(edition_id), None)


@portal.get("/editions/<edition_id>/<criterion_id>")
@public
def criterion(edition_id: str, criterion_id: str) -> Response:
    """Show one criterion: what it asks, why, on what ground."""
    return _show_criterion(_load(edition_id), criterion_id, None)


def _show_edition(found: Edition, wrong: Wrong | None) -> Response:
    database, day = get_services().database, today(get_services().clock)
    return show(
        "portal/edition.html",
        edition=found,
        today=day,
        criterion=None,
        is_open=is_open(found, day),
        comments=list_shown(database, found.id, None),
        panels=list_panels(database, found.id),
        wrong=wrong,
    )


def _show_criterion(found: Edition, criterion_id: str, wrong: Wrong | None) -> Response:
    one = found.find_criterion(criterion_id)
    if one is None:
        abort(404)
    day = today(get_services().clock)
    listed = [card for card in shelf.list_cards() if shelf.is_in_search(card)]
    return show(
        "portal/criterion.html",
        edition=found,
        criterion=one,
        page=open_page(found, one, listed, day),
        is_open=is_open(found, day),
        comments=list_shown(get_services().database, found.id, one.id),
        wrong=wrong,
    )


@portal.post("/editions/<edition_id>/comments")
@public
def comment(edition_id: str) -> AnyResponse:
    """Take a comment on a draft edition, or on one of its criteria."""
    found, given = _load(edition_id), request.form
    about = given.get("criterion", "") or None

    def act() -> None:
        get_services().consultations.comment(
            found.id, given.get("text", ""), criterion=about, author=given.get("author", "")
        )

    if about is None:
        target = address("portal.edition", edition_id=found.id, commented="yes")
        return attempt(act, target, lambda wrong: _show_edition(found, wrong))
    target = address("portal.criterion", edition_id=found.id, criterion_id=about, commented="yes")
    return attempt(act, target, lambda wrong: _show_criterion(found, about, wrong))


def _load(edition_id: str) -> Edition:
    try:
        return load_edition(edition_id)
    except EditionError:
        abort(404)
