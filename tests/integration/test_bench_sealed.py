"""While a recording goes on, and when it is killed, no byte of what passed lies in clear anywhere in the state."""

import os
import signal
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from analyzers.bench.authority import CERTIFICATE
from analyzers.bench.person import invent_person
from analyzers.bench.run import RunLimits
from catalog.bench.model import CaptureId
from catalog.bench.queries import describe_capture
from catalog.bench.recorder import LiveRecorder
from catalog.evaluations.instruments import Instruments
from catalog.plumbing.clock import SystemClock
from catalog.plumbing.storage import ArtifactDigest
from catalog.submissions.queries import list_artifacts
from catalog.worker import Worker
from catalog.workflow import BENCH
from tests.builders.instance import File, Instance, a_file, an_instance
from tests.builders.rehearsal import ROOT, TOOLS, an_origin, play

pytestmark = [pytest.mark.integration, pytest.mark.enable_socket]

HOST = "api.carnet-tension.example"
BODY = "canary-in-a-body-7f3a"


@dataclass
class Bench:
    """An instance whose bench is in rehearsal, its worker started by the test."""

    instance: Instance
    recorder: LiveRecorder

    def work(self) -> threading.Thread:
        """Let the bench's worker take one job."""
        thread = threading.Thread(target=Worker(self.instance.services, "bench", BENCH).work_one)
        thread.start()
        return thread

    def watch(self, file: File, capture: CaptureId, what: str) -> Any:
        """Wait until the capture says `what`."""
        for _ in range(600):
            found = describe_capture(self.instance.services.database, self.instance.evaluator, file.id, capture)[what]
            if found:
                return found
            threading.Event().wait(0.1)
        raise AssertionError(what)

    def find(self, *secrets: str) -> list[Path]:
        """Files of the whole state in which one of these stands."""
        files = [path for path in self.instance.folder.rglob("*") if path.is_file() and not path.is_symlink()]
        assert files
        return [path for path in files if any(secret.encode() in path.read_bytes() for secret in secrets)]


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    folder = tmp_path_factory.mktemp("sealed")
    with an_origin(folder / "origin", {HOST: "51.15.1.1"}) as stand_in:
        limits = RunLimits(seconds=120)
        recorder = LiveRecorder(
            SystemClock(), TOOLS / "mitmdump", folder / "state" / "bench" / "authority", "127.0.0.1", limits, stand_in
        )
        (folder / "state").mkdir()
        laboratory = Instruments(folder / "datasets")
        instance = an_instance(folder / "state", clock=SystemClock(), laboratory=laboratory, recorder=recorder)
        yield Bench(instance, recorder)
        instance.close()


@pytest.fixture(scope="module")
def file(bench: Bench) -> File:
    package = (ROOT / "fixtures" / "apks" / "carnet-tension-3.2.0.apk").read_bytes()
    file = a_file(bench.instance).completed(package).lodged().admitted()
    Worker(bench.instance.services, "ordinary").drain()
    return file


def played(bench: Bench, file: File, capture: CaptureId) -> list[str]:
    """Have the app tell what its person is; return all that must stand nowhere."""
    person = {value.category: value.value for value in invent_person(file.id)}
    ports = bench.watch(file, capture, "ports")
    call = {"how": "http2", "host": HOST, "path": f"/v1?id={person['advertisingId']}", "times": 3}
    call |= {"body": f'{{"mail":"{person["emailAddress"]}","note":"{BODY}"}}'}
    assert play(ports, bench.recorder.authority / CERTIFICATE, [call]) == ["200"]
    bench.watch(file, capture, "sights")
    return [person["advertisingId"], person["emailAddress"], BODY]


def plain_of(bench: Bench, file: File) -> bytes:
    with bench.instance.services.database.read() as session:
        piece = list_artifacts(session, file.id)[-1]
    with bench.instance.services.custody.open(ArtifactDigest(piece.digest)) as path:
        return path.read_bytes()


def test_no_byte_lies_in_clear_while_it_records_nor_afterwards(bench: Bench, file: File) -> None:
    capture = file.benched()
    worker = bench.work()
    secrets = played(bench, file, capture)
    assert list((bench.instance.folder / "bench" / capture).iterdir())
    assert bench.find(*secrets) == []
    bench.instance.services.bench.stop(bench.instance.evaluator, file.id, capture)
    worker.join(60)
    assert bench.find(*secrets) == []
    recorded = plain_of(bench, file)
    assert all(secret.encode() in recorded or secret == BODY for secret in secrets)
    assert recorded.count(b'"entry"') == 3
    Worker(bench.instance.services, "ordinary").drain()  # opened, examined, concluded
    assert bench.find(*secrets) == []


def test_a_killed_tool_leaves_what_it_had_and_nothing_in_clear(bench: Bench, file: File) -> None:
    capture = file.benched()
    worker = bench.work()
    secrets = played(bench, file, capture)
    (tool,) = _children(bench.recorder.tool)
    os.kill(tool, signal.SIGKILL)
    worker.join(60)
    end = bench.watch(file, capture, "end")
    assert end["code"] == "tool-died"
    recorded = plain_of(bench, file)
    assert recorded.count(b'"entry"') == 3
    assert b'"end"' not in recorded
    assert bench.find(*secrets) == []


def _children(tool: Path) -> list[int]:
    """Processes of this capture tool that we started."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                words = (entry / "cmdline").read_bytes()
                stated = (entry / "stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2]
            except OSError:
                continue
            if str(tool).encode() in words and int(stated.split()[1]) == os.getpid():
                found.append(int(entry.name))
    return found
