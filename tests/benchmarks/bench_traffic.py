"""Captures, measured beside mitmproxy and TrackHAR: `make bench-traffic`. CPU time, medians of interleaved rounds.

`bench_traffic.py [ROUNDS] [FLOWS] [MIB,MIB…]`: our own session and, where SCEAU_CORPUS names them, real archives. What
is lacking is named. mitmproxy only reads its file; we read the capture, take all layers off and search every value.
"""

import json
import os
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Any

from analyzers.sandbox.overlay import PLACE, Form, find_form
from tests.benchmarks.spending import spent_on, spent_on_values
from tests.benchmarks.traffic_flows import (
    SEEDS,
    flows_of,
    from_archive,
    grown,
    lines_of,
    seeded_har,
    session,
)

ROOT = Path(__file__).resolve().parents[2]
BUILT = ROOT / "build" / "bench"
_CAPTURE_TOOLS = ROOT / ".venv-capture" / "bin" / "python"
_TRACKHAR = ROOT / "build" / "trackhar"
_CORPUS = Path(os.environ.get("SCEAU_CORPUS", ROOT.parent / "shared" / "corpus"))  # noqa: TID251 - the runner's own switch
_COMPILED_JOBS = (("values", "har"), ("evidence", "har"), ("evidence", "lines"), ("evidence", "flow"))
_COMPARED = ("values", "har", "lines", "flow")
Row = dict[str, Any]


class Peer:
    """A peer in its own environment, kept warm."""

    def __init__(self, command: list[str | Path], folder: Path) -> None:
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, bufsize=1,
            cwd=folder,
        )  # fmt: skip

    def ask(self, path: Path | str) -> Row:
        """What it answers for one file, or for one job and a file."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(f"{path}\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        return json.loads(line) if line else {"failure": "gone", "cpu": 0.0}

    def close(self) -> None:
        """End it."""
        self.process.communicate()


def find_peers() -> dict[str, Peer]:
    """The peers that are here; what is lacking is named."""
    found: dict[str, Peer] = {}
    if _CAPTURE_TOOLS.exists():
        found["mitmproxy"] = Peer([_CAPTURE_TOOLS, ROOT / "tests" / "benchmarks" / "traffic_peers.py"], ROOT)
    else:
        sys.stdout.write("*** no .venv-capture (make capture): mitmproxy is not measured ***\n")
    if (_TRACKHAR / "node_modules" / "trackhar").is_dir():
        script = _TRACKHAR / "traffic_peer.mjs"  # beside its library, where node looks for it
        script.write_bytes((ROOT / "tests" / "benchmarks" / "traffic_peer.mjs").read_bytes())
        found["trackhar"] = Peer(["node", script], _TRACKHAR)
    else:
        sys.stdout.write("*** no npm or no node: TrackHAR is not measured ***\n")
    if find_form() is Form.COMPILED:
        found["compiled"] = compiled_reader(PLACE)
    else:
        sys.stdout.write("*** no compiled readers (make compiled): the sources alone are measured ***\n")
    return found


def compiled_reader(place: Path | str) -> Peer:
    """Our own readers in another form; the sources themselves where `plain` is asked for."""
    return Peer([sys.executable, "-m", "tests.benchmarks.traffic_form", str(place)], ROOT)


def measure(name: str, files: dict[str, bytes], peers: dict[str, Peer], rounds: int) -> Row:
    """Each in turn, round by round: microseconds per flow, medians."""
    folder = BUILT / "traffic"
    folder.mkdir(parents=True, exist_ok=True)
    paths = {kind: folder / f"{name}.{kind}" for kind in files}
    for kind, path in paths.items():
        path.write_bytes(files[kind])
    times: dict[str, list[float]] = {}
    flows = 0
    for _ in range(rounds):
        for kind, data in files.items():
            took, flows = spent_on(data)
            times.setdefault(kind, []).append(took)
        times.setdefault("values", []).append(spent_on_values(files["har"]))
        for job, kind in _COMPILED_JOBS if "compiled" in peers else ():
            if kind in files:
                said = peers["compiled"].ask(f"{job} {paths[kind]}")
                times.setdefault(f"{kind if job == 'evidence' else job}, compiled", []).append(said["cpu"])
        for peer, kind in (("mitmproxy", "flow"), ("trackhar", "har")):
            if peer in peers:
                times.setdefault(peer, []).append(peers[peer].ask(paths[kind])["cpu"])
    return {"flows": flows, **{kind: round(1e6 * statistics.median(rows) / flows, 1) for kind, rows in times.items()}}


def peak(path: Path) -> Row:
    """Peak memory in MiB, and CPU seconds, of the jailed child that reads one capture: the parent is kept small."""
    code = (
        "import resource,sys\nfrom pathlib import Path\nfrom analyzers.sandbox.run import run_extraction as run\n"
        "from criteria.findings import ArtifactKind as k\nr=run(k.CAPTURE,Path(sys.argv[1]))\n"
        "u=resource.getrusage(resource.RUSAGE_CHILDREN)\n"
        "print(r.extraction.outcome.code,r.peak_mib,u.ru_utime+u.ru_stime)"
    )
    done = subprocess.run([sys.executable, "-c", code, path], capture_output=True, text=True, check=True, cwd=ROOT)
    state, mib, cpu = done.stdout.split()
    return {"state": state, "mib": int(mib), "cpu": round(float(cpu), 1)}


def tables() -> Row:
    """Forms and digests of the session's test values, and the MiB that their automaton takes."""
    code = (
        "import json,resource,sys\nfrom analyzers.extract.disguises import list_disguises\n"
        "from analyzers.extract.known import KnownValues\n"
        "forms=[one for row in json.loads(sys.argv[1]) for one in list_disguises(row['category'],row['value'])]\n"
        "used=lambda:int(open('/proc/self/statm').read().split()[1])*resource.getpagesize()\n"
        "before=used()\nknown=KnownValues(forms)\n"
        "print(len(forms),sum(one.stand=='digest' for one in forms),(used()-before)/(1<<20))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, json.dumps(SEEDS)], capture_output=True, text=True, check=True, cwd=ROOT
    )
    forms, digests, mib = done.stdout.split()
    found = {"values": len(SEEDS), "forms": int(forms), "digests": int(digests), "mib": round(float(mib), 1)}
    sys.stdout.write(f"test values: {json.dumps(found)}\n")
    return found


