"""`/changes`: every change of a public row, numbered in commit order, so that a portal never misses a suspension."""

from collections.abc import Mapping
from typing import Any

import marshmallow as ma
from flask import Response

from catalog.listings.queries import get_change_number, list_changes
from catalog.plumbing.signing import digest_of
from web.api.conditions import answer
from web.api.counter import SIZE, Counter, Query, WholeNumber
from web.auth import public
from web.instance import get_services

counter = Counter("changes", __name__, "The numbered changes of the public catalogue, without gap.")


class ChangeQuery(Query):
    """From where to read."""

    after = WholeNumber(load_default=0, metadata={"description": "Number of the last change already applied."})
    size = SIZE


class Change(ma.Schema):
    """One change. A tombstone says that the row left the search; its address keeps answering."""

    number = ma.fields.Integer(required=True)
    kind = ma.fields.String(required=True)
    id = ma.fields.String(required=True)
    digest = ma.fields.String(required=True)
    tombstone = ma.fields.Boolean(required=True)
    at = ma.fields.DateTime(required=True)


class Changes(ma.Schema):
    """Some changes in order."""

    items = ma.fields.List(ma.fields.Nested(Change), required=True)
    next = ma.fields.Integer(required=True, allow_none=True, metadata={"description": "`after` of the next page."})
    last = ma.fields.Integer(required=True, metadata={"description": "Number of the last change there is."})


@counter.get("/changes")
@public
@counter.takes(ChangeQuery, "query")
@counter.gives(200, Changes)
@counter.spares()
def read_changes(asked: Mapping[str, Any]) -> Response:
    """Read the changes after a number, oldest first."""
    database = get_services().database
    last = get_change_number(database)
    rows = list_changes(database, after=asked["after"], size=asked["size"])
    document = {
        "items": [
            {
                "number": row.number,
                "kind": row.kind,
                "id": row.subject_id,
                "digest": row.digest,
                "tombstone": row.is_tombstone,
                "at": row.at.isoformat(),
            }
            for row in rows
        ],
        "next": rows[-1].number if rows and rows[-1].number < last else None,
        "last": last,
    }
    response = answer(document, digest_of(document))
    response.headers["Sceau-Change"] = str(last)
    return response
