"""Packages, measured beside exodus-core and APKiD: `make bench-apk`. CPU time, medians of interleaved rounds.

`bench_apk.py [ros] [ROUNDS]`: real inputs (place by SCEAU_CORPUS), own fixtures, synthetic. What is lacking is named.
"""

import gc
import hashlib
import json
import mmap
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from functools import cache, partial
from pathlib import Path
from typing import Any

from analyzers.extract.apk import extract_apk
from analyzers.extract.glance import KnownClasses, glance
from analyzers.formats import inflate, mentions, scan
from analyzers.formats.archive import Archive, open_archive
from analyzers.formats.directory import DEFLATED, Entry
from analyzers.formats.errors import FormatError
from analyzers.formats.jar_manifest import read_columns
from analyzers.formats.scheme_v1 import MAX_TEXT_FILE, is_present
from analyzers.knowledge.book import Knowledge
from analyzers.knowledge.load import load_knowledge
from analyzers.registry import list_detectors
from analyzers.sandbox.child import write_answer
from criteria.findings import ArtifactKind
from tests.benchmarks.apk_samples import BUILT, ROOT, Sample, samples, tracker_list
from tests.integration.corpus import corpus

PEERS = ROOT / ".venv-peers"
_BLOCK = 1 << 20
_LONG = 20_000_000  # bytes of a package that takes long enough to be measured once a round
_ENVIRONMENT = {"PATH": os.defpath, "HOME": str(BUILT)}
Job = Callable[[Path], Any]


def _spent() -> float:
    rows = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(row.ru_utime + row.ru_stime for row in rows)


