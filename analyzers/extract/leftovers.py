"""What build tools leave in a package: version files of libraries, names of configuration resources."""

import re
from bisect import bisect_right
from typing import Any

from analyzers.extract.values import printable
from analyzers.formats.archive import Archive
from analyzers.formats.arsc import ResourceTable
from analyzers.formats.directory import Entry
from analyzers.formats.errors import FormatError

Fact = dict[str, Any]

MAX_FILE = 4_096
MAX_ROWS = 1_000
_VERSION_FILE = re.compile(r"META-INF/([A-Za-z0-9._-]{3,120})\.version")
_PROPERTIES = re.compile(r"(?:META-INF/|fabric/)?([A-Za-z][A-Za-z0-9._-]{2,80})\.properties")
_MAVEN = re.compile(r"META-INF/maven/([A-Za-z0-9._-]{2,120}/[A-Za-z0-9._-]{2,120})/pom\.properties")
_MODULE = re.compile(r"META-INF/([A-Za-z0-9._-]{3,120})\.kotlin_module")
_VERSION = re.compile(rb"^\s*version\s*[=:]\s*([0-9A-Za-z.+_-]{1,40})\s*$", re.MULTILINE)
_BREAK = re.compile(r"[.\-]|(?<=[a-z0-9])(?=[A-Z])")
_INSIDE = re.compile(r"[A-Z](?<=[a-z0-9].)")  # the same as the second half of it, sooner found
_BREAKS = str.maketrans(".-", "__")
_END = "\n"
_ENDS = re.compile(_END)
_PLAIN_VERSION = re.compile(rb"[0-9A-Za-z.+_-]{1,40}")
_KEY_WORDS = frozenset(
    [
        "id",
        "key",
        "token",
        "url",
        "sender",
        "senderid",
        "dsn",
        "secret",
        "client",
        "account",
        "project",
        "bucket",
        "uuid",
        "endpoint",
    ]
)


def leftovers_of(archive: Archive) -> list[Fact]:
    """Libraries that left a file which names them, with the version that it states."""
    rows: list[Fact] = []
    for entry in archive.entries:
        if not entry.name.startswith("META-INF/") and not entry.name.endswith(".properties"):
            continue
        for rule in (_VERSION_FILE, _PROPERTIES, _MODULE, _MAVEN):
            match = rule.fullmatch(entry.name)
            if match and len(rows) < MAX_ROWS:
                rows.append({"entry": entry.name, "name": printable(match[1]), "version": _version(archive, entry)})
    return rows


def _version(archive: Archive, entry: Entry) -> str | None:
    if entry.name.endswith(".kotlin_module"):
        return None
    try:
        body = archive.read(entry, MAX_FILE)
    except FormatError:
        return None
    found = _VERSION.search(body)
    text = found[1] if found else body.strip()
    return text.decode("ascii") if _PLAIN_VERSION.fullmatch(text) else None


def key_names(table: ResourceTable | None) -> list[str]:
    """String resources whose name says that they configure something: build tools write them for SDKs."""
    names = table.string_names() if table else []
    return sorted({printable(name) for name in _configuring(names)})[:MAX_ROWS]


def _configuring(names: list[str]) -> list[str]:
    """Those of many names that hold one of the words. The words are looked for in all names at once."""
    text = f"{_END}{_END.join(names)}{_END}"
    if text.count(_END) != len(names) + 1 or not text.isascii():
        return [name for name in names if not _KEY_WORDS.isdisjoint(_words_of(name))]
    words = _INSIDE.sub(r"_\g<0>", text).translate(_BREAKS).lower().replace(_END, f"_{_END}_")
    ends: list[int] | None = None
    found = set[int]()
    for word in _KEY_WORDS:
        at = words.find(f"_{word}_")
        while at >= 0:
            ends = ends or [match.start() for match in _ENDS.finditer(words)]
            found.add(bisect_right(ends, at) - 1)
            at = words.find(f"_{word}_", at + 1)
    return [names[number] for number in sorted(found)]


def _words_of(name: str) -> list[str]:
    """`gcm_defaultSenderId` speaks of a sender and of an id as much as `sender_id` does."""
    return _BREAK.sub("_", name).lower().split("_")
