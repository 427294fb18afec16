"""Verbs on the criteria: lint every edition, show what changed, publish one, judge a file under another."""

import sys
from pathlib import Path

import click

from catalog.commands.explaining import find_submission
from catalog.commands.session import REFUSED, as_option, find_actor, lang_option, open_services, telling
from catalog.journal.actor import Role
from catalog.plumbing.clock import today
from catalog.publishers.service import RoleRefused, require
from criteria.diff import diff, render_changelog
from criteria.load import (
    HERE,
    check_edition,
    list_book,
    list_editions,
    list_faults,
    load_edition,
    load_questions,
    read_document,
)
from criteria.parse_edition import digest_edition
from criteria.publishing import publish
from criteria.strict import EditionError

PUBLISHING = (Role.AUTHORITY, Role.EVALUATOR, Role.OFFICER)


@click.command()
@telling
def lint() -> None:
    """Read every question, criterion and edition; each fault is told in one sentence with its file and key."""
    if faults := list_faults():
        for fault in faults:
            click.echo(f"sceau: {fault}", err=True)
        sys.exit(REFUSED)
    click.echo(f"{len(list_book())} versions of criteria in the book")
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
@click.argument("edition")
@click.option("--by", "people", multiple=True, required=True, help="Address of who publishes; give it twice.")
@click.option("--folder", type=click.Path(path_type=Path), default=HERE / "editions", help="Where the editions are.")
@telling
def publish_edition(edition: str, people: tuple[str, ...], folder: Path) -> None:
    """Publish a draft edition, by two people, one of whom decides: from then on it never changes."""
    path, name = folder / f"{edition}.yaml", f"criteria/editions/{edition}.yaml"
    if not path.is_file():
        raise EditionError(f"criteria/editions: {edition} is not an edition.")
    services = open_services()
    actors = {actor.account_id: actor for actor in (find_actor(services, email) for email in people)}
    for actor in actors.values():
        require(actor, *PUBLISHING)
    deciding = next((actor for actor in actors.values() if actor.role is Role.AUTHORITY), None)
    if deciding is None:
        raise RoleRefused(role=Role.EVALUATOR)
    text = publish(
        path.read_text(encoding="utf-8"),
        name,
        today(services.clock),
        tuple(actors),
        lambda dated: digest_edition(read_document(dated, name)),
    )
    digest = check_edition(text, name).digest
    with services.journal.act(deciding) as act:
        act.record("edition.published", edition, facts={"digest": digest, "by": sorted(actors)})
        path.write_text(text, encoding="utf-8")
    click.echo(f"{edition}: published, {digest}")


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
