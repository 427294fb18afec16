"""Verbs anyone may use: read the catalogue, read and verify a certificate, report a problem."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import click

from catalog.certificates.queries import get_by_number
from catalog.commands.session import open_services, print_json, telling
from catalog.listings.queries import get_listing, list_page
from catalog.plumbing.clock import SystemClock, today
from catalog.plumbing.signing import SignatureRefused, verify

PAGE = 100


@click.command()
@click.option("--all", "everything", is_flag=True, help="Also what search no longer shows.")
@telling
def listings(*, everything: bool) -> None:
    """List the public catalogue."""
    services = open_services()
    after = 0
    while page := list_page(services.database, after=after, size=PAGE, everything=everything):
        for row in page:
            click.echo(f"{row.slug:40} {row.state:12} {row.card['app']['name']}")
        after = page[-1].position


@click.command()
@click.argument("app")
@telling
def listing(app: str) -> None:
    """Print one public card."""
    print_json(get_listing(open_services().database, app).card)


@click.command()
@click.argument("number")
@telling
def certificate(number: str) -> None:
    """Print one certificate: its signed text and its state."""
    services = open_services()
    with services.database.read() as session:
        standing = get_by_number(session, number)
    print_json({"state": standing.state, "jws": standing.signature.token, "document": standing.certificate.document})


@click.command()
@click.argument("token", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--keys", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=True, help="JWK set.")
@telling
def verify_certificate(token: Path, keys: Path) -> None:
    """Verify a certificate's signature against a set of keys, and its term; a demonstration's is refused.

    Whether it was suspended or withdrawn since stands at the address that it names.
    """
    try:
        document = verify(token.read_text(encoding="utf-8").strip(), _read_keys(keys))
    except UnicodeDecodeError as error:
        raise SignatureRefused(f"{token} is not a signed text") from error
    ends = date.fromisoformat(document["expires_on"])
    if ends < today(SystemClock()):
        raise SignatureRefused(f"the signature holds, but the certificate expired on {ends}: it certifies nothing now")
    print_json(document)


def _read_keys(path: Path) -> list[dict[str, Any]]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))["keys"]
    except (ValueError, KeyError, TypeError) as error:
        raise SignatureRefused(f"{path} is not a JWK set") from error
    if not isinstance(found, list) or not all(isinstance(key, dict) for key in found):
        raise SignatureRefused(f"{path} is not a JWK set")
    return found


@click.command()
@click.argument("app")
@click.argument("text")
@telling
def report(app: str, text: str) -> None:
    """Report that something is wrong with a listed app."""
    click.echo(open_services().surveillance.report(app, text))
