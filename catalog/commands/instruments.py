"""Verbs on the instruments' knowledge: how old each data set is, and which are missing."""

import click

from analyzers.knowledge.load import load_knowledge
from catalog.commands.session import telling
from catalog.plumbing.settings import load_settings


@click.command()
@telling
def age() -> None:
    """Tell name, version, date and licence of every data set, present or missing."""
    for item in load_knowledge(load_settings().datasets).datasets:
        state = "present" if item.present else "missing: lower coverage"
        click.echo(f"{item.name:20} {item.version or '-':24} {item.date or '-':12} {state}  {item.licence}")
