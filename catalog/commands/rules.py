"""Verbs on the criteria: lint every edition, show what changed between two, judge a file under another."""

import click

from catalog.commands.explaining import find_submission
from catalog.commands.session import as_option, find_actor, lang_option, open_services, telling
from criteria.diff import diff, render_changelog
from criteria.load import list_editions, load_edition, load_questions


@click.command()
@telling
def lint() -> None:
    """Load every edition with all it pins; the first fault is told with its file and key."""
    for name in list_editions():
        edition = load_edition(name)
        click.echo(
            f"{name}: {len(edition.criteria)} criteria, {len(load_questions(edition))} questions, {edition.digest}"
        )


@click.command()
@click.argument("old")
@click.argument("new")
@lang_option
@telling
def show_diff(old: str, new: str, lang: str) -> None:
    """Show what changed between two editions."""
    text = render_changelog(diff(load_edition(old), load_edition(new)))
    click.echo(text.en if lang == "en" else text.fr)


@click.command()
@as_option
@click.argument("app")
@click.argument("edition")
@telling
def assess(email: str, app: str, edition: str) -> None:
    """Judge the stored findings of an app again under another edition; the verdicts of before stay."""
    services = open_services()
    assessment = services.surveillance.reassess(find_actor(services, email), find_submission(services, app), edition)
    for verdict in assessment.verdicts:
        click.echo(f"{assessment.edition_id}/{verdict.criterion:8} {verdict.level:7} {verdict.outcome}")
