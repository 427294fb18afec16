"""Views find their services, and know which door a request came to."""

from flask import Flask

from tests.builders.instance import Instance
from web.instance import attach, get_services, is_for_api


def test_views_find_the_services_that_were_attached(instance: Instance) -> None:
    app = Flask("web")
    attach(app, instance.services)
    with app.app_context():
        assert get_services() is instance.services


def test_the_door_is_told_by_the_address() -> None:
    app = Flask("web")
    for path, expected in (("/api/v1/x", True), ("/api", False), ("/apiary", False), ("/", False)):
        with app.test_request_context(path):
            assert is_for_api() is expected
