"""A folder of apps, read on all cores: each in the jail, its evidence kept, its row written down at once.

What was written down is not read again: a run that was killed goes on where it stopped, and other criteria or other
knowledge are applied to the stored evidence, without the package.
"""

import json
import os
from collections.abc import Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from analyzers.contract import RunOutcome
from analyzers.extract.outcomes import outcome
from analyzers.folder import gather, is_set
from analyzers.knowledge.load import load_knowledge
from analyzers.registry import list_detectors
from analyzers.sandbox.forkserver import ForkServer
from analyzers.sandbox.run import EXTRACTOR_VERSION, run_extraction
from analyzers.sandbox.server import die_with
from catalog.evaluations.postings import Postings, sheet_of
from catalog.evaluations.triage import Reading, Row, judge, restore, store
from catalog.plumbing.signing import canonical
from catalog.plumbing.storage import ArtifactDigest, BlobCorrupted, BlobMissing, BlobStore
from criteria.findings import ArtifactKind
from criteria.load import load_edition

SUFFIXES = frozenset({".apk", ".apks", ".apkm", ".xapk"})
_ARCHIVE = b"PK\x03\x04"
_AHEAD = 4  # tasks handed out for each worker: enough that none waits


@dataclass(frozen=True, slots=True)
class Places:
    """Where a worker finds and leaves things."""

    state: Path
    datasets: Path
    cache: Path
    edition: str
    tier: str


@dataclass(frozen=True, slots=True)
class Task:
    """One app to read: where it is, by which name it is known, and evidence of it that is good already."""

    path: Path
    name: str
    stamp: tuple[int, int]  # size and time of its last change
    evidence: str | None = None
    code: str | None = None
    sha256: str = ""


def list_apps(folder: Path) -> tuple[list[tuple[Path, str]], list[str]]:
    """Every app below a folder, in the order of its name, and the files set aside because they are none.

    An app is a package file, told by its name or its first bytes, or a folder of the parts of one app.
    """
    found: list[tuple[Path, str]] = []
    aside: list[str] = []
    for place, folders, files in os.walk(folder):
        here = Path(place)
        if here != folder and is_set(here):
            found.append((here, str(here.relative_to(folder))))
            folders.clear()
            continue
        for path in (here / name for name in files):
            name = str(path.relative_to(folder))
            if _may_be_app(path):
                found.append((path, name))
            else:
                aside.append(name)
    return sorted(found, key=lambda pair: pair[1]), sorted(aside)


def _may_be_app(path: Path) -> bool:
    """Whether the file is called a package or begins as one. What cannot be opened is tried, and refused by name."""
    if path.suffix.lower() in SUFFIXES:
        return True
    try:
        if not path.is_file():  # a pipe would never end
            return False
        with path.open("rb") as source:
            return source.read(len(_ARCHIVE)) == _ARCHIVE
    except OSError:
        return True


class Ledger:
    """What is done, a line for each app, in a file that only grows. A line cut short by a kill counts as none."""

    def __init__(self, path: Path, under: Mapping[str, str]) -> None:
        self.path, self.under = path, dict(under)
        self.lines: dict[str, dict[str, Any]] = {}
        with suppress(FileNotFoundError), path.open("rb") as source:
            for line in source:
                with suppress(ValueError, KeyError, TypeError):
                    row = json.loads(line)
                    restore(row["row"])
                    self.lines[row["row"]["file"]] = row

    def find(self, name: str, stamp: tuple[int, int]) -> Row | None:
        """The row of an app that did not change, read and judged under what is in use now."""
        line = self._line(name, stamp)
        return restore(line["row"]) if line is not None and line.get("under") == self.under else None

    def find_evidence(self, name: str, stamp: tuple[int, int]) -> Row | None:
        """The row whose evidence is still good, though it was judged under something else."""
        line = self._line(name, stamp)
        same = line is not None and (line.get("under") or {}).get("extractor") == self.under["extractor"]
        return restore(line["row"]) if line is not None and same else None

    def _line(self, name: str, stamp: tuple[int, int]) -> dict[str, Any] | None:
        line = self.lines.get(name)
        return line if line is not None and line.get("stamp") == list(stamp) else None

    def add(self, row: Row, stamp: tuple[int, int]) -> None:
        """Write one line at once: what is there is whole, whoever is killed."""
        body = json.dumps({"row": store(row), "stamp": stamp, "under": self.under}, ensure_ascii=True) + "\n"
        self.path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            size = os.fstat(descriptor).st_size
            torn = size > 0 and os.pread(descriptor, 1, size - 1) != b"\n"
            os.write(descriptor, (b"\n" if torn else b"") + body.encode())
        finally:
            os.close(descriptor)


