"""The child as it lives, started alone or by the fork server: locked up, limited, and never believed."""

import json
import os
import signal
import statistics
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path

import pytest

from analyzers.analyze import analyze
from analyzers.bench.person import invent_person
from analyzers.extract.capture import extract_capture
from analyzers.extract.document import extract_document
from analyzers.extract.package import extract_package
from analyzers.knowledge.load import load_knowledge
from analyzers.sandbox import oneshot
from analyzers.sandbox import run as run_module
from analyzers.sandbox.forkserver import ForkServer
from analyzers.sandbox.limits import MIB, Levels, Limits
from analyzers.sandbox.listening import Runner
from analyzers.sandbox.oneshot import run_alone
from analyzers.sandbox.run import run_excerpt, run_extraction
from analyzers.sandbox.tiers import SandboxState, probe_sandbox
from criteria.findings import ArtifactKind
from tests.builders.hostile_apk import a_good_apk
from tests.builders.papers import a_docx, a_pdf, a_web_page, an_odt

pytestmark = pytest.mark.integration

Misbehave = Callable[[str], Runner]

_ROOT = str(Path(run_module.__file__).parents[2])
# An interpreter's own manners at the end of a script.
_ORDERLY = "import os\ntry: exec(act)\nexcept SystemExit as end: os._exit(end.code)"
_SHORT = Limits(wall_seconds=1.5, cpu_seconds=1, output_bytes=MIB)


@pytest.fixture(name="package")
def fixture_package(tmp_path: Path) -> Path:
    path = tmp_path / "app"
    path.write_bytes(a_good_apk())
    return path


@pytest.fixture(name="server")
def fixture_server() -> Iterator[ForkServer]:
    server = ForkServer()
    yield server
    server.close()


@pytest.fixture(name="runner", params=["alone", "forked"])
def fixture_runner(request: pytest.FixtureRequest, server: ForkServer) -> Runner:
    """Both ways to start a child: everything below holds for both."""
    return run_alone if request.param == "alone" else server.run


@pytest.fixture(name="misbehave", params=["alone", "forked"])
def fixture_misbehave(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Misbehave]:
    """Children that run a script of the test's instead of the reader."""
    servers: list[ForkServer] = []

    def alone(script: str) -> Runner:
        monkeypatch.setattr(oneshot, "start_command", lambda *_: [sys.executable, "-I", "-c", script])
        return run_alone

    def forked(script: str) -> Runner:
        act = f"import os, sys; exec({script!r}); sys.stdout.flush(); os._exit(0)"
        boot = (
            f"import sys; sys.path.insert(0, {_ROOT!r}); from analyzers.sandbox import child, server\n"
            f"child.main = lambda words: exec({_ORDERLY!r}, {{'act': {act!r}}})\nserver.serve({os.getpid()})"
        )
        servers.append(ForkServer([sys.executable, "-I", "-B", "-c", boot]))
        return servers[-1].run

    yield alone if request.param == "alone" else forked
    for server in servers:
        server.close()


def test_no_escape_is_allowed_from_inside_the_real_child() -> None:
    state = probe_sandbox()
    print(f"\nsandbox {state.words}: {state.probes} probes, {len(state.allowed)} allowed")  # noqa: T201 - a figure of the proof

    assert state.allowed == ()
    assert state.probes >= 40
    assert state.tier in ("B", "C")


def test_the_probes_can_fail_where_nothing_is_locked() -> None:
    script = "from analyzers.sandbox.probes import _PYTHON, _works; print(_works(_PYTHON['read-library']))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, cwd=_ROOT, text=True, check=True)

    assert done.stdout.strip() == "True"


def test_no_escape_is_allowed_from_a_forked_child(server: ForkServer, package: Path) -> None:
    with package.open("rb") as source:
        ended = server.run(["probe", probe_sandbox().tier], source.fileno(), Limits())
    found = json.loads(ended.answer)
    print(f"\nforked child: {len(found)} probes, {sum(found.values())} allowed")  # noqa: T201 - a figure of the proof

    assert ended.exit == 0
    assert len(found) == probe_sandbox().probes
    assert not any(found.values())