class Peer:
    """A peer in its own environment, kept warm."""

    def __init__(self, name: str, trackers: Path) -> None:
        libraries = sorted({str(path.parent) for path in (PEERS / "dexdump").rglob("*.so*")})
        place = os.pathsep.join([str(PEERS / "dexdump" / "usr" / "bin"), str(PEERS / "bin"), os.defpath])
        self.process = subprocess.Popen(
            [PEERS / "bin" / "python", ROOT / "tests" / "benchmarks" / "apk_peers.py", name, trackers],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, bufsize=1,
            env={"PATH": place, "LD_LIBRARY_PATH": os.pathsep.join(libraries), "HOME": str(BUILT)},
        )  # fmt: skip
        assert self.process.stdout
        while self.process.stdout.readline().strip() not in ("ready", ""):
            pass

    def ask(self, path: Path) -> dict[str, Any]:
        """What it answers for one package."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(f"{path}\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        return json.loads(line) if line else {"failure": "gone", "cpu": 0.0}


def _mapped(path: Path) -> mmap.mmap:
    with path.open("rb") as source:
        return mmap.mmap(source.fileno(), 0, access=mmap.ACCESS_READ)


def same_evidence(knowledge: Knowledge) -> Job:
    """Build what exodus-core states, as `sceau look` does in its child: metadata, certificate, digest, trackers."""
    by_prefix = {prefix: sdk for sdk in knowledge.sdks for prefix in sdk.prefixes}
    ready = {fast: known for fast in (scan.FAST, None) if (known := _known(by_prefix, fast))}

    def job(path: Path) -> list[int]:
        try:
            seen = glance(_mapped(path), ready[scan.FAST])
        except FormatError:
            return []
        assert json.dumps(seen)
        return sorted({number for prefix in seen["classes"] for number in by_prefix[prefix].exodus})

    return job


def _known(prefixes: Iterable[str], fast: Any) -> KnownClasses:
    """The prefixes made ready with the native matcher, or without it."""
    kept, scan.FAST = scan.FAST, fast
    try:
        known = KnownClasses(prefixes)
        _ = known._slow if fast is None else None
    finally:
        scan.FAST = kept
    return known


def full_report(knowledge: Knowledge) -> Job:
    """Build the whole evidence, every finding, and the JSON with which the child answers."""

    def job(path: Path) -> int:
        extraction = extract_apk(_mapped(path))
        evidence = extraction.evidence
        if evidence is None:
            return 0
        digest = evidence["subject"]["sha256"]
        found = [row.detect(digest, evidence, knowledge) for row in list_detectors(ArtifactKind.APK)]
        return len(write_answer(extraction)) + sum(len(detection.findings) for detection in found)

    return job


def standard_library(job: Job) -> Job:
    """Do the same with the standard library alone: its inflater, its expressions."""

    def slow(path: Path) -> Any:
        with ExitStack() as after:
            for module, name, value in (
                (inflate, "_MACHINES", (zlib,)),
                (scan, "FAST", None),
                (mentions, "_MARK", _PLAIN_MARK),
            ):
                after.callback(setattr, module, name, getattr(module, name))
                setattr(module, name, value)
            return job(path)

    return slow


def _plain_mark() -> scan.Mark:
    kept, scan.FAST = scan.FAST, None
    try:
        return scan.Mark(b"://")
    finally:
        scan.FAST = kept


_PLAIN_MARK = _plain_mark()


def zipfile_all(path: Path) -> int:
    """Read every entry with the standard library and do nothing with it."""
    total = 0
    with zipfile.ZipFile(path) as archive:
        for info in archive.infolist():
            try:
                total += len(archive.read(info))
            except (zipfile.BadZipFile, NotImplementedError, RuntimeError):
                total += 0
    return total


def floor(path: Path, *, digests: bool = False) -> None:
    """Inflate exactly the entries that the report reads, digest the file once whole and once in blocks (scheme v2).

    With `digests`, take those too that the evidence states or that decide a signature of the first scheme: of each
    code file and each library, and of each entry that the JAR manifest lists.
    """
    data = _mapped(path)
    hashlib.sha256(data).hexdigest()
    archive = open_archive(data)
    by_name = _digests_of_manifest(archive) if digests else {}
    for entry in archive.entries:
        if entry.index not in _read_by_report(path):
            continue
        stated = entry.name.endswith((".dex", ".so"))
        with memoryview(data) as whole, whole[entry.data : entry.data + entry.packed] as packed:
            body: Any = packed
            if entry.method == DEFLATED:
                body = inflate.inflate(packed, max(entry.size, entry.packed))
            if digests and stated:
                hashlib.sha256(body).digest()
            if entry.name in by_name and not (stated and by_name[entry.name] == "sha256"):
                hashlib.new(by_name[entry.name], body).digest()
    view = memoryview(data)
    for at in range(0, len(data), _BLOCK):
        hashlib.sha256(view[at : at + _BLOCK]).digest()


def _digests_of_manifest(archive: Archive) -> dict[str, str]:
    """Which digest the JAR manifest states of each entry, where the package is signed that way."""
    entry = archive.find("META-INF/MANIFEST.MF")
    columns = read_columns(archive.read(entry, MAX_TEXT_FILE)) if entry and is_present(archive) else None
    kinds = {"sha1-digest": "sha1", "sha-256-digest": "sha256"}
    return dict.fromkeys(columns.values, kinds[columns.key]) if columns and columns.key in kinds else {}


@cache
def _read_by_report(path: Path) -> frozenset[int]:
    """Which entries a report unpacks, found by looking over its shoulder once."""
    found: set[int] = set()
    with ExitStack() as after:
        for name in ("read", "chunks"):
            own = getattr(Archive, name)
            after.callback(setattr, Archive, name, own)
            setattr(Archive, name, _watched(own, found))
        extract_apk(_mapped(path))
    return frozenset(found)


def _watched(own: Callable[..., Any], found: set[int]) -> Callable[..., Any]:
    def look(archive: Archive, entry: Entry, *args: Any, **words: Any) -> Any:
        if entry.data >= 0 and not entry.implausible and entry.size <= 1 << 29:
            found.add(entry.index)
        return own(archive, entry, *args, **words)

    return look


def measure(sample: Sample, jobs: dict[str, Job], peers: dict[str, Peer], rounds: int) -> dict[str, Any]:
    """Run all jobs in turn, round by round; the median of each in milliseconds."""
    times: dict[str, list[float]] = {name: [] for name in (*jobs, *peers)}
    for number in range(rounds):
        # a small package is read three times a round: a few milliseconds are at the mercy of whatever else goes on
        for name, job in [*jobs.items()] * (1 if sample.size > _LONG else 3):
            gc.collect()
            gc.disable()  # as in the child that reads one file and ends
            before = _spent()
            job(sample.path)
            times[name].append(_spent() - before)
            gc.enable()
        for name, peer in peers.items():
            if number < min(rounds, 3):
                times[name].append(peer.ask(sample.path)["cpu"])
    return {name: round(1e3 * statistics.median(rows), 1) for name, rows in times.items()}


def cold(path: Path, rounds: int = 7) -> float:
    """CPU seconds of `sceau analyze` on one package, as typed: the median, once the first one has made its caches."""
    program = ROOT / ".venv" / "bin" / "sceau"
    times = []
    for _ in range(rounds):
        before = _spent()
        subprocess.run([program, "analyze", "--json", path], stdout=subprocess.DEVNULL, check=False)
        times.append(_spent() - before)
    return statistics.median(times[1:])


def folder(path: Path) -> tuple[float, float]:
    """Apps per second of `sceau analyze FOLDER` on all cores of this machine as it is, and per CPU second."""
    program = ROOT / ".venv" / "bin" / "sceau"
    with tempfile.TemporaryDirectory() as state:
        before = _spent()
        words = [program, "analyze", "--json", path]
        done = subprocess.run(words, stdout=subprocess.PIPE, env={**_ENVIRONMENT, "SCEAU_STATE": state}, check=True)
        spent = _spent() - before
    document = json.loads(done.stdout)
    return document["apps_per_second"], document["apps"] / spent


def peak(path: Path) -> int:
    """Peak memory, in MiB, of a process that does nothing but the full report; what rusage says begins with ours."""
    code = (
        "import sys;from pathlib import Path;from tests.benchmarks.bench_apk import full_report as f;"
        "from analyzers.knowledge.load import load_knowledge as k;f(k(None))(Path(sys.argv[1]));"
        "print(next(int(line.split()[1])>>10 for line in open('/proc/self/status') if line.startswith('VmHWM')))"
    )
    done = subprocess.run([sys.executable, "-c", code, path], capture_output=True, text=True, check=True, cwd=ROOT)
    return int(done.stdout)


def figures(rows: dict[Sample, dict[str, Any]]) -> list[dict[str, Any]]:
    """The promises of performance and what was measured, in the form that all benchmarks share."""
    large = {sample: row for sample, row in rows.items() if sample.dex > 1_000_000}

    def ratios(over: str, under: str, chosen: dict[Sample, dict[str, Any]]) -> list[float]:
        return [row[over] / row[under] for row in chosen.values() if over in row and row[over] and row.get(under)]

    found: list[dict[str, Any]] = []

    def state(name: str, values: list[float], pick: Callable[[list[float]], float], goal: float, better: str) -> None:
        if values:
            found.append({"name": name, "value": round(pick(values), 2), "goal": goal, "better": better})

    evidence, report = ratios("exodus-core", "evidence", large), ratios("exodus-core", "report", large)
    state("exodus-core / same evidence, worst", evidence, min, 40, "higher")
    state("exodus-core / same evidence, median", evidence, statistics.median, 50, "higher")
    state("exodus-core / full report, worst", report, min, 20, "higher")
    alone = ratios("exodus-core", "evidence, plain", large)
    state("exodus-core / same evidence, standard library alone, worst", alone, min, 20, "higher")
    unzip, ground = ratios("report", "zipfile", large), ratios("report", "floor", large)
    state("full report / zipfile reading every entry, worst", unzip, max, 1.0, "lower")
    state("full report / floor, median", ground, statistics.median, 1.5, "lower")
    state("full report / floor, worst", ground, max, 1.75, "lower")
    whole = ratios("report", "floor, all digests", large)
    state("full report / floor with all its digests, median", whole, statistics.median, 1.5, "lower")
    state("full report / floor with all its digests, worst", whole, max, 1.75, "lower")
    synthetic = [(sample, row["report"]) for sample, row in rows.items() if sample.name.startswith("synthetic")]
    if len(synthetic) > 1:
        per = [took / sample.size for sample, took in synthetic]
        state("CPU per byte, 100 MB over 50 MB", [per[1] / per[0]], max, 1.2, "lower")
        state("memory of the report on 100 MB, MiB", [float(peak(synthetic[1][0].path))], max, 200, "lower")
    state("cold command on a small app, CPU s", [cold(min(rows, key=lambda s: s.size).path)], max, 0.4, "lower")
    if (place := corpus()) is not None:
        speed, per_core = folder(place / "apk")
        state("analyze FOLDER, apps per second on this machine", [speed], max, 0, "higher")
        state("analyze FOLDER, apps per CPU second, children included", [per_core], max, 0, "higher")
    return found


def main(kinds: str = "ros", rounds: str = "5") -> int:
    """Measure, print, and write `build/bench/apk.json`."""
    knowledge = load_knowledge(None)
    jobs: dict[str, Job] = {"evidence": same_evidence(knowledge), "report": full_report(knowledge)}
    jobs |= {"zipfile": zipfile_all, "floor": floor, "floor, all digests": partial(floor, digests=True)}
    jobs |= {"evidence, plain": standard_library(jobs["evidence"])}
    peers, trackers = {}, tracker_list()
    if trackers is None or not (PEERS / "bin" / "python").exists():
        sys.stdout.write(
            "*** no tracker list (SCEAU_CORPUS) or no peers (.venv-peers): exodus-core is not measured ***\n"
        )
    else:
        peers = {"exodus-core": Peer("exodus", trackers)}
    rows: dict[Sample, dict[str, Any]] = {}
    for sample in samples(kinds):
        rows[sample] = row = measure(sample, jobs, peers, int(rounds))
        sys.stdout.write(f"{sample.name[:44]:<44} {sample.dex / 1e6:6.1f} MB code  {json.dumps(row)}\n")
        sys.stdout.flush()
    found = figures(rows)
    for row in found:
        sys.stdout.write(f"{row['name']:<52} {row['value']:>8}  goal {row['goal']} ({row['better']})\n")
    BUILT.mkdir(parents=True, exist_ok=True)
    (BUILT / "apk.json").write_text(json.dumps({"figures": found}, indent=1), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
