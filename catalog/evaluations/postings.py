"""Which apps hold which code packages: kept beside the blobs, so that a new signature finds its apps without any file.

Everything here can be made again from stored evidence. Apps are numbered; for each package name, the numbers of apps
that define it lie in pieces of a few thousand apps, so that one more app changes small pieces only.
"""

import sqlite3
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

PIECE = 4096  # apps of one piece: a number inside it takes two bytes
PATIENCE = 30.0  # seconds that one writer waits for another
_TABLES = """
CREATE TABLE app (number INTEGER PRIMARY KEY, digest TEXT UNIQUE NOT NULL, label TEXT NOT NULL);
CREATE TABLE name (number INTEGER PRIMARY KEY, name TEXT UNIQUE NOT NULL);
CREATE TABLE posting (name INTEGER NOT NULL, piece INTEGER NOT NULL, apps BLOB NOT NULL,
  PRIMARY KEY (name, piece)) WITHOUT ROWID;
"""
_RANGE = "(name.name = :exact OR (name.name >= :first AND name.name < :last))"
_FIND = f"SELECT piece, apps FROM name JOIN posting ON posting.name = name.number WHERE {_RANGE}"  # noqa: S608 - fixed words


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is kept of one app: its digest, what people call it, the packages that its code defines."""

    digest: str
    label: str
    packages: tuple[str, ...]


def sheet_of(evidence: Mapping[str, Any]) -> Sheet | None:
    """Take the sheet from evidence of a package; None for anything else."""
    facts = evidence.get("apk")
    if not isinstance(facts, Mapping) or "code" not in facts:
        return None
    label = f"{facts.get('packageName') or '?'} {facts.get('versionName') or '?'}"
    names = (row["name"] for row in facts["code"]["packages"] if row["count"] and row["name"])
    return Sheet(evidence["subject"]["sha256"], label, tuple(names))


class Postings:
    """The index in one file. Several processes may add and ask at the same time."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def add(self, sheets: Iterable[Sheet]) -> int:
        """Add apps, each once; what was added is there whole or not at all. Returns how many were new."""
        added = 0
        left = iter(sheets)
        with self._open() as base:
            while some := list(islice(left, PIECE)):
                with base:
                    base.execute("BEGIN IMMEDIATE")
                    added += _add(base, some)
        return added

    def find(self, prefix: str, limit: int = 100) -> tuple[int, list[tuple[str, str]]]:
        """How many apps define a package of this name or below it, and the first of them: digest and label."""
        if not self.path.is_file():
            return 0, []
        words = {"exact": prefix, "first": f"{prefix}.", "last": f"{prefix}/"}  # "/" follows "."
        with self._open() as base:
            (last,) = base.execute("SELECT coalesce(max(number), -1) FROM app").fetchone()
            marks = bytearray(last + 1 + PIECE)
            for piece, apps in base.execute(_FIND, words):
                first = piece * PIECE
                for number in array("H", apps):
                    marks[first + number] = 1
            numbers = list(islice((number for number, mark in enumerate(marks) if mark), limit))
            question = "SELECT digest, label FROM app WHERE number = ?"
            return marks.count(1), [base.execute(question, (number,)).fetchone() for number in numbers]

    def holds(self, digest: str) -> bool:
        """Whether an app is in the index."""
        if not self.path.is_file():
            return False
        with self._open() as base:
            return base.execute("SELECT 1 FROM app WHERE digest = ?", (digest,)).fetchone() is not None

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        if not self.path.exists():
            _make(self.path)
        with closing(sqlite3.connect(self.path, timeout=PATIENCE, isolation_level=None)) as base:
            base.execute("PRAGMA synchronous = NORMAL")
            yield base


def _make(path: Path) -> None:
    """Put an empty index there, whole at once: turning on its log is the one step for which SQLite waits for nobody."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=path.parent) as folder:
        new = Path(folder) / path.name
        with closing(sqlite3.connect(new)) as base:
            base.execute("PRAGMA journal_mode = WAL")
            base.executescript(_TABLES)
        with suppress(FileExistsError):  # another process was first
            path.hardlink_to(new)


def _add(base: sqlite3.Connection, sheets: list[Sheet]) -> int:
    fresh: dict[tuple[int, int], array[int]] = defaultdict(lambda: array("H"))  # name, piece -> apps inside the piece
    names: dict[str, int] = {}
    added = 0
    (last,) = base.execute("SELECT coalesce(max(number), -1) FROM app").fetchone()
    for sheet in sheets:
        row = (last + 1, sheet.digest, sheet.label)
        if not base.execute("INSERT INTO app VALUES (?, ?, ?) ON CONFLICT DO NOTHING", row).rowcount:
            continue
        last, added = last + 1, added + 1
        piece, inside = divmod(last, PIECE)
        for name in set(sheet.packages):
            number = names.get(name)
            if number is None:
                number = names[name] = _number(base, name)
            fresh[number, piece].append(inside)
    for (number, piece), apps in sorted(fresh.items()):
        base.execute(
            "INSERT INTO posting VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET apps = CAST(apps || excluded.apps AS BLOB)",
            (number, piece, apps.tobytes()),
        )
    return added


def _number(base: sqlite3.Connection, name: str) -> int:
    found = base.execute("SELECT number FROM name WHERE name = ?", (name,)).fetchone()
    if found is None:
        found = (base.execute("INSERT INTO name (name) VALUES (?)", (name,)).lastrowid,)
    number: int = found[0]
    return number
