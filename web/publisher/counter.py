"""The publisher's counter: sign in, enrol, open an app, lodge a file, answer, follow it step by step."""

from flask import Blueprint, Response

from web.auth import public
from web.pages import show

publisher = Blueprint("publisher", __name__)


@publisher.get("/sign-in")
@public
def sign_in() -> Response:
    """Ask who you are."""
    return show("publisher/sign_in.html")
