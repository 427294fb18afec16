"""Every resource is registered."""

import pkgutil

from web.api import v1
from web.api.register import RESOURCES
from web.reference import make_app


def test_no_module_of_the_api_is_left_out() -> None:
    found = {module.name for module in pkgutil.iter_modules(v1.__path__)}
    assert {resource.__name__.rpartition(".")[2] for resource in RESOURCES} == found


def test_every_resource_has_an_address_under_version_1() -> None:
    app = make_app()
    endpoints = {rule.endpoint.partition(".")[0]: rule.rule for rule in app.url_map.iter_rules()}
    assert all(endpoints[resource.counter.name].startswith("/api/v1/") for resource in RESOURCES)
