"""Every resource of the API, registered in one place."""

from flask import Flask

from web.api import openapi
from web.api.bodies import check_body
from web.api.v1 import (
    apps,
    artifacts,
    captures,
    certificates,
    changes,
    consultations,
    copies,
    criteria,
    examinations,
    instance,
    listings,
    people,
    reviews,
    submissions,
    todo,
    uploads,
)

RESOURCES = (
    listings,
    changes,
    certificates,
    criteria,
    consultations,
    instance,
    people,
    apps,
    submissions,
    artifacts,
    uploads,
    captures,
    copies,
    examinations,
    reviews,
    todo,
)


def register(app: Flask) -> None:
    """Open the API's door on `app`."""
    app.before_request(check_body)
    api = openapi.make_api(app)
    for resource in RESOURCES:
        api.register_blueprint(resource.counter)
    openapi.publish(app, api)
