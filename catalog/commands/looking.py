"""The verb for many packages and little time: what an app calls itself, who signed it, which known SDKs it holds."""

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from analyzers.knowledge.book import Knowledge, Sdk
from analyzers.knowledge.load import load_knowledge
from analyzers.sandbox.looks import LookRefused, take_look
from analyzers.sandbox.tiers import probe_sandbox
from catalog.commands.analyze import FAULT, REFUSED, SANDBOX, refuse_endless
from catalog.plumbing.settings import load_settings
from catalog.plumbing.terminal import dump, plain

SCHEMA = "sceau/look/1"
_OURS = frozenset({"crashed", "untrusted-answer", "no-sandbox"})
# The first look reads the code files that the platform loads, and nothing else: silence here is no evidence.
_BOUNDS = {
    "fr": "Premier regard : seuls les fichiers de code chargés par le système sont parcourus. "
    "Ne rien y voir ne prouve rien ; `sceau analyze` lit tout.",
    "en": "First look: only the code files that the platform loads are gone through. "
    "To see nothing in them proves nothing; `sceau analyze` reads everything.",
}
_WORDS = {
    "fr": ("classes définies", "seulement mentionné", "non lu", "refusé"),
    "en": ("classes defined", "only named", "not read", "refused"),
}


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print JSON (the default where the output is not a terminal).")
@click.option("--lang", type=click.Choice(["fr", "en"]), default="fr", help="Language of the summary.")
def look(files: tuple[Path, ...], *, as_json: bool, lang: str) -> None:
    """Take a first look at packages: identity, signer, known SDKs. It finds; that something is absent, it never says.

    Exit: 0 a document for each file, 2 wrong usage, 3 a file was refused by name, 4 our fault.
    """
    refuse_endless(files)
    settings = load_settings()
    knowledge = load_knowledge(settings.datasets, settings.cache_folder)
    tier = probe_sandbox(settings.cache_folder / SANDBOX).tier
    documents = [look_at(path, knowledge, tier) for path in files]
    if as_json or not sys.stdout.isatty():
        for document in documents:
            click.echo(dump(document))
    else:
        for path, document in zip(files, documents, strict=True):
            click.echo("\n".join(summarize(path.name, document, lang)))
        click.echo(_BOUNDS[lang])
    refused = {document["refused"] for document in documents} - {None}
    if refused:
        sys.exit(FAULT if refused & _OURS else REFUSED)


def look_at(path: Path, knowledge: Knowledge, tier: str | None = None) -> dict[str, Any]:
    """One document for one file, whatever it is."""
    by_prefix = {prefix: sdk for sdk in knowledge.sdks for prefix in sdk.prefixes}
    frame = {"schema": SCHEMA, "file": path.name, "bounds": _BOUNDS, "refused": None}
    try:
        seen = take_look(path, by_prefix, tier=tier)
    except LookRefused as refusal:
        return {**frame, "refused": refusal.code}
    return {**frame, **{key: value for key, value in seen.items() if key != "classes"}, "sdks": _sdks(seen, by_prefix)}


def _sdks(seen: Mapping[str, Any], by_prefix: Mapping[str, Sdk]) -> list[dict[str, Any]]:
    rows: dict[str, dict[str, Any]] = {}
    for prefix, (defined, named) in seen["classes"].items():
        sdk = by_prefix[prefix]
        fresh = {"sdk": sdk.id, "name": sdk.name, "purposes": list(sdk.purposes), "exodus": list(sdk.exodus)}
        row = rows.setdefault(sdk.id, {**fresh, "defined": 0, "named": 0})
        row["defined"] += defined
        row["named"] += named
    return [rows[key] for key in sorted(rows)]


def summarize(name: str, document: Mapping[str, Any], lang: str) -> Iterator[str]:
    """Lines for a person; nothing in them moves the cursor of a terminal."""
    yield from map(plain, _lines(name, document, lang))


def _lines(name: str, document: Mapping[str, Any], lang: str) -> Iterator[str]:
    defined, named, unread, refused = _WORDS[lang]
    if document["refused"]:
        yield f"{name}  {refused} ({document['refused']})"
        return
    yield f"{name}  {document['packageName'] or '?'} {document['versionName'] or ''}  sha256:{document['sha256']}"
    yield from (f"  ? {row['entry']} : {unread} ({row['why']})" for row in document["unread"])
    for row in document["sdks"]:
        count = f"{row['defined']} {defined}" if row["defined"] else named
        yield f"  • {row['name']} : {count}"
