"""Verbs of the operator: make an instance real, bring its database up to date, serve it, tell how it stands."""

import sys

import click

from analyzers.sandbox.overlay import find_form
from catalog.assembly import assemble
from catalog.commands.readers import warn_of_stale_readers
from catalog.commands.session import open_services, print_json, telling
from catalog.journal.queries import get_head as get_journal_head
from catalog.plumbing import schema
from catalog.plumbing.logs import configure_logs
from catalog.plumbing.settings import load_settings
from catalog.plumbing.signing import make_key
from catalog.plumbing.supervisor import Program, supervise
from catalog.publishers.queries import find_authority
from catalog.worker import make_worker, run_forever

BROKEN = 1


@click.command()
@click.option("--name", required=True, help="The authority's name, as certificates will carry it.")
@click.option("--operator", required=True, help="Name of the first operator.")
@click.option("--email", required=True, help="Address of the first operator.")
@click.password_option(help="Password of the first operator, 12 characters or more; asked for when not given.")
@click.option("--admission", type=click.Choice(["person", "automatic"]), default="person", show_default=True)
@telling
def init(name: str, operator: str, email: str, password: str, admission: str) -> None:
    """Make a real instance: first operator, keys, the authority's name. No demonstration data."""
    settings = load_settings()
    services = assemble(settings)
    schema.migrate(services.database.engine)
    services.publishers.found(name, "real", admission=admission)
    make_key(settings.state / "keys", demo=False)
    services.publishers.open_first(operator, email, password)
    click.echo(f"{name}: a real instance under {settings.state}. Open accounts with `sceau account open`.")


@click.command()
@telling
def migrate() -> None:
    """Bring the database to the head of the migrations."""
    engine = assemble(load_settings()).database.engine
    before = schema.get_revision(engine)
    schema.migrate(engine)
    click.echo(f"{before or 'empty'} -> {schema.get_head()}")


@click.command()
@telling
def serve() -> None:
    """Serve pages and API and work on the queue, in one process group; Ctrl-C stops both."""
    settings = load_settings()
    open_services()
    programs = [
        Program("web", (sys.executable, "-m", "web.serve"), restarts=False),
        Program("worker", (sys.executable, "-m", "catalog.worker"), restarts=True),
        Program("bench", (sys.executable, "-m", "catalog.worker", "bench"), restarts=True),
    ]
    warn_of_stale_readers()
    click.echo(f"Sceau: {settings.public_origin}  (Ctrl-C stops)")
    sys.exit(supervise(programs))


@click.command()
@click.option("--once", is_flag=True, help="Do what waits, then stop.")
@telling
def work(*, once: bool) -> None:
    """Work on the queue of record."""
    configure_logs()
    if once:
        click.echo(f"{make_worker(open_services()).drain()} jobs done")
    else:
        open_services()
        run_forever(load_settings())


@click.command()
@telling
def health() -> None:
    """Tell how the instance stands: demo or real, schema, queue, keys, and the form in which captures are read."""
    services = assemble(load_settings())
    revision, head = schema.get_revision(services.database.engine), schema.get_head()
    authority = find_authority(services.database) if revision == head else None
    print_json(
        {
            "instance": authority.instance if authority else None,
            "authority": authority.name if authority else None,
            "schema": {"at": revision, "needed": head},
            "queue": services.queue.depth() if revision == head else {},
            "capture_readers": find_form().value,
        }
    )


@click.command()
@click.option("--head", "expected", default=None, help="number:digest known from elsewhere; shows a journal cut short.")
@telling
def check_journal(expected: str | None) -> None:
    """Re-compute the whole chain of the journal."""
    services = open_services()
    known = None
    if expected:
        number, _, digest = expected.partition(":")
        known = (int(number), digest)
    broken = services.journal.find_break(known)
    if broken is not None:
        click.echo(f"the chain breaks at entry {broken}", err=True)
        sys.exit(BROKEN)
    count, last = get_journal_head(services.database)
    click.echo(f"{count} entries hold; head {count}:{last}")


@click.command()
@telling
def head() -> None:
    """Print the journal's head, to keep elsewhere."""
    number, digest = get_journal_head(open_services().database)
    click.echo(f"{number}:{digest}")
