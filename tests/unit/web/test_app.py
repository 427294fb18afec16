"""The factory puts the doors together and starts only when every view says who may call it."""

import pytest
from flask import Blueprint

from tests.builders.instance import Instance
from web import app as factory
from web.auth import UndeclaredViewError


def test_the_application_has_the_api_and_the_services(instance: Instance) -> None:
    application = factory.create_app(instance.services)
    assert application.extensions["sceau"] is instance.services
    assert application.test_client().get("/api/v1/health").status_code == 200


def test_it_does_not_start_with_a_view_that_says_nothing(instance: Instance, monkeypatch: pytest.MonkeyPatch) -> None:
    careless = Blueprint("careless", __name__)
    careless.add_url_rule("/secret", view_func=lambda: "secret", endpoint="secret")
    monkeypatch.setattr(factory, "BLUEPRINTS", (*factory.BLUEPRINTS, careless))
    with pytest.raises(UndeclaredViewError, match="GET /secret"):
        factory.create_app(instance.services)
