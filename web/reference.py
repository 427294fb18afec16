"""Prints what is generated from the application: `python -m web.reference openapi` or `rights`."""

import sys

from flask import Flask

from catalog.assembly import assemble
from catalog.plumbing.settings import Settings
from web.api.openapi import get_document
from web.app import create_app
from web.auth import list_routes
from web.rights import write_table


def make_app() -> Flask:
    """Return the application over a database in memory: it is looked at, never asked."""
    return create_app(assemble(Settings(database="sqlite://")))


def write_openapi(app: Flask) -> str:
    """Return tests/contract/openapi.json."""
    with app.app_context():
        return get_document()


def write_rights(app: Flask) -> str:
    """Return docs/rights.md."""
    return write_table(list_routes(app))


def main(arguments: list[str]) -> int:
    """Print one reference; 2 when it is not named."""
    writers = {"openapi": write_openapi, "rights": write_rights}
    if len(arguments) != 1 or arguments[0] not in writers:
        print(f"usage: python -m web.reference {'|'.join(writers)}", file=sys.stderr)  # noqa: T201 - a program
        return 2
    print(writers[arguments[0]](make_app()), end="")  # noqa: T201 - the reference is this program's output
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
