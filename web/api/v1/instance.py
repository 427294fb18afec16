"""`/health`, `/statistics` and `/reports`: how the instance stands, what it has done, and what readers report."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import marshmallow as ma

from catalog.evaluations.queries import list_recent_tiers
from catalog.listings.queries import count_listings, get_change_number
from catalog.plumbing.schema import get_head, get_revision
from catalog.publishers.queries import find_authority
from catalog.submissions.queries import count_submissions
from web.api.counter import Counter, Sentence
from web.auth import public
from web.instance import get_services

counter = Counter("instance", __name__, "The instance itself.")


class Dataset(ma.Schema):
    """One data set that the instruments consult, and from when it is."""

    name = ma.fields.String(required=True)
    version = ma.fields.String(required=True, allow_none=True)
    date = ma.fields.String(required=True, allow_none=True)
    licence = ma.fields.String(required=True, allow_none=True)
    attribution = ma.fields.String(required=True, allow_none=True)
    present = ma.fields.Boolean(required=True)
    added_by = ma.fields.String(
        required=True, allow_none=True, metadata={"description": "Office of the project that added this version."}
    )
    countersigned_by = ma.fields.String(
        required=True, allow_none=True, metadata={"description": "The other one that looked at it; null until then."}
    )


class Schema(ma.Schema):
    """Which migration the database is at, and which one this version needs."""

    at = ma.fields.String(required=True, allow_none=True)
    needed = ma.fields.String(required=True, allow_none=True)


class Health(ma.Schema):
    """How the instance stands."""

    instance = ma.fields.String(required=True, allow_none=True, metadata={"description": "`demo` or `real`."})
    authority = ma.fields.String(required=True, allow_none=True)
    schema = ma.fields.Nested(Schema, required=True)
    queue = ma.fields.Dict(
        keys=ma.fields.String(), values=ma.fields.Integer(), required=True, metadata={"description": "Jobs by state."}
    )
    sandbox = ma.fields.List(
        ma.fields.String(), required=True, metadata={"description": "Under what the last analyses ran."}
    )
    datasets = ma.fields.List(ma.fields.Nested(Dataset), required=True)


class Statistics(ma.Schema):
    """Counts by state; nothing about anybody."""

    submissions = ma.fields.Dict(keys=ma.fields.String(), values=ma.fields.Integer(), required=True)
    listings = ma.fields.Dict(keys=ma.fields.String(), values=ma.fields.Integer(), required=True)
    change = ma.fields.Integer(required=True)


class Report(ma.Schema):
    """What a reader reports about a listed app. No name is asked."""

    listing = Sentence(80, required=True, metadata={"description": "Id or slug of the listing."})
    text = Sentence(4000, required=True)


class Received(ma.Schema):
    """The report that was recorded."""

    id = ma.fields.String(required=True)


@counter.get("/health")
@public
@counter.gives(200, Health)
def read_health() -> dict[str, Any]:
    """Tell how the instance stands: demonstration or real, schema, queue, sandbox, data sets."""
    services = get_services()
    authority = find_authority(services.database)
    with services.database.read() as session:
        tiers = list_recent_tiers(session)
    return {
        "instance": authority.instance if authority else None,
        "authority": authority.name if authority else None,
        "schema": {"at": get_revision(services.database.engine), "needed": get_head()},
        "queue": services.queue.depth(),
        "sandbox": tiers,
        "datasets": [asdict(dataset) for dataset in services.evaluations.laboratory.knowledge().datasets],
    }


@counter.get("/statistics")
@public
@counter.gives(200, Statistics)
def read_statistics() -> dict[str, Any]:
    """Count files and listings by state."""
    database = get_services().database
    return {
        "submissions": count_submissions(database),
        "listings": count_listings(database),
        "change": get_change_number(database),
    }


@counter.post("/reports")
@public
@counter.takes(Report)
@counter.gives(201, Received)
def report(given: Mapping[str, Any]) -> dict[str, str]:
    """Report that something is wrong with a listed app."""
    return {"id": get_services().surveillance.report(given["listing"], given["text"])}
