"""Say it where readers were compiled from other sources: they are left aside, and nobody should wonder at the time."""

import click

from analyzers.sandbox import overlay

STALE = (
    "Les lecteurs compilés le sont d'autres sources : ils sont laissés de côté, `make compiled` les refait. / "
    "The compiled readers are of other sources: they are left aside, `make compiled` makes them again."
)


def warn_of_stale_readers() -> None:
    """One line for whoever runs the command; nothing where all is well."""
    if overlay.find_form(overlay.PLACE) is overlay.Form.STALE:
        click.echo(STALE, err=True)