def stamp_of(path: Path) -> tuple[int, int]:
    """Size and time of the last change; of a folder, those of its files together."""
    rows = [one.stat() for one in (sorted(path.iterdir()) if path.is_dir() else [path])]
    return sum(row.st_size for row in rows), max((row.st_mtime_ns for row in rows), default=0)


class Worker:
    """One process of the run: its own server of jailed children, everything else read once."""

    def __init__(self, places: Places) -> None:
        self.places = places
        self.server = ForkServer()
        self.knowledge = load_knowledge(places.datasets, places.cache)
        self.edition = load_edition(places.edition)
        self.blobs = BlobStore(places.state / "blobs")
        self.postings = Postings(places.state / "postings.db")

    def work(self, task: Task) -> Row:
        """Read one app, keep its evidence, judge it."""
        reading = self._known(task) or self._read(task)
        return judge(reading, self.edition, list_detectors, self.knowledge)

    def _known(self, task: Task) -> Reading | None:
        if task.evidence is None or task.code is None:
            return None
        try:
            evidence = json.loads(self.blobs.get(ArtifactDigest(task.evidence)))
        except (BlobMissing, BlobCorrupted):
            return None
        return Reading(task.name, task.sha256, task.stamp[0], outcome(task.code), evidence, task.evidence)

    def _read(self, task: Task) -> Reading:
        try:
            if task.path.is_dir():
                with TemporaryDirectory() as place:
                    return self._extract(task.name, gather(task.path, Path(place) / "set"))
            return self._extract(task.name, task.path)
        except OSError:
            return Reading(task.name, "", task.stamp[0], outcome("unopened-file"), None, None)

    def _extract(self, name: str, path: Path) -> Reading:
        result = run_extraction(ArtifactKind.APK, path, tier=self.places.tier, runner=self.server.run)
        evidence = result.extraction.evidence
        ended: RunOutcome = result.extraction.outcome
        kept = None
        if evidence is not None:
            kept = str(self.blobs.put(canonical(evidence)).digest)
            sheet = sheet_of(evidence)
            if sheet is not None:
                self.postings.add([sheet])
        subject = result.subject
        return Reading(name, subject["sha256"], subject["size"], ended, evidence, kept)


_here: list[Worker] = []


def _start(places: Places, parent: int) -> None:
    die_with(parent)  # killed without a word, it would leave its workers waiting for ever
    _here.append(Worker(places))


def _work(task: Task) -> Row:
    return _here[0].work(task)


def under(knowledge: str, edition: str) -> dict[str, str]:
    """Under what a row is judged: when one of these changes, it is judged again; when the first does, read again."""
    detectors = " ".join(f"{one.manifest.name}={one.manifest.version}" for one in list_detectors(ArtifactKind.APK))
    return {"extractor": EXTRACTOR_VERSION, "knowledge": knowledge, "edition": edition, "detectors": detectors}


def plan(apps: list[tuple[Path, str]], ledger: Ledger) -> tuple[list[Row], list[Task]]:
    """What is known already, and what is to be done."""
    done: list[Row] = []
    left: list[Task] = []
    for path, name in apps:
        try:
            stamp = stamp_of(path)
        except OSError:
            stamp = (0, 0)
        if (row := ledger.find(name, stamp)) is not None:
            done.append(row)
            continue
        known = ledger.find_evidence(name, stamp)
        left.append(
            Task(path, name, stamp, known.evidence, known.code, known.sha256) if known else Task(path, name, stamp)
        )
    return done, left


def run(tasks: list[Task], places: Places, ledger: Ledger, workers: int | None = None) -> Iterator[Row]:
    """Do all tasks on all cores; each row is in the ledger before it is given."""
    count = min(workers or len(os.sched_getaffinity(0)), max(len(tasks), 1))
    context = get_context("spawn")  # a fork would share what a server of children must not share
    with ProcessPoolExecutor(count, context, _start, (places, os.getpid())) as pool:
        ahead = iter(tasks)
        running = {pool.submit(_work, task): task for task in islice(ahead, count * _AHEAD)}
        while running:
            for ended in wait(running, return_when=FIRST_COMPLETED).done:
                task = running.pop(ended)
                row = ended.result()
                ledger.add(row, task.stamp)
                running |= {pool.submit(_work, more): more for more in islice(ahead, 1)}
                yield row
