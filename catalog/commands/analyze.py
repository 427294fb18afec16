"""The verb that needs no instance: analyse files and print what was read, found and covered."""

import importlib
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import click

from analyzers.analyze import analyze as run
from analyzers.exports import to_cyclonedx, to_sarif
from analyzers.folder import is_set
from analyzers.knowledge.load import load_knowledge
from analyzers.registry import list_detectors
from analyzers.sandbox.limits import Levels
from analyzers.sandbox.tiers import probe_sandbox
from catalog.commands.hosts import tabulate
from catalog.commands.readers import warn_of_stale_readers
from catalog.plumbing.settings import load_settings
from catalog.plumbing.terminal import dump, plain

REFUSED, FAULT = 3, 4
SANDBOX = "sandbox.json"
_CONTESTED = {"fr": "[entrée contestée]", "en": "[contested entry]"}
FORMS: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {"cyclonedx": to_cyclonedx, "sarif": to_sarif}


def refuse_endless(files: Iterable[Path]) -> None:
    """Refuse what may have no end: a pipe, a socket, a device. Only a file or a folder is opened.

    Raises:
        UsageError: one of them is neither.
    """
    for path in files:
        if not (path.is_file() or path.is_dir()):
            raise click.UsageError(f"{str(path)!r} is neither a file nor a folder: store it as a file first")


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print JSON (the default where the output is not a terminal).")
@click.option("--hosts", is_flag=True, help="Print the servers of captures as a table: where, who, whose law.")
@click.option("--format", "form", type=click.Choice(sorted(FORMS)), help="Print JSON in the words of a standard.")
@click.option("--min-sdk", type=int, default=None, help="Verify signatures from this Android level on.")
@click.option("--max-sdk", type=int, default=None, help="Verify signatures up to this Android level.")
@click.option("--datasets", type=click.Path(path_type=Path), default=None, help="Where the data sets are.")
@click.option("--one-app", is_flag=True, help="Take a folder for the parts of one app.")
@click.option("--lang", type=click.Choice(["fr", "en"]), default="fr", help="Language of the summary.")
def analyze(
    files: tuple[Path, ...],
    *,
    as_json: bool,
    hosts: bool,
    form: str | None,
    min_sdk: int | None,
    max_sdk: int | None,
    datasets: Path | None,
    one_app: bool,
    lang: str,
) -> None:
    """Analyse APKs and captures, each in a child of its own.

    Of a folder, all apps are read on all cores, their evidence is kept, and a table names the most serious first; the
    same command goes on where it was stopped. A folder with base.apk and its splits is one app.

    Exit: 0 a document for each file, 2 wrong usage, 3 a file was refused by name, 4 our fault.
    """
    settings = load_settings()
    refuse_endless(files)
    folders = [path for path in files if path.is_dir() and not one_app and not is_set(path)]
    if folders and len(files) > 1:
        raise click.UsageError("a folder of apps is given alone")
    if folders:
        call = importlib.import_module("catalog.commands.folders").look_through
        call(folders[0], settings, datasets or settings.datasets, lang=lang, as_json=as_json)
        return
    knowledge = load_knowledge(datasets or settings.datasets, settings.cache_folder)
    tier = probe_sandbox(settings.cache_folder / SANDBOX).tier
    warn_of_stale_readers()
    levels = None if min_sdk is None and max_sdk is None else Levels(min_sdk, max_sdk)
    documents = [run(path, list_detectors, knowledge, levels=levels, tier=tier) for path in files]
    if hosts and not (form or as_json):
        for document in documents:
            click.echo("\n".join(map(plain, tabulate(document, lang, knowledge))))
    elif form or as_json or not sys.stdout.isatty():
        for document in documents:
            click.echo(dump(FORMS[form](document) if form else document))
    else:
        for path, document in zip(files, documents, strict=True):
            click.echo("\n".join(summarize(path, document, lang)))
    states = {document["outcome"]["state"] for document in documents}
    if any(document["outcome"]["code"] in ("crashed", "untrusted-answer") for document in documents):
        sys.exit(FAULT)
    if states & {"refused", "limit"}:
        sys.exit(REFUSED)


def summarize(path: Path, document: dict[str, Any], lang: str) -> Iterator[str]:
    """Lines for a person; nothing in them moves the cursor of a terminal."""
    yield from map(plain, _lines(path, document, lang))


def _lines(path: Path, document: dict[str, Any], lang: str) -> Iterator[str]:
    outcome = document["outcome"]
    yield f"{path.name}  sha256:{document['subject']['sha256']}  {document['subject']['size']} B"
    yield f"  {outcome['state']} ({outcome['code']}) {outcome['message'][lang]}"
    for finding in document["findings"]:
        contested = f" {_CONTESTED[lang]}" if finding["attributes"].get("contested") else ""
        yield f"  • {finding['kind']}{contested}: {finding['reasoning'][lang]}"
    for coverage in document["coverage"]:
        if coverage["extent"] != "complete":
            yield f"  ? {coverage['kind']} ({coverage['scope']}, {coverage['extent']}): {coverage['reason'][lang]}"
