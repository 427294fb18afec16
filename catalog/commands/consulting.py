"""Verbs on consultations: list the comments on a draft, comment, moderate, answer, record a panel's opinion."""

from datetime import datetime

import click

from catalog.commands.session import as_option, find_actor, open_services, telling
from catalog.consultations.model import CommentId
from catalog.consultations.queries import list_comments
from catalog.consultations.service import PanelVoice


@click.command()
@as_option
@telling
def comments(email: str) -> None:
    """List every comment on draft editions, those that wait for a moderator first."""
    services = open_services()
    for one in list_comments(services.database, find_actor(services, email)):
        state = "waiting" if one.moderation is None else "shown" if one.is_shown else "withheld"
        about = one.comment.edition_id + (f"/{one.comment.criterion}" if one.comment.criterion else "")
        click.echo(f"{one.comment.id}  {state:8} {about}: {' '.join(one.comment.text.split())[:80]}")


@click.command()
@click.argument("edition")
@click.argument("text")
@click.option("--criterion", help="The criterion it is about; without it, the edition as a whole.")
@click.option("--author", default="", help="A name to publish with it.")
@telling
def comment(edition: str, text: str, criterion: str | None, author: str) -> None:
    """Comment a draft edition, or one of its criteria; it appears once a person has read it."""
    click.echo(open_services().consultations.comment(edition, text, criterion=criterion, author=author))


@click.command()
@as_option
@click.argument("comment_id", metavar="COMMENT")
@click.argument("choice", type=click.Choice(["show", "withhold"]))
@click.option("--grounds", required=True)
@telling
def moderate(email: str, comment_id: str, choice: str, grounds: str) -> None:
    """Show a comment to everybody, or withhold it, with grounds."""
    services = open_services()
    verb = services.consultations.show if choice == "show" else services.consultations.withhold
    verb(find_actor(services, email), CommentId(comment_id), grounds)


@click.command()
@as_option
@click.argument("comment_id", metavar="COMMENT")
@click.argument("text")
@telling
def answer(email: str, comment_id: str, text: str) -> None:
    """Answer a comment; the answer is shown with it."""
    services = open_services()
    services.consultations.answer(find_actor(services, email), CommentId(comment_id), text)


@click.command()
@as_option
@click.argument("edition")
@click.option("--held-on", type=click.DateTime(["%Y-%m-%d"]), required=True, help="The day it met.")
@click.option("--members", type=int, required=True, help="How many people.")
@click.option("--opinion", type=click.Choice([voice.value for voice in PanelVoice]), required=True)
@click.option("--text", required=True, help="In its own words.")
@telling
def panel(email: str, edition: str, held_on: datetime, members: int, opinion: str, text: str) -> None:
    """Record what a panel of citizens concluded on an edition."""
    services = open_services()
    actor = find_actor(services, email)
    row = services.consultations.record_panel(actor, edition, held_on.date(), members, PanelVoice(opinion), text)
    click.echo(row)
