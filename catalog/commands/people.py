"""Verbs on people: enrol a publisher, open and list accounts."""

import click

from catalog.commands.session import as_option, find_actor, open_services, parse_role, telling
from catalog.journal.actor import Role
from catalog.publishers.queries import list_accounts


@click.command()
@click.option("--name", required=True, help="Name of the organisation.")
@click.option("--country", required=True, help="Where it is established, two letters (FR).")
@click.option("--registration", default=None, help="Its number in the register.")
@click.option("--person", required=True, help="Name of its first person.")
@click.option("--email", required=True, help="Address of that person.")
@click.password_option(help="12 characters or more; asked for when not given.")
@telling
def enrol(name: str, country: str, registration: str | None, person: str, email: str, password: str) -> None:
    """Enrol a publisher and its first person."""
    services = open_services()
    publisher, account = services.publishers.enrol(name, country, person, email, password, registration=registration)
    click.echo(f"{publisher} {account}")


@click.command()
@as_option
@click.option("--name", required=True)
@click.option("--email", "address", required=True)
@click.option("--role", type=click.Choice([role.value for role in Role if role is not Role.PUBLISHER]), required=True)
@click.password_option(help="12 characters or more; asked for when not given.")
@telling
def open_account(email: str, name: str, address: str, role: str, password: str) -> None:
    """Open an account for one of the authority's people."""
    services = open_services()
    actor = find_actor(services, email)
    click.echo(services.publishers.open_account(actor, name, address, password, parse_role(role)))


@click.command()
@telling
def list_people() -> None:
    """List the accounts."""
    for account in list_accounts(open_services().database):
        click.echo(f"{account.role:10} {account.email:40} {account.name}")
