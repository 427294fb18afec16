"""What the server refuses before the application sees it, told as a problem; nobody's large body is taken in."""

import json
from typing import Any

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.task import ErrorTask
from waitress.utilities import RequestEntityTooLarge

from web.auth import BODY_MAX
from web.problems import MEDIA, describe
from web.refusals import BY_STATUS

CREDENTIALS = frozenset({"AUTHORIZATION", "COOKIE"})


class Parser(HTTPRequestParser):  # type: ignore[misc]  # waitress publishes no types
    """Reads a request; a body over the ordinary ceiling is spooled to disk only for who claims to be somebody."""

    def received(self, data: bytes) -> int:
        """Take bytes in, and stop as soon as the header announces too much."""
        consumed: int = super().received(data)
        if self.headers_finished and not self.completed and self.content_length > BODY_MAX:
            self.refuse_nobody()
        return consumed

    def refuse_nobody(self) -> None:
        """Refuse a large body that comes without any credential."""
        if not CREDENTIALS & self.headers.keys():
            self.error = RequestEntityTooLarge("too large for a request without credentials")
            self.completed = True


class Refusing(ErrorTask):  # type: ignore[misc]  # waitress publishes no types
    """Answers a request that never reached the application."""

    def execute(self) -> None:
        """Answer the problem document, and close."""
        error: Any = self.request.error
        status, media, body = tell(error.code)
        self.status = status
        self.response_headers.append(("Content-Type", media))
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)


class Channel(HTTPChannel):  # type: ignore[misc]  # waitress publishes no types
    """One connection."""

    parser_class = Parser
    error_task_class = Refusing


def tell(status: int) -> tuple[str, str, bytes]:
    """Return status line, media type and body of a refusal made before the application."""
    code = BY_STATUS.get(status, "bad-request")
    problem = describe(code, {}, "fr")
    document = {**problem.document(), "status": status}
    return f"{status} {code}", MEDIA, json.dumps(document, ensure_ascii=False).encode()
