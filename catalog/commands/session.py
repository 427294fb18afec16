"""What every verb shares: an instance that is up to date, the person who acts, and how refusals are told."""

import functools
import json
import sys
from collections.abc import Callable
from typing import Any, ParamSpec

import click

from catalog.assembly import Services, assemble
from catalog.errors import CatalogError
from catalog.journal.actor import Actor, Role
from catalog.plumbing.schema import get_head, get_revision
from catalog.plumbing.settings import SettingsError, load_settings
from catalog.plumbing.signing import SignatureRefused
from catalog.publishers.queries import get_actor
from criteria.strict import EditionError

P = ParamSpec("P")
REFUSED = 1

as_option = click.option("--as", "email", envvar="SCEAU_EMAIL", required=True, help="Address of the account that acts.")
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
lang_option = click.option("--lang", type=click.Choice(["fr", "en"]), default="fr", show_default=True, help="Language.")


def open_services(*, current: bool = True) -> Services:
    """Put the instance together; `current` refuses a database that the migrations have not brought up to date."""
    services = assemble(load_settings())
    if current and get_revision(services.database.engine) != get_head():
        raise click.ClickException("the database is not up to date: run `sceau migrate` first")
    return services


def find_actor(services: Services, email: str) -> Actor:
    """Return the person who acts: whoever holds the machine may act as any account, and the journal says so."""
    return get_actor(services.database, email)


def telling(verb: Callable[P, None]) -> Callable[P, None]:
    """Tell a refusal in one line, on the error stream, and leave with 1; anything else is a defect and crashes."""

    @functools.wraps(verb)
    def told(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            verb(*args, **kwargs)
        except CatalogError as error:
            facts = ", ".join(f"{name}: {_plain(value)}" for name, value in error.facts.items() if value is not None)
            doc = (type(error).__doc__ or "").splitlines()[0]
            click.echo(f"sceau: {error.code}: {doc}{f' ({facts})' if facts else ''}", err=True)
            sys.exit(REFUSED)
        except (SettingsError, EditionError, SignatureRefused) as error:
            click.echo(f"sceau: {error}", err=True)
            sys.exit(REFUSED)

    return told


def _plain(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)


def print_json(document: Any) -> None:
    """Print a document, indented, in UTF-8."""
    click.echo(json.dumps(document, ensure_ascii=False, indent=2, sort_keys=False))


def parse_role(text: str) -> Role:
    """Return the role of this name."""
    return Role(text)
