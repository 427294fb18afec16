"""The operator's pages: how the service is, what it keeps of its visitors, how accessible it is, whom to warn."""

from datetime import timedelta

from flask import Blueprint, Response, make_response

from web.auth import public
from web.instance import get_services
from web.operator.status import read_status
from web.pages import show

operator = Blueprint("operator", __name__)
YEAR = timedelta(days=365)


@operator.get("/health")
@public
def health() -> Response:
    """Say demo or real, how deep the queue is, how old the data are."""
    return show("operator/health.html", status=read_status(get_services()))


@operator.get("/privacy")
@public
def privacy() -> Response:
    """Say what this site keeps of its visitors and of those who sign in."""
    return show("operator/privacy.html", hours=get_services().settings.token_hours)


@operator.get("/accessibility")
@public
def accessibility() -> Response:
    """State the accessibility of this site, honestly."""
    return show("operator/accessibility.html")


@operator.get("/sources")
@public
def sources() -> Response:
    """Name the data sets, their dates and licences."""
    return show("operator/sources.html", status=read_status(get_services()))


@operator.get("/contact")
@public
def contact() -> Response:
    """Say how to reach the people who run this instance."""
    return show("operator/contact.html")


@operator.get("/.well-known/security.txt")
@public
def security() -> Response:
    """Say whom to warn of a weakness (RFC 9116)."""
    services = get_services()
    origin = services.settings.public_origin
    expires = (services.clock.now() + YEAR).replace(microsecond=0, hour=0, minute=0, second=0)
    lines = (
        f"Contact: {origin}/contact",
        f"Expires: {expires.strftime('%Y-%m-%dT%H:%M:%SZ')}",
        "Preferred-Languages: fr, en",
        f"Canonical: {origin}/.well-known/security.txt",
    )
    response = make_response("\n".join(lines) + "\n")
    response.content_type = "text/plain; charset=utf-8"
    return response
