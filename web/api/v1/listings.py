"""`/listings`: the public cards, a page at a time or one by its id or slug, whatever its state."""

import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

import marshmallow as ma
from flask import Response

from catalog.certificates.lifecycle import IN_SEARCH, WITHOUT_PAGE, CertificateState
from catalog.listings.model import Listing
from catalog.listings.queries import get_change_number, get_listing, list_page
from catalog.plumbing.signing import digest_of
from web.api.conditions import answer
from web.api.counter import SIZE, Counter, Query, Sentence
from web.api.cursors import read_cursor, write_cursor
from web.auth import public
from web.instance import get_services

BATCH = 100
STATES = sorted(set(CertificateState) - WITHOUT_PAGE)
TAGGED = {
    "ETag": {"schema": {"type": "string"}, "description": "Strong tag: the card's own SHA-256."},
    "Sceau-Change": {"schema": {"type": "integer"}, "description": "Number of the last public change."},
    "Sceau-Editions": {"schema": {"type": "string"}, "description": "Editions of the criteria cited, comma-separated."},
}
counter = Counter("listings", __name__, "The public catalogue. A grade is only given with what it rests on.")


class ListingQuery(Query):
    """What to list."""

    q = Sentence(100, metadata={"description": "Words of the name, the purpose or the publisher. Never written down."})
    state = ma.fields.String(
        validate=ma.validate.OneOf(STATES), metadata={"description": "Only this state; by default, those in search."}
    )
    size = SIZE
    cursor = ma.fields.String(metadata={"description": "`next` of the page before, as it was given."})


class State(ma.Schema):
    """Where the certificate stands."""

    state = ma.fields.String(required=True, validate=ma.validate.OneOf(STATES))
    since = ma.fields.Date(required=True)
    reason = ma.fields.String(required=True)


class Card(ma.Schema):
    """One listing. Documented by its parts; `docs/api.md` says each of them."""

    schema = ma.fields.String(required=True)
    id = ma.fields.String(required=True)
    slug = ma.fields.String(required=True)
    url = ma.fields.String(required=True)
    state = ma.fields.Nested(State, required=True)
    instance = ma.fields.String(required=True, validate=ma.validate.OneOf(["demo", "real"]))
    app = ma.fields.Dict(required=True)
    grade = ma.fields.Dict(
        required=True,
        metadata={"description": "Score, coverage, platform, build, date, edition and state: never one alone."},
    )
    signers = ma.fields.List(ma.fields.Dict(), required=True)
    permissions = ma.fields.List(ma.fields.Dict(), required=True)
    sdks = ma.fields.List(ma.fields.Dict(), required=True)
    recipients = ma.fields.List(ma.fields.Dict(), required=True)
    traffic = ma.fields.Dict(
        metadata={"description": "Who was sent which kinds of data, declared or not, and how much was understood."}
    )
    choices = ma.fields.Dict(
        allow_none=True,
        metadata={"description": "What refusing changes, seen by us: recipients before, refused, accepted."},
    )
    deviations = ma.fields.List(ma.fields.Dict(), required=True)
    identified = ma.fields.Dict(
        required=True, allow_none=True, metadata={"description": "The package in a sentence, with the parts of a set."}
    )
    verdicts = ma.fields.List(ma.fields.Dict(), required=True)
    conditions = ma.fields.List(ma.fields.Dict(), required=True)
    captures = ma.fields.List(ma.fields.Dict(), required=True)
    gaps = ma.fields.List(
        ma.fields.Dict(),
        required=True,
        data_key="unknown",
        metadata={"description": "What nobody can say, and why."},
    )
    profile = ma.fields.Dict(required=True)
    certificate = ma.fields.Dict(required=True)
    sandbox = ma.fields.List(ma.fields.String(), required=True)
    notices = ma.fields.List(ma.fields.String(), required=True)