def test_an_honest_file_is_read_in_the_jail(package: Path, runner: Runner) -> None:
    result = run_extraction(ArtifactKind.APK, package, runner=runner)

    assert result.extraction.outcome.code == "read"
    assert (result.tier, result.peak_mib > 0) == (probe_sandbox().tier, True)
    assert result.subject["size"] == package.stat().st_size


def test_the_child_gives_what_the_reader_gives(package: Path, runner: Runner) -> None:
    assert run_extraction(ArtifactKind.APK, package, runner=runner).extraction == extract_package(package.read_bytes())


def test_a_capture_with_test_values_is_read_in_the_jail_as_outside(tmp_path: Path, runner: Runner) -> None:
    """What is looked for in every alphabet needs no file that the jail does not give."""
    person = [asdict(value) for value in invent_person("sub_1")]
    words = [[f"X-{name}", f"=?{name}?Q?=C9lo=EFse?="] for name in ("windows-1252", "iso-8859-15", "koi8-r")]
    sent = {"method": "GET", "url": f"https://a.example/{person[0]['value']}?x=%20", "headers": words}
    person.append({"category": "personName", "value": "Éloïse"})
    entry = {"startedDateTime": "2026-11-27T06:00:01Z", "request": sent, "response": {"status": 200}}
    stated = {"sceau": "capture/1", "records_failures": True, "seeded": person}
    capture = tmp_path / "capture.jsonl"
    capture.write_text("".join(json.dumps(row) + "\n" for row in (stated, {"entry": entry}, {"end": 1})))
    given = run_extraction(ArtifactKind.CAPTURE, capture, runner=runner).extraction

    assert given.outcome.code == "read"
    assert given == extract_capture(capture.read_bytes())


@pytest.mark.parametrize(
    ("script", "code"),
    [
        ("while True: pass", "time"),
        ("import time; time.sleep(99)", "time"),
        ("import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(99)", "time"),
        ("import os\nwhile True: os.write(1, b'x' * 65536)", "output"),
        ("import os\nwhile True: os.write(2, b'x' * 65536)", "output"),
        ("import os; os.abort()", "crashed"),
        ("import os; os.kill(os.getpid(), 11)", "crashed"),
        ("raise SystemExit(3)", "crashed"),
        ("import os; os._exit(77)", "memory"),
        ("import os; os._exit(76)", "no-sandbox"),
        ("pass", "untrusted-answer"),
        ("print('{}')", "untrusted-answer"),
        ('print(\'{"evidence": null, "code": "read"}\')', "untrusted-answer"),
        ('print(\'{"evidence": NaN, "code": "read"}\')', "untrusted-answer"),
        ("import os, time; os.close(1); os.close(2); time.sleep(99)", "time"),
    ],
)
def test_a_child_that_misbehaves_has_a_named_end(package: Path, misbehave: Misbehave, script: str, code: str) -> None:
    result = run_extraction(ArtifactKind.APK, package, _SHORT, tier="B", runner=misbehave(script))

    assert (result.extraction.outcome.code, result.extraction.evidence) == (code, None)
    assert result.seconds < 10


def test_nothing_outlives_the_child(package: Path, misbehave: Misbehave, tmp_path: Path) -> None:
    born = tmp_path / "born"
    script = (
        f"import os, time\nif os.fork(): os._exit(0)\nopen({str(born)!r}, 'w').write(str(os.getpid())); time.sleep(99)"
    )
    result = run_extraction(ArtifactKind.APK, package, _SHORT, tier="B", runner=misbehave(script))

    # A group is ended with its child, or with its time; it may not even have come to write down its number.
    assert result.extraction.outcome.code in ("time", "untrusted-answer")
    assert not born.exists() or _dies(Path("/proc", born.read_text() or "0", "stat"))