def long_captures(sizes: list[int]) -> dict[int, Row]:
    """Archives of these sizes in MiB, through the jail; nothing of them stays."""
    small = seeded_har(session(400))
    found: dict[int, Row] = {}
    path = BUILT / "traffic" / "long.har"
    for size in sizes:
        with path.open("wb") as file:
            file.writelines(grown(small, size << 20))
        found[size] = peak(path)
        path.unlink()
        sys.stdout.write(f"{size} MiB: {json.dumps(found[size])}\n")
        sys.stdout.flush()
    return found


def real_archives() -> dict[str, dict[str, bytes]]:
    """Archives of the corpus, as we and as mitmproxy read them."""
    folder = _CORPUS / "flows" / "reporthar"
    if not folder.is_dir():
        sys.stdout.write("*** SCEAU_CORPUS: no real archives here ***\n")
        return {}
    return {
        path.stem: {"har": path.read_bytes(), "flow": flows_of(from_archive(path))}
        for path in sorted(folder.glob("*.har"))
    }


def figures(rows: dict[str, Row], long: dict[int, Row], values: Row) -> list[Row]:
    """The promises and what was measured, in the form that all benchmarks share."""
    found: list[Row] = []

    def state(name: str, value: float, goal: float, better: str) -> None:
        found.append({"name": name, "value": round(value, 2), "goal": goal, "better": better})

    for name, row in rows.items():
        for what, value in row.items():
            kind, comma, form = what.partition(", ")
            job = "parse and test values alone" if kind == "values" else f"whole evidence, {kind}"
            if "mitmproxy" in row and kind in _COMPARED:
                state(f"mitmproxy reading / {job} ({name}){comma}{form}", row["mitmproxy"] / value, 25, "higher")
            if "trackhar" in row and kind == "har":
                state(f"TrackHAR / {job} ({name}){comma}{form}", row["trackhar"] / value, 1, "higher")
    state(f"automaton of {values['forms']} forms of {values['values']} test values, MiB", values["mib"], 24, "lower")
    for size, row in long.items():
        state(f"memory on {size} MiB, MiB ({row['state']})", row["mib"], 64, "lower")
    if len(long) > 1:
        per = [row["cpu"] / size for size, row in long.items()]
        state("CPU per byte, largest over second", per[-1] / per[-2], 1.2, "lower")
    return found


def main(rounds: str = "5", flows: str = "4000", sizes: str = "10,100,500") -> int:
    """Measure, print, and write `build/bench/traffic.json`."""
    BUILT.mkdir(parents=True, exist_ok=True)
    peers = find_peers()
    source = session(int(flows))
    har = seeded_har(source)
    files = {"session": {"har": har, "lines": lines_of(har), "flow": flows_of(source)}, **real_archives()}
    rows: dict[str, Row] = {}
    for name, forms in files.items():
        rows[name] = measure(name, forms, peers, int(rounds))
        sys.stdout.write(f"{name:<26} us per flow: {json.dumps(rows[name])}\n")
        sys.stdout.flush()
    found = figures(rows, long_captures([int(size) for size in sizes.split(",") if size]), tables())
    for row in found:
        sys.stdout.write(f"{row['name']:<64} {row['value']:>8}  goal {row['goal']} ({row['better']})\n")
    (BUILT / "traffic.json").write_text(json.dumps({"figures": found}, indent=1), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
