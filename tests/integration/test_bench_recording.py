"""Live recordings on this machine: what passed is written as it happened, and no accident hangs or hides anything."""

import json
import os
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from analyzers.bench.authority import CERTIFICATE, open_authority
from analyzers.bench.frames import FrameReader
from analyzers.bench.phases import Phase
from analyzers.bench.run import CAPTURE, Recording, RunEnd, RunLimits, RunOrder, StandIn
from analyzers.extract.capture import extract_capture
from catalog.plumbing.clock import SystemClock
from tests.builders.rehearsal import TOOLS, an_origin, is_free, play

pytestmark = [pytest.mark.integration, pytest.mark.enable_socket]

KEY = bytes(range(32))
HOSTS = {
    "api.app.example": "51.15.1.1",
    "ws.app.example": "51.15.1.1",
    "bank.example": "2.2.2.2",
    "vault.example": "3.3.3.3",
}
CALL = {"how": "http1", "host": "api.app.example", "path": "/a?b=c", "body": "hello"}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bench")
    open_authority(folder / "authority", SystemClock().now())
    return folder


@pytest.fixture(scope="module")
def stand_in(place: Path) -> Iterator[StandIn]:
    with an_origin(place / "origin", HOSTS) as one:
        yield one


@pytest.fixture
def order(place: Path, stand_in: StandIn, tmp_path: Path) -> RunOrder:
    stated = {"route": "none"}
    return RunOrder(tmp_path / "run", TOOLS / "mitmdump", place / "authority", stated, KEY, stand_in=stand_in)


def have_played(recording: Recording, *calls: dict[str, Any]) -> list[str]:
    return play(recording.ports, recording.order.authority / CERTIFICATE, calls)


def plain(path: Path) -> bytes:
    with path.open("rb") as source:
        return FrameReader(KEY, source).read()


def read(end: RunEnd) -> tuple[dict[str, Any], str]:
    assert end.capture is not None
    extraction = extract_capture(plain(end.capture))
    assert extraction.evidence is not None
    return extraction.evidence["traffic"], extraction.outcome.code


def assert_gone(recording: Recording) -> None:
    assert recording.is_over
    assert all(is_free(port) for port in recording.ports.values())


def test_everything_that_passes_is_written_in_its_phase(order: RunOrder) -> None:
    with Recording(order) as recording:
        statuses = have_played(
            recording,
            CALL,
            CALL | {"how": "http2", "times": 2},
            CALL | {"how": "socks"},
            CALL | {"how": "clear"},
            CALL | {"how": "socket", "host": "ws.app.example"},
            {"how": "pinned_before", "host": "bank.example"},
        )
        recording.mark(Phase.REFUSED)
        recording.note_journey("taking one's blood pressure")
        statuses += have_played(recording, {"how": "pinned_after", "host": "vault.example"})
        end = recording.finish()
    traffic, code = read(end)

    assert statuses[:5] == ["200", "200", "200", "200", "closed well"]
    assert (end.code, code) == ("stopped", "read")
    assert [(row["id"], row["consent"], row["journeys"]) for row in traffic["capture"]["phases"]] == [
        ("cold_start", "none", 0),
        ("refused", "refused", 1),
    ]
    seen = [
        (row["scheme"], row["http_version"], row["host"], row["peer_ip"], row["phase"]) for row in traffic["requests"]
    ]
    assert seen[:2] == [
        ("https", "HTTP/1.1", "api.app.example", "51.15.1.1", 0),
        ("https", "HTTP/2.0", "api.app.example", "51.15.1.1", 0),
    ]
    assert [row["websocket"] for row in traffic["requests"]].count(True) == 3  # the opening, a message each way
    assert "http" in {row["scheme"] for row in traffic["requests"]}
    failed = {row["host"]: row for row in traffic["connections"] if row["failure"]}
    assert {host: (row["failure"], row["phase"]) for host, row in failed.items()} == {
        "bank.example": ("untrusted_ca", 0),
        "vault.example": ("pinning", 1),
    }
    assert all(row["bytes_out"] > 200 and row["bytes_in"] > 1000 for row in failed.values())
    assert traffic["capture"]["rehearsal"] is True
    assert_gone(recording)


