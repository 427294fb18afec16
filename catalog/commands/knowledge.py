"""Verbs that hold a published list against our knowledge, propose what it adds, and accept it: two people."""

import hashlib
import json
from pathlib import Path

import click

from analyzers.knowledge.additions import read_additions, write_addition
from analyzers.knowledge.load import load_knowledge
from analyzers.knowledge.trackers import (
    MAX_FILE,
    BrokenListError,
    Difference,
    addition_of,
    compare_trackers,
    read_trackers,
)
from catalog.assembly import Services
from catalog.commands.session import find_actor, json_option, open_services, print_json, telling
from catalog.journal.actor import Actor, Role
from catalog.plumbing.settings import load_settings

_ROLES = frozenset({Role.EVALUATOR, Role.OPERATOR, Role.AUTHORITY})


@click.command("import")
@click.argument("form", type=click.Choice(["exodus"]))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--propose", is_flag=True, help="Write what it adds as a proposal, which another person accepts.")
@click.option("--as", "email", envvar="SCEAU_EMAIL", default=None, help="Address of the account that proposes.")
@json_option
@telling
def import_list(form: str, file: Path, *, propose: bool, email: str | None, as_json: bool) -> None:
    """Say what a tracker list adds to our knowledge, changes, contradicts. Writes only with --propose."""
    del form
    if propose and email is None:
        raise click.UsageError("--propose needs --as")
    with file.open("rb") as source:
        data = source.read(MAX_FILE + 1)
    knowledge = load_knowledge(load_settings().datasets)
    try:
        trackers = read_trackers(data)
    except BrokenListError as refusal:
        raise click.ClickException(f"{file.name}: {refusal}") from refusal
    differences = compare_trackers(trackers, knowledge)
    _print(len(trackers), differences, as_json=as_json)
    if propose and email is not None:
        fresh = {row.tracker for row in differences if row.nature == "adds"}
        added = [addition_of(one, knowledge) for one in trackers if one.id in fresh]
        _propose(email, hashlib.sha256(data).hexdigest(), [row for row in added if row["classes"] or row["hosts"]])


def _print(total: int, differences: list[Difference], *, as_json: bool) -> None:
    if as_json:
        print_json({"trackers": total, "differences": [row.as_row() for row in differences]})
        return
    for row in differences:
        names = ", ".join((*row.classes, *row.hosts))
        click.echo(f"{row.nature:12} {row.tracker:>4} {row.name} [{row.ours or '-'}] {row.said}: {names}".rstrip(": "))
    counts = {nature: sum(row.nature == nature for row in differences) for nature in _NATURES}
    click.echo(f"{total} trackers: " + ", ".join(f"{nature} {count}" for nature, count in counts.items()))


_NATURES = ("adds", "changes", "contradicts", "unread")


def _open(email: str) -> tuple[Services, Actor]:
    services = open_services()
    actor = find_actor(services, email)
    if actor.role not in _ROLES:
        raise click.ClickException("only an evaluator, an operator or the authority changes knowledge")
    return services, actor


def _propose(email: str, source: str, sdks: list[dict[str, object]]) -> None:
    services, actor = _open(email)
    if not sdks:
        raise click.ClickException("the list adds nothing: there is nothing to propose")
    with services.journal.act(actor) as act:
        stated = {"by": actor.account_id, "on": act.now.date().isoformat()}
        digest = write_addition(load_settings().datasets, sdks, source, stated)
        act.record("knowledge.proposed", digest, facts={"source_sha256": source, "sdks": len(sdks)})
    click.echo(digest)


@click.command()
@click.argument("digest")
@click.option("--as", "email", envvar="SCEAU_EMAIL", required=True, help="Address of the account that accepts.")
@telling
def accept(digest: str, email: str) -> None:
    """Accept what another person proposed: from then on it is part of the knowledge."""
    services, actor = _open(email)
    folder = load_settings().datasets
    found = [one for one in read_additions(folder) if one.digest.startswith(digest)]
    if len(digest) < len("0123456789ab") or len(found) != 1:
        raise click.ClickException("no such proposal: give twelve signs of its digest at least")
    (one,) = found
    if one.accepted is not None:
        raise click.ClickException("this proposal was accepted before")
    if one.proposed["by"] == actor.account_id:
        raise click.ClickException("whoever proposed cannot accept: a second person does")
    with services.journal.act(actor) as act:
        stated = {"by": actor.account_id, "on": act.now.date().isoformat()}
        write_addition(folder, json.loads(json.dumps(one.sdks)), one.source_sha256, one.proposed, stated)
        act.record("knowledge.accepted", one.digest, facts={"sdks": len(one.sdks)})
    click.echo(f"SDKs: {len(one.sdks)}, {one.digest}")
