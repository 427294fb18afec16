"""`/apps`: the cards of a publisher's apps, before and after they are listed."""

from collections.abc import Mapping
from typing import Any

import marshmallow as ma

from catalog.journal.actor import Role
from catalog.submissions.app_card import CardDetails, Price
from catalog.submissions.model import App, AppId
from catalog.submissions.queries import get_app, list_apps
from web.api.counter import Counter, Sentence
from web.auth import allow, allow_signed_in, get_actor
from web.instance import get_services

counter = Counter("apps", __name__, "Apps: the object of assessment through its versions.")


class NewApp(ma.Schema):
    """An app's card: its name, and in one sentence what it is for."""

    name = Sentence(120, required=True)
    purpose_fr = Sentence(500, required=True)
    purpose_en = Sentence(500, required=True)
    contact = Sentence(254, required=True)
    needs = ma.fields.List(Sentence(40), load_default=None, allow_none=True)
    price = ma.fields.String(load_default=None, allow_none=True, validate=ma.validate.OneOf([p.value for p in Price]))
    languages = ma.fields.List(Sentence(3), load_default=None, allow_none=True)
    store_link = Sentence(500, load_default=None, allow_none=True)


class AppDocument(ma.Schema):
    """An app."""

    id = ma.fields.String(required=True)
    slug = ma.fields.String(required=True)
    name = ma.fields.String(required=True)
    purpose_fr = ma.fields.String(required=True)
    purpose_en = ma.fields.String(required=True)
    contact = ma.fields.String(required=True)
    needs = ma.fields.List(ma.fields.String(), required=True, allow_none=True)
    price = ma.fields.String(required=True, allow_none=True)
    languages = ma.fields.List(ma.fields.String(), required=True, allow_none=True)
    store_link = ma.fields.String(required=True, allow_none=True)
    publisher = ma.fields.String(required=True, attribute="publisher_id")
    fictional = ma.fields.Boolean(required=True, attribute="is_fictional")
    created_at = ma.fields.DateTime(required=True)


class Apps(ma.Schema):
    """Some apps, oldest first."""

    items = ma.fields.List(ma.fields.Nested(AppDocument), required=True)


@counter.post("/apps")
@allow(Role.PUBLISHER)
@counter.takes(NewApp)
@counter.gives(201, AppDocument)
def create_app(given: Mapping[str, Any]) -> App:
    """Open the card of an app."""
    services, actor = get_services(), get_actor()
    card = {name: given[name] for name in ("name", "purpose_fr", "purpose_en", "contact")}
    lists = {name: None if given[name] is None else tuple(given[name]) for name in ("needs", "languages")}
    details = CardDetails(**lists, price=given["price"], store_link=given["store_link"])
    return get_app(services.database, actor, services.submissions.create_app(actor, **card, details=details))


@counter.get("/apps")
@allow_signed_in
@counter.gives(200, Apps)
def read_apps() -> dict[str, Any]:
    """List one's own organisation's apps; every app for the authority's people."""
    return {"items": list_apps(get_services().database, get_actor())}


@counter.get("/apps/<app_id>")
@allow_signed_in
@counter.gives(200, AppDocument)
def read_app(app_id: AppId) -> App:
    """Read one app."""
    return get_app(get_services().database, get_actor(), app_id)
