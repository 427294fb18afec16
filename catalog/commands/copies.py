"""Verbs on copies for the bench: make one that trusts it, hold one against the build that it stands for."""

import json
import sys
from pathlib import Path
from typing import NoReturn

import click

from analyzers.bench.copying import check_copy, make_copy
from analyzers.bench.signing import load_key
from analyzers.sandbox.copies import CopyRefused
from catalog.bench.queries import describe_copies
from catalog.commands.session import as_option, find_actor, open_services, print_json, telling
from catalog.plumbing.settings import load_settings
from catalog.submissions.model import SubmissionId
from criteria.findings import Text

DIFFERENT, REFUSED = 1, 3
PACKAGE = click.Path(exists=True, dir_okay=False, path_type=Path)
_WORDS = {
    "stands": Text(
        "Cette copie ne diffère du paquet que par les autorités auxquelles elle fait confiance.",
        "This copy differs from the package in nothing but the authorities that it trusts.",
    ),
    "differs": Text(
        "Cette copie ne peut pas tenir lieu du paquet : ce que l'on en verrait ne prouverait rien de lui.",
        "This copy cannot stand for the package: what it would show proves nothing of it.",
    ),
    "blind": Text(
        "Cette copie ne fait pas confiance au banc : rien ne pourrait y être lu.",
        "This copy does not trust the bench: nothing could be read from it.",
    ),
}


@click.command()
@click.argument("package", type=PACKAGE)
@click.argument("target", type=click.Path(dir_okay=False, writable=True, path_type=Path))
def copy(package: Path, target: Path) -> None:
    """Copy PACKAGE to TARGET so that it trusts the bench, signed by the bench's own key (Android 7 or newer).

    Exit: 0 written, 3 refused by name: the package has no single reading, or cannot be edited.
    """
    try:
        make_copy(package, target, load_key(load_settings().state / "keys" / "bench-copies.pem"))
    except CopyRefused as refusal:
        _leave(refusal)
    click.echo(target)


@click.command()
@click.argument("certified", type=PACKAGE)
@click.argument("other", type=PACKAGE)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--lang", type=click.Choice(["fr", "en"]), default="fr", help="Language of the sentences.")
def compare(certified: Path, other: Path, *, as_json: bool, lang: str) -> None:
    """Say whether OTHER (a copy, an evaluation build) may stand for the CERTIFIED package, and every difference.

    Exit: 0 it may, 1 it may not, 3 refused by name.
    """
    try:
        comparison = check_copy(certified, other)
    except CopyRefused as refusal:
        _leave(refusal)
    if as_json:
        rows = [
            {"member": row.member, "how": row.how, "allowed": row.allowed, "fr": row.sentence.fr, "en": row.sentence.en}
            for row in comparison.differences
        ]
        click.echo(json.dumps({"stands_for": comparison.stands_for, "differences": rows}, ensure_ascii=False))
    else:
        for row in comparison.differences:
            click.echo(f"{'=' if row.allowed else '!'} {row.member}: {getattr(row.sentence, lang)}")
        is_same = all(row.allowed for row in comparison.differences)
        word = "stands" if comparison.stands_for else "blind" if is_same else "differs"
        click.echo(getattr(_WORDS[word], lang))
    if not comparison.stands_for:
        sys.exit(DIFFERENT)


@click.command()
@as_option
@click.argument("submission")
@telling
def make(email: str, submission: str) -> None:
    """Copy the build on file so that it trusts the bench, compare the two, and print where the copy lies."""
    services = open_services()
    actor, submission_id = find_actor(services, email), SubmissionId(submission)
    copy_id = services.copies.make(actor, submission_id)
    click.echo(services.copies.locate(actor, submission_id, copy_id))


@click.command()
@as_option
@click.argument("submission")
@click.argument("build", type=PACKAGE)
@telling
def bring(email: str, submission: str, build: Path) -> None:
    """Add the publisher's evaluation BUILD to a file; exit 1 where it differs in more than trust."""
    services = open_services()
    actor, submission_id = find_actor(services, email), SubmissionId(submission)
    with build.open("rb") as stream:
        copy_id = services.copies.bring(actor, submission_id, stream)
    row = next(row for row in describe_copies(services.database, actor, submission_id) if row["id"] == copy_id)
    print_json(row)
    if not row["stands_for"]:
        sys.exit(DIFFERENT)


def _leave(refusal: CopyRefused) -> NoReturn:
    click.echo(f"sceau: {refusal.code}: the package cannot be copied or compared", err=True)
    sys.exit(REFUSED)
