"""A caller of the web door in miniature: signs in as anyone, speaks JSON, and knows the form's token."""

import hmac
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.builders.instance import PASSWORD, Instance
from web.app import create_app
from web.auth import PURPOSE

API = "/api/v1"


@dataclass
class Caller:
    """Calls the application of one instance, without any network."""

    instance: Instance
    client: FlaskClient
    tokens: dict[str, str] = field(default_factory=dict)

    def token(self, who: str) -> str:
        """The token of one of the instance's people; made once."""
        if who not in self.tokens:
            self.tokens[who] = self.instance.services.publishers.sign_in(f"{who}@sceau.example", PASSWORD)
        return self.tokens[who]

    def call(self, method: str, path: str, who: str | None = None, **more: Any) -> TestResponse:
        """Call the API as `who`; `version` becomes If-Match."""
        headers = dict(more.pop("headers", {}))
        if who:
            headers["Authorization"] = f"Bearer {self.token(who)}"
        if (version := more.pop("version", None)) is not None:
            headers["If-Match"] = f'"{version}"'
        return self.client.open(
            path if path.startswith("/") else f"{API}/{path}", method=method, headers=headers, **more
        )

    def get(self, path: str, who: str | None = None, **more: Any) -> TestResponse:
        """Read."""
        return self.call("GET", path, who, **more)

    def post(self, path: str, who: str | None = None, **more: Any) -> TestResponse:
        """Act."""
        return self.call("POST", path, who, **more)

    def form_token(self, who: str) -> str:
        """What a form of this person carries."""
        return hmac.new(self.token(who).encode(), PURPOSE, sha256).hexdigest()

    def page(self, method: str, path: str, who: str | None = None, **more: Any) -> TestResponse:
        """Open a page, or send a form of ours, with the session's cookie and its token."""
        headers = {"Sec-Fetch-Site": "same-origin", **more.pop("headers", {})}
        if who:
            token = self.token(who)
            headers["Cookie"] = f"sceau_session={token}"
            headers["X-CSRF-Token"] = self.form_token(who)
        return self.client.open(path, method=method, headers=headers, **more)


def a_caller(instance: Instance) -> Caller:
    """Open the web door of `instance`."""
    return Caller(instance, create_app(instance.services).test_client(use_cookies=False))
