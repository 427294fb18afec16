"""The one instance that this process serves: its services, for every view."""

from flask import Flask, current_app, request

from catalog.assembly import Services

KEY = "sceau"
API_ROOT = "/api/"


def attach(app: Flask, services: Services) -> None:
    """Make `services` those of `app`."""
    app.extensions[KEY] = services


def get_services() -> Services:
    """Return the services of the application that handles this request."""
    services: Services = current_app.extensions[KEY]
    return services


def is_for_api() -> bool:
    """Whether this request came to the API's door, so that errors answer as documents and not as pages."""
    return request.path.startswith(API_ROOT)