def test_a_borrowed_name_and_a_numeric_address_hide_no_server(order: RunOrder) -> None:
    numeric = "2001:db8::9"
    known = {**HOSTS, numeric: numeric}
    assert order.stand_in is not None
    with Recording(replace(order, stand_in=replace(order.stand_in, hosts=known))) as recording:
        have_played(recording, CALL | {"host": "vault.example", "headers": {"Host": "api.app.example"}})
        have_played(recording, CALL | {"how": "clear", "host": f"[{numeric}]"})
        end = recording.finish()
    traffic, code = read(end)

    assert code == "read"
    assert {row["host"] for row in traffic["requests"]} == {"api.app.example", numeric}
    reached = {row["host"]: row["peer_ip"] for row in traffic["connections"]}
    assert reached == {"api.app.example": "3.3.3.3", "vault.example": "3.3.3.3", numeric: numeric}


def test_a_tool_that_is_killed_leaves_what_it_had_written(order: RunOrder) -> None:
    with Recording(order) as recording:
        have_played(recording, CALL, CALL)
        os.killpg(recording.process.pid, signal.SIGKILL)
        while not recording.is_over:
            recording.watch(0.1)
        end = recording.finish()
    traffic, code = read(end)

    assert (end.code, code) == ("tool-died", "capture-partly-read")
    assert (len(traffic["requests"]), traffic["coverage"]["requests_total"]) == (2, None)
    assert [row["why"] for row in traffic["coverage"]["unread"]] == ["no-end"]
    assert_gone(recording)


def test_a_full_disk_ends_the_recording_and_says_so(order: RunOrder) -> None:
    order.folder.mkdir(parents=True)
    (order.folder / CAPTURE).symlink_to("/dev/full")
    with Recording(order) as recording:
        while not recording.is_over:
            recording.watch(0.1)
        end = recording.finish()

    assert (end.code, end.capture) == ("disk-full", None)
    assert_gone(recording)


@pytest.fixture
def small_disk(order: RunOrder) -> Iterator[Path]:
    """The folder of the recording on a file system of its own, of two MiB."""
    order.folder.mkdir(parents=True)
    words = ["mount", "-t", "tmpfs", "-o", "size=2m", "bench-test", str(order.folder)]
    if shutil.which("mount") is None or subprocess.run(words, capture_output=True, check=False).returncode:
        pytest.skip("a file system cannot be mounted here: the disk that fills up was not tried")
    yield order.folder
    subprocess.run(["umount", "--lazy", str(order.folder)], check=True)


def test_a_disk_that_fills_up_while_it_records_keeps_what_fitted(order: RunOrder, small_disk: Path) -> None:
    with Recording(replace(order, limits=RunLimits(bytes=1 << 20))) as recording:
        have_played(recording, CALL | {"path": "/before"})
        room = shutil.disk_usage(small_disk).free
        (small_disk / "others").write_bytes(b"x" * (room - 12_288))
        have_played(recording, CALL | {"how": "http2", "times": 60, "path": "/filling"})
        while not recording.is_over:
            recording.watch(0.1)
        end = recording.finish()
    traffic, code = read(end)
    paths = [row["path"] for row in traffic["requests"]]

    assert (end.code, code) == ("disk-full", "capture-partly-read")
    assert (paths[0], 1 < len(paths) < 61) == ("/before", True)
    assert traffic["coverage"]["unread_count"] == 1
    assert_gone(recording)


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        (RunLimits(seconds=1), "limit-time"),
        pytest.param(RunLimits(bytes=10_000), "limit-size", marks=pytest.mark.prove),
        pytest.param(RunLimits(rows=3), "limit-rows", marks=pytest.mark.prove),
    ],
)
def test_a_recording_ends_at_its_limit_with_what_it_has(order: RunOrder, limits: RunLimits, code: str) -> None:
    with Recording(replace(order, limits=limits)) as recording:
        have_played(recording, CALL | {"how": "http2", "times": 12})
        while not recording.is_over:
            recording.watch(0.1)
        end = recording.finish()
    traffic, read_as = read(end)

    assert (end.code, read_as) == (code, "capture-partly-read")
    assert len(traffic["requests"]) > 0
    assert traffic["capture"]["ended"] == code
    assert_gone(recording)


