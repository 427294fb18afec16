"""Verbs on the instruments' knowledge: how old each data set is, which apps hold what a signature names."""

import json
import time

import click

from analyzers.extract.apk import SCHEMA
from analyzers.knowledge.book import DatasetAge
from analyzers.knowledge.load import load_knowledge
from catalog.commands.session import json_option, open_services, print_json, telling
from catalog.evaluations.postings import Postings, sheet_of
from catalog.evaluations.queries import list_evidence
from catalog.plumbing.settings import load_settings
from catalog.plumbing.storage import ArtifactDigest


@click.command()
@telling
def age() -> None:
    """Tell name, version, date and licence of every data set, present or missing."""
    for item in load_knowledge(load_settings().datasets).datasets:
        state = "present" if item.present else "missing: lower coverage"
        click.echo(
            f"{item.name:20} {item.version or '-':24} {item.date or '-':12} {state}  {item.licence}{_signed(item)}"
        )


def _signed(item: DatasetAge) -> str:
    """Who stands behind a version that people make: the one who added it and the one who countersigned it."""
    if item.name != "sceau-knowledge" and item.added_by is None:
        return ""
    return f"  added by {item.added_by or 'nobody'}, countersigned by {item.countersigned_by or 'nobody yet'}"


@click.command()
@click.argument("prefix")
@click.option("--limit", type=click.IntRange(0), default=100, show_default=True, help="How many apps are listed.")
@json_option
@telling
def find(prefix: str, limit: int, *, as_json: bool) -> None:
    """Find every examined app whose code defines the package PREFIX or one below it; no package file is read again."""
    started = time.perf_counter()
    count, rows = Postings(load_settings().postings).find(prefix.strip("."), limit)
    took = round(1000 * (time.perf_counter() - started), 1)
    if as_json:
        apps = [{"sha256": digest, "app": label} for digest, label in rows]
        print_json({"prefix": prefix, "count": count, "milliseconds": took, "apps": apps})
        return
    for digest, label in rows:
        click.echo(f"{digest}  {label}")
    click.echo(f"apps that define {prefix}: {count}; looked up in {took} ms", err=True)


@click.command()
@telling
def index() -> None:
    """Note the packages of every app in the stored evidence that is not noted yet, such as after a restored backup."""
    services = open_services()
    postings = Postings(load_settings().postings)
    with services.database.read() as session:
        digests = list_evidence(session, SCHEMA)
    documents = (json.loads(services.blobs.get(ArtifactDigest(digest))) for digest in digests)
    added = postings.add(sheet for document in documents if (sheet := sheet_of(document)) is not None)
    click.echo(f"apps added: {added}, of {len(digests)}")