def test_nothing_of_ours_reaches_the_child(
    package: Path, misbehave: Misbehave, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCEAU_SECRET", "FICTIF")  # an invented secret of ours
    script = (
        "import os; alone = not os.environ.get('SCEAU_SECRET') and len(os.listdir('/proc/self/fd')) <= 4; "
        "os._exit(76 if alone else 3)"
    )
    runner = misbehave(script)

    assert (
        run_extraction(ArtifactKind.APK, package, _SHORT, tier="B", runner=runner).extraction.outcome.code
        == "no-sandbox"
    )


def test_the_levels_asked_for_reach_the_reader(package: Path, runner: Runner) -> None:
    extraction = run_extraction(ArtifactKind.APK, package, levels=Levels(31), runner=runner).extraction

    assert extraction.evidence is not None
    assert extraction.evidence["apk"]["signing"]["minSdkChecked"] == 31


def test_a_file_too_large_for_its_memory_meets_a_limit(tmp_path: Path, runner: Runner) -> None:
    path = tmp_path / "capture"
    path.write_bytes(b'{"log":{"entries":[' + b'{"a":"' + b"x" * (40 * MIB) + b'"}]}}')
    result = run_extraction(ArtifactKind.CAPTURE, path, Limits(memory_bytes=24 * MIB), runner=runner)

    assert result.extraction.outcome.code == "memory"


def test_an_unacceptable_tier_means_that_nothing_is_analysed(package: Path) -> None:
    assert run_extraction(ArtifactKind.APK, package, tier="D").extraction.outcome.code == "no-sandbox"
    assert run_extraction(ArtifactKind.APK, package, tier="C").extraction.outcome.code == "no-sandbox"
    accepted = run_extraction(ArtifactKind.APK, package, Limits(tiers=("B", "C")), tier="C")
    assert accepted.extraction.outcome.code == "read"


def test_the_answer_of_this_boot_is_remembered(tmp_path: Path) -> None:
    kept = tmp_path / "sandbox.json"
    first = probe_sandbox.__wrapped__(kept)

    assert kept.is_file()
    assert probe_sandbox.__wrapped__(kept) == first
    kept.write_text('{"boot": "another", "tier": "B", "landlock": 9, "probes": 1, "allowed": []}')
    assert probe_sandbox.__wrapped__(kept) == first
    assert isinstance(first, SandboxState)


def test_an_excerpt_is_read_in_the_jail_and_is_the_very_bytes(tmp_path: Path, runner: Runner) -> None:
    file = tmp_path / "one.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("inside", bytes(range(200)))
    assert run_excerpt(file, "inside", 10, 20, runner=runner) == bytes(range(10, 20))
    assert run_excerpt(file, "elsewhere", 10, 20, runner=runner) == b""


def test_a_job_of_the_fork_server_costs_little(server: ForkServer, package: Path) -> None:
    started = time.monotonic()
    run_extraction(ArtifactKind.APK, package, runner=server.run)
    first = time.monotonic() - started
    times = []
    for _ in range(30):
        started = time.monotonic()
        extraction = run_extraction(ArtifactKind.APK, package, runner=server.run).extraction
        jailed = time.monotonic() - started
        started = time.monotonic()
        assert extract_package(package.read_bytes()) == extraction
        times.append(jailed - (time.monotonic() - started))
    overhead = statistics.median(times) * 1000
    print(f"\nfork server: first job {first * 1000:.0f} ms, then {overhead:.1f} ms over the reading itself")  # noqa: T201 - a figure of the proof

    assert min(times) * 1000 <= 15  # the median is the figure; a busy machine may not fail the proof


def test_jobs_of_one_server_run_side_by_side_and_stay_apart(server: ForkServer, tmp_path: Path) -> None:
    paths = [tmp_path / str(number) for number in range(6)]
    for number, path in enumerate(paths):
        path.write_bytes(a_good_apk() + bytes(number))
    with ThreadPoolExecutor(max_workers=6) as pool:
        results = list(pool.map(lambda path: run_extraction(ArtifactKind.APK, path, runner=server.run), paths))

    assert [result.extraction for result in results] == [extract_package(path.read_bytes()) for path in paths]


def test_a_server_that_dies_is_started_again(server: ForkServer, package: Path) -> None:
    run_extraction(ArtifactKind.APK, package, runner=server.run)
    first = server.pid
    assert first is not None
    os.kill(first, signal.SIGKILL)

    assert run_extraction(ArtifactKind.APK, package, runner=server.run).extraction.outcome.code == "read"
    assert run_extraction(ArtifactKind.APK, package, runner=server.run).extraction.outcome.code == "read"
    assert server.pid not in (None, first)


def test_without_a_server_the_child_is_started_directly(package: Path) -> None:
    server = ForkServer([sys.executable, "-c", ""])

    assert run_extraction(ArtifactKind.APK, package, runner=server.run).extraction.outcome.code == "read"
    server.close()


def test_server_and_children_die_with_their_parent(package: Path) -> None:
    script = (
        f"import os, sys; sys.path.insert(0, {_ROOT!r})\n"
        "from analyzers.sandbox.forkserver import ForkServer; from analyzers.sandbox.limits import Limits\n"
        f"server = ForkServer(); source = os.open({str(package)!r}, os.O_RDONLY)\n"
        "server.run(['probe', 'C'], source, Limits()); print(server.pid, flush=True); os.kill(os.getpid(), 9)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)

    assert done.returncode == -signal.SIGKILL
    assert done.stdout.strip().isdigit()
    assert _dies(Path("/proc", done.stdout.strip(), "stat"))


def _dies(stat: Path) -> bool:
    deadline = time.monotonic() + 5
    while _lives(stat) and time.monotonic() < deadline:
        time.sleep(0.01)
    return not _lives(stat)


def _lives(stat: Path) -> bool:
    """Whether a process runs: one that nobody has waited for yet does not."""
    try:
        return stat.read_text().rpartition(")")[2].split()[0] not in ("Z", "X")
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_the_server_reads_nothing_of_the_file(server: ForkServer, tmp_path: Path) -> None:
    path = tmp_path / "capture"
    path.write_bytes(b'{"log":{"entries":[]}}' + b"FICTIF" * 100_000)
    run_extraction(ArtifactKind.CAPTURE, path, runner=server.run)
    calls = dict(row.split(": ") for row in Path(f"/proc/{server.pid}/io").read_text().splitlines())
    before = int(calls["rchar"])
    run_extraction(ArtifactKind.CAPTURE, path, runner=server.run)
    calls = dict(row.split(": ") for row in Path(f"/proc/{server.pid}/io").read_text().splitlines())

    assert len([*Path(f"/proc/{server.pid}/fd").iterdir()]) <= 5
    assert int(calls["rchar"]) - before < 1000


def test_a_folder_of_parts_is_analysed_as_one_app(tmp_path: Path) -> None:
    (tmp_path / "base.apk").write_bytes(a_good_apk())
    document = analyze(tmp_path, lambda _: (), load_knowledge(tmp_path))

    assert document["outcome"]["code"] == "read"
    assert [row["file"] for row in document["apk"]["splits"]] == ["base.apk"]


@pytest.mark.parametrize("make", [a_pdf, a_docx, an_odt, a_web_page, str.encode])
def test_documents_are_read_in_the_jail_as_outside_of_it(tmp_path: Path, make: Callable[[str], bytes]) -> None:
    """What a library would import at the first file has to be there before the jail closes."""
    data = make("Politique de confidentialité\nVos données sont hébergées en France.\n– Écrire au DPO : a@b.example")
    path = tmp_path / "piece"
    path.write_bytes(data)
    outside = extract_document(data)

    inside = run_extraction(ArtifactKind.DOCUMENT, path, Limits()).extraction

    assert inside.outcome.code == outside.outcome.code == "read"
    assert inside.evidence == json.loads(json.dumps(outside.evidence))