@pytest.mark.prove
def test_a_tool_that_no_longer_answers_is_ended_by_force(order: RunOrder) -> None:
    with Recording(replace(order, limits=RunLimits(seconds=1))) as recording:
        recording.process.send_signal(signal.SIGSTOP)
        recording.deadline = recording.started  # its time and its grace are over
        recording.watch(0.1)
        end = recording.finish()
    assert (end.code, recording.is_over) == ("limit-time", True)
    assert_gone(recording)


@pytest.mark.prove
def test_connections_beyond_the_limit_are_refused_and_said(order: RunOrder) -> None:
    with Recording(replace(order, limits=RunLimits(connections=1))) as recording:
        first = threading.Thread(target=have_played, args=(recording, CALL | {"how": "http2", "times": 600}))
        first.start()
        while not recording.watch(0.2):
            pass
        statuses = have_played(recording, CALL)
        first.join()
        end = recording.finish()
    traffic, code = read(end)

    assert statuses[0] in ("IncompleteReadError", "ConnectionResetError")
    assert code == "capture-partly-read"
    assert {row["why"] for row in traffic["coverage"]["unread"]} == {"no-host"}


def test_two_at_once_do_not_meet(order: RunOrder, tmp_path: Path) -> None:
    other = replace(order, folder=tmp_path / "other")
    with Recording(order) as one, Recording(other) as two:
        have_played(one, CALL)
        have_played(two, CALL | {"path": "/other"}, CALL | {"path": "/other"})
        ends = [one.finish(), two.finish()]
    assert [[row["path"] for row in read(end)[0]["requests"]] for end in ends] == [["/a"], ["/other", "/other"]]
    assert_gone(one)
    assert_gone(two)


@pytest.mark.prove
def test_when_whoever_supervised_is_gone_the_recording_ends_by_itself(order: RunOrder) -> None:
    with Recording(order) as recording:
        assert recording.process.stdin is not None
        recording.process.stdin.close()
        assert recording.process.wait(10) == 0
    lines = plain(order.folder / CAPTURE).splitlines()
    assert json.loads(lines[-1]) == {"end": 0, "why": "abandoned"}


@pytest.mark.prove
def test_ten_thousand_flows_are_all_recorded_in_little_memory(
    order: RunOrder, capsys: pytest.CaptureFixture[str]
) -> None:
    """The figures go to docs/proofs.md."""
    threads, each = 4, 2_500
    with Recording(order) as recording:
        began = time.monotonic()
        flows = [
            threading.Thread(target=have_played, args=(recording, CALL | {"how": "http2", "times": each}))
            for _ in range(threads)
        ]
        for flow in flows:
            flow.start()
        while any(flow.is_alive() for flow in flows):
            recording.watch(0.5)
        seconds = time.monotonic() - began
        end = recording.finish()
    traffic, code = read(end)

    assert (end.code, code, traffic["coverage"]["requests_read"]) == ("stopped", "read", threads * each)
    assert end.peak_mib < 400
    size = end.capture.stat().st_size if end.capture else 0
    rate = threads * each / seconds
    used = f"{end.cpu_seconds:.0f} s of processor, peak {end.peak_mib} MiB, {size >> 20} MiB of capture"
    with capsys.disabled():
        print(f"\n{threads * each} flows in {seconds:.0f} s: {rate:.0f}/s, {used}")  # noqa: T201 - a figure to read