class Summary(ma.Schema):
    """A card in a page: enough to show it, and the digest that tells whether the whole has changed."""

    class Meta:
        """Where the parts are those of the card."""

        fields = ("id", "slug", "url", "state", "app", "grade", "conditions", "certificate", "digest", "changed_at")

    id = ma.fields.String(required=True)
    slug = ma.fields.String(required=True)
    url = ma.fields.String(required=True)
    state = ma.fields.Nested(State, required=True)
    app = ma.fields.Dict(required=True)
    grade = ma.fields.Dict(required=True)
    conditions = ma.fields.List(ma.fields.Dict(), required=True)
    certificate = ma.fields.Dict(required=True)
    digest = ma.fields.String(required=True)
    changed_at = ma.fields.DateTime(required=True)


class Page(ma.Schema):
    """Some cards, in the order of their first publication."""

    items = ma.fields.List(ma.fields.Nested(Summary), required=True)
    next = ma.fields.String(required=True, allow_none=True, metadata={"description": "Cursor of the next page."})
    change = ma.fields.Integer(required=True, metadata={"description": "Number of the last public change."})


@counter.get("/listings")
@public
@counter.takes(ListingQuery, "query")
@counter.gives(200, Page, headers=TAGGED)
@counter.spares()
def list_listings(asked: Mapping[str, Any]) -> Response:
    """List public cards, a page at a time."""
    database = get_services().database
    change = get_change_number(database)  # read first: what is newer than it will be met again in /changes
    rows = _list_matching(asked.get("q", ""), asked.get("state"), read_cursor(asked.get("cursor")))
    kept = [row for row, _ in zip(rows, range(asked["size"] + 1), strict=False)]
    page, more = kept[: asked["size"]], len(kept) > asked["size"]
    document = {
        "items": [_summarize(row) for row in page],
        "next": write_cursor(page[-1].position) if more else None,
        "change": change,
    }
    return stamp(answer(document, digest_of(document)), change, page)


@counter.get("/listings/<name>")
@public
@counter.gives(200, Card, headers=TAGGED)
@counter.spares()
@counter.hears({"in": "header", "name": "If-None-Match", "schema": {"type": "string"}})
def read_listing(name: str) -> Response:
    """Read one card by its id or slug. A card once published answers for ever, suspended and withdrawn ones too."""
    database = get_services().database
    change = get_change_number(database)
    listing = get_listing(database, name)
    return stamp(answer(listing.card, listing.digest), change, [listing])


def stamp(response: Response, change: int, listings: list[Listing]) -> Response:
    """Say which state of the catalogue and which editions of the criteria an answer was made from."""
    response.headers["Sceau-Change"] = str(change)
    editions = sorted({listing.card["grade"]["edition"] for listing in listings})
    response.headers["Sceau-Editions"] = ", ".join(editions)
    return response


def _summarize(listing: Listing) -> dict[str, Any]:
    card = listing.card
    parts = ("id", "slug", "url", "state", "app", "grade", "conditions", "certificate")
    return {
        **{part: card[part] for part in parts},
        "digest": listing.digest,
        "changed_at": listing.changed_at.isoformat(),
    }


def _list_matching(words: str, state: str | None, after: int) -> Iterator[Listing]:
    """Match in memory: what a visitor searches for reaches no statement of the database, hence none of its logs."""
    wanted = plain(words).split()
    everything = state is not None and state not in IN_SEARCH
    while batch := list_page(get_services().database, after=after, size=BATCH, everything=everything):
        for listing in batch:
            if state in (None, listing.state) and all(word in _text_of(listing) for word in wanted):
                yield listing
        after = batch[-1].position


def _text_of(listing: Listing) -> str:
    app = listing.card["app"]
    return plain(" ".join([app["name"], *app["purpose"].values(), app["publisher"]["name"]]))


def plain(text: str) -> str:
    """Return text without accents or case: what two spellings of one word share."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(sign))
