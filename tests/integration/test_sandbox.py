"""The child as it lives: locked up, limited, and never believed. A child that misbehaves has a named outcome."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from analyzers.extract.apk import extract_apk
from analyzers.sandbox import run as run_module
from analyzers.sandbox.limits import MIB, Levels, Limits
from analyzers.sandbox.run import run_excerpt, run_extraction
from analyzers.sandbox.tiers import SandboxState, probe_sandbox
from criteria.findings import ArtifactKind
from tests.builders.hostile_apk import a_good_apk

pytestmark = pytest.mark.integration

_SHORT = Limits(wall_seconds=1.5, cpu_seconds=1, output_bytes=MIB)


@pytest.fixture(name="package")
def fixture_package(tmp_path: Path) -> Path:
    path = tmp_path / "app"
    path.write_bytes(a_good_apk())
    return path


def test_no_escape_is_allowed_from_inside_the_real_child() -> None:
    state = probe_sandbox()
    print(f"\nsandbox {state.words}: {state.probes} probes, {len(state.allowed)} allowed")  # noqa: T201 - a figure of the proof

    assert state.allowed == ()
    assert state.probes >= 40
    assert state.tier in ("B", "C")


def test_the_probes_can_fail_where_nothing_is_locked() -> None:
    script = "from analyzers.sandbox.probes import _PYTHON, _works; print(_works(_PYTHON['read-library']))"
    root = str(Path(run_module.__file__).parents[2])
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, cwd=root, text=True, check=True)

    assert done.stdout.strip() == "True"


def test_an_honest_file_is_read_in_the_jail(package: Path) -> None:
    result = run_extraction(ArtifactKind.APK, package)

    assert result.extraction.outcome.code == "read"
    assert (result.tier, result.peak_mib > 0) == (probe_sandbox().tier, True)
    assert result.subject["size"] == package.stat().st_size


def test_the_child_gives_what_the_reader_gives(package: Path) -> None:
    assert run_extraction(ArtifactKind.APK, package).extraction == extract_apk(package.read_bytes())


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
        ("import os, time\nif os.fork(): os._exit(0)\ntime.sleep(99)", "time"),
    ],
)
def test_a_child_that_misbehaves_has_a_named_end(
    package: Path, monkeypatch: pytest.MonkeyPatch, script: str, code: str
) -> None:
    monkeypatch.setattr(run_module, "start_command", lambda *_: [sys.executable, "-I", "-c", script])
    result = run_extraction(ArtifactKind.APK, package, _SHORT, tier="B")

    assert (result.extraction.outcome.code, result.extraction.evidence) == (code, None)
    assert result.seconds < 10


def test_nothing_of_ours_reaches_the_child(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCEAU_SECRET", "FICTIF")  # an invented secret of ours
    script = (
        "import os; alone = not os.environ.get('SCEAU_SECRET') and len(os.listdir('/proc/self/fd')) <= 4; "
        "os._exit(76 if alone else 3)"
    )
    monkeypatch.setattr(run_module, "start_command", lambda *_: [sys.executable, "-I", "-c", script])

    assert run_extraction(ArtifactKind.APK, package, _SHORT, tier="B").extraction.outcome.code == "no-sandbox"


def test_the_levels_asked_for_reach_the_reader(package: Path) -> None:
    extraction = run_extraction(ArtifactKind.APK, package, levels=Levels(31)).extraction

    assert extraction.evidence is not None
    assert extraction.evidence["apk"]["signing"]["minSdkChecked"] == 31


def test_a_file_too_large_for_its_memory_meets_a_limit(tmp_path: Path) -> None:
    path = tmp_path / "capture"
    path.write_bytes(b'{"log":{"entries":[' + b'{"a":"' + b"x" * (40 * MIB) + b'"}]}}')
    result = run_extraction(ArtifactKind.CAPTURE, path, Limits(memory_bytes=60 * MIB))

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


def test_an_excerpt_is_read_in_the_jail_and_is_the_very_bytes(tmp_path: Path) -> None:
    file = tmp_path / "one.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("inside", bytes(range(200)))
    assert run_excerpt(file, "inside", 10, 20) == bytes(range(10, 20))
    assert run_excerpt(file, "elsewhere", 10, 20) == b""
