"""Where a package can talk to: hosts with their routes, gathered from code, resources, bundles and libraries."""

from collections.abc import Iterable
from typing import Any

from analyzers.extract.urls import clean_host, redact_path, split_url
from analyzers.extract.values import printable
from analyzers.formats.archive import Archive
from analyzers.formats.errors import FormatError
from analyzers.formats.mentions import Mentions, Place

Fact = dict[str, Any]

MAX_ENDPOINTS = 5_000
MAX_PATHS = 6
MAX_PLACES = 4
MAX_USERS = 8
MAX_CONSTANTS = 20_000
MAX_TEXT_FILE = 8 << 20
MAX_TEXTS = 96 << 20
_TEXTS = (
    ".json",
    ".js",
    ".html",
    ".htm",
    ".txt",
    ".xml",
    ".properties",
    ".yml",
    ".yaml",
    ".cfg",
    ".ini",
    ".toml",
    ".env",
)
_NEAR = (".local", ".localdomain", ".internal")
_FOLDERS = ("assets/", "res/raw/", "resources.arsc")


def look_at_texts(archive: Archive, mentions: Mentions, seen: Iterable[str]) -> list[Fact]:
    """Go through readable files and the resource table; those already read as a bundle are passed over."""
    done, spent = set(seen), 0
    unread: list[Fact] = []
    for entry in archive.entries:
        name = entry.name
        is_text = name.endswith(_TEXTS) or name == "resources.arsc"
        if not name.startswith(_FOLDERS) or not is_text or name in done or entry.size > MAX_TEXT_FILE:
            continue
        spent += entry.size
        if spent > MAX_TEXTS:
            break
        try:
            data, first, last = archive.span(entry, MAX_TEXT_FILE)
        except FormatError as refusal:
            if name != "resources.arsc":  # its own reader already says so
                unread.append({"entry": name, "why": refusal.code})
            continue
        mentions.look_at_text(data, first, last, name)
    return unread


def endpoints_of(mentions: Mentions) -> list[Fact]:
    """One row per host, in order: how it is written, its routes without what may tell a person, where, who loads it."""
    rows: dict[str, Fact] = {}
    for raw, place in mentions.urls.items():
        scheme, host, route = split_url(raw.decode("utf-8", "replace"))
        if host is None or not _is_network_name(host):
            continue
        row = _row(rows, host)
        if row is not None:
            _note(row, scheme, place, mentions.users.get(raw, ()))
            if len(row["paths"]) < MAX_PATHS and (path := redact_path(route)) not in ("", "/", *row["paths"]):
                row["paths"].append(path)
    for raw, place in mentions.hosts.items():
        host = clean_host(raw.decode("utf-8", "replace"))
        row = _row(rows, host) if host and _is_network_name(host) else None
        if row is not None:
            _note(row, None, place, mentions.users.get(raw, ()))
    lists = ("schemes", "paths", "users")
    return [row | {name: sorted(row[name]) for name in lists} for _, row in sorted(rows.items())]


def _is_network_name(host: str) -> bool:
    """A name of one word is a placeholder or the phone itself."""
    return ("." in host or ":" in host) and not host.endswith(_NEAR) and not host.startswith(("127.", "0.", "::"))


def _row(rows: dict[str, Fact], host: str) -> Fact | None:
    if host not in rows and len(rows) >= MAX_ENDPOINTS:
        return None
    fresh: Fact = {"host": printable(host), "schemes": [], "paths": [], "count": 0, "at": [], "users": []}
    return rows.setdefault(host, fresh)


def _note(row: Fact, scheme: str | None, place: Place, users: tuple[str, ...]) -> None:
    row["count"] += 1
    if scheme is not None and scheme not in row["schemes"]:
        row["schemes"].append(scheme)
    row["users"] = sorted({*row["users"], *map(printable, users)})[:MAX_USERS]
    entry, offset, length = place
    if len(row["at"]) < MAX_PLACES:
        row["at"].append({"entry": entry, "offset": offset, "length": length})


def constants_of(mentions: Mentions) -> list[str]:
    """Dotted names among the strings: setting keys, classes asked for by name. Renamers leave them alone."""
    return b"\n".join(sorted(mentions.names)).decode("ascii").split("\n")[:MAX_CONSTANTS] if mentions.names else []
