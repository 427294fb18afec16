"""The web door: `python -m web.serve` answers on one address with threads, and writes down nobody's visit."""

import errno
import ipaddress
import logging
import signal
import sys
from typing import Any

from flask import Flask
from waitress.server import create_server

from catalog.assembly import assemble
from catalog.errors import Unavailable
from catalog.plumbing.logs import configure_logs
from catalog.plumbing.schema import get_head, get_revision
from catalog.plumbing.settings import Settings, SettingsError, load_settings
from catalog.publishers.queries import find_authority
from web.app import create_app
from web.threshold import Channel

THREADS = 8
MISUSED = 2
ENVELOPE = 1 << 16  # what a request may weigh beside the file it carries
PATIENCE = 120  # seconds that a silent connection is kept


class CannotServeError(Exception):
    """The server cannot start; the message is the one sentence that says why and what to do."""


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach `host`."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def make_app(settings: Settings) -> Flask:
    """Return the application of this instance.

    Raises:
        CannotServeError: the database is not up to date, there is no authority, or a demonstration would be exposed.
    """
    services = assemble(settings)
    if get_revision(services.database.engine) != get_head():
        raise CannotServeError("the database is not up to date: run `sceau migrate` first.")
    authority = find_authority(services.database)
    if authority is None:
        raise CannotServeError("this state belongs to nobody yet: run `sceau init` or `sceau dev seed` first.")
    if authority.instance == "demo" and not is_loopback(settings.host):
        raise CannotServeError(
            f"a demonstration listens on this machine only: SCEAU_HOST must be 127.0.0.1, not {settings.host}."
        )
    services.uploads.sweep()
    return create_app(services)


def open_server(app: Flask, settings: Settings) -> Any:  # waitress publishes no types
    """Listen, without answering yet.

    Raises:
        CannotServeError: the port is taken, or is not ours to take.
    """
    logging.getLogger("waitress").setLevel(logging.CRITICAL)  # its messages quote addresses
    try:
        server = create_server(
            app,
            host=settings.host,
            port=settings.port,
            threads=THREADS,
            ident=None,
            channel_timeout=PATIENCE,
            max_request_body_size=settings.max_upload + ENVELOPE,
            clear_untrusted_proxy_headers=True,
        )
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise CannotServeError(
                f"port {settings.port} of {settings.host} is taken: stop what holds it, or set SCEAU_PORT."
            ) from error
        raise CannotServeError(f"cannot listen on {settings.host}:{settings.port}: {error.strerror}.") from error
    server.channel_class = Channel
    return server


def main() -> int:
    """Serve until stopped; 2 with one sentence when that cannot be."""
    configure_logs()
    try:
        settings = load_settings()
        server = open_server(make_app(settings), settings)
    except (CannotServeError, SettingsError) as error:
        print(f"sceau: {error}", file=sys.stderr)  # noqa: T201 - said to whoever started it
        return MISUSED
    except Unavailable as error:
        print(f"sceau: {error.code}: {type(error).__doc__}", file=sys.stderr)  # noqa: T201 - likewise
        return MISUSED
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # requests in hand are finished
    server.run()
    return 0


if __name__ == "__main__":
    sys.exit(main())
