"""A folder given to `sceau analyze`: its apps on all cores, then one table, the most serious first."""

import sys
import time
from concurrent.futures.process import BrokenProcessPool
from hashlib import sha256
from pathlib import Path

import click

from analyzers.knowledge.load import load_knowledge
from analyzers.sandbox.tiers import probe_sandbox
from catalog.evaluations.batch import Ledger, Places, list_apps, plan, run, under
from catalog.evaluations.triage import Row, rank, render, store
from catalog.plumbing.settings import Settings
from catalog.plumbing.terminal import dump, plain
from criteria.load import list_editions, load_edition

SCHEMA = "sceau/triage/1"
SANDBOX = "sandbox.json"
_EVERY = 0.5  # seconds between two lines of progress
_SAID = {
    "fr": "Applications : {count}, déjà connues : {known} ; examinées : {done}, en {seconds:.1f} s, "
    "soit {speed:.1f} par seconde ; édition {edition}",
    "en": "Apps: {count}, known already: {known}; examined: {done}, in {seconds:.1f} s, "
    "{speed:.1f} apps per second; edition {edition}",
}
_NAMED = 5  # files set aside that are named; JSON names all
_ASIDE = {
    "fr": "Fichiers laissés de côté, qui ne sont pas des applications ({count}) : {names} ; "
    "une capture se lit en la donnant elle-même à `sceau analyze`",
    "en": "Files set aside, which are no apps ({count}): {names}; give a capture itself to `sceau analyze`",
}


def look_through(folder: Path, settings: Settings, datasets: Path, *, lang: str, as_json: bool) -> None:
    """Read every app below `folder` that is not known yet, and print the table. Killed, it goes on where it was."""
    edition = load_edition(list_editions()[-1])
    tier = probe_sandbox(settings.cache_folder / SANDBOX).tier
    places = Places(settings.state.absolute(), datasets.absolute(), settings.cache_folder, edition.id, tier)
    versions = under(load_knowledge(datasets, settings.cache_folder).version, edition.digest)
    name = sha256(str(folder.resolve()).encode()).hexdigest()[:16]
    ledger = Ledger(places.state / "triage" / f"{name}.jsonl", versions)
    apps, aside = list_apps(folder)
    rows, left = plan(apps, ledger)
    known, started = len(rows), time.monotonic()
    try:
        said = started
        for row in run(left, places, ledger) if left else ():
            rows.append(row)
            if time.monotonic() - said >= _EVERY:
                said = time.monotonic()
                _tell(len(rows), len(apps), (len(rows) - known) / (said - started))
    except BrokenProcessPool as error:
        raise click.ClickException("a worker was ended from outside; the same command goes on where it was") from error
    seconds = max(time.monotonic() - started, 1e-9)
    _print(rank(rows), (known, len(left), seconds), aside, edition.id, lang=lang, as_json=as_json)


def _tell(done: int, count: int, speed: float) -> None:
    """One line of progress, over the last one where that is possible."""
    end, start = ("", "\r") if sys.stderr.isatty() else ("\n", "")
    click.echo(f"{start}{done}/{count}  {speed:.1f} apps/s{end}", err=True, nl=False)


def _print(
    rows: list[Row], work: tuple[int, int, float], aside: list[str], edition: str, *, lang: str, as_json: bool
) -> None:
    known, done, seconds = work
    if sys.stderr.isatty():
        click.echo("\r\033[K", err=True, nl=False)
    if as_json:
        figures = {"apps": len(rows), "known": known, "done": done, "seconds": round(seconds, 3)}
        figures["apps_per_second"] = round(done / seconds, 2)
        document = {
            "schema": SCHEMA,
            "edition": edition,
            **figures,
            "set_aside": aside,
            "rows": [store(row) for row in rows],
        }
        click.echo(dump(document))
        return
    click.echo(render(rows, lang))
    speed = done / seconds
    said = _SAID[lang].format(count=len(rows), known=known, done=done, seconds=seconds, speed=speed, edition=edition)
    click.echo(said)
    if aside:
        names = ", ".join(aside[:_NAMED]) + (" …" if len(aside) > _NAMED else "")
        click.echo(plain(_ASIDE[lang].format(count=len(aside), names=names)))
