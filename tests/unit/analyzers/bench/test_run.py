"""A recording that cannot begin says why; ports are free ones; a process is measured as the kernel counts."""

import os
import socket
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

from analyzers.bench.run import (
    TUNNELS,
    BenchError,
    Recording,
    RunLimits,
    RunOrder,
    free_ports,
    free_tunnel_port,
    measure,
)


def order(folder: Path, tool: Path, limits: RunLimits) -> RunOrder:
    return RunOrder(folder=folder, tool=tool, authority=folder, statement={}, key=bytes(32), limits=limits)


def test_without_the_tool_nothing_begins(tmp_path: Path) -> None:
    with pytest.raises(BenchError) as refusal, Recording(order(tmp_path, tmp_path / "mitmdump", RunLimits())):
        pass
    assert refusal.value.code == "no-capture-tool"


def test_without_room_nothing_begins(tmp_path: Path) -> None:
    tool = tmp_path / "tool"
    tool.touch()
    with pytest.raises(BenchError) as refusal, Recording(order(tmp_path, tool, RunLimits(bytes=1 << 60))):
        pass
    assert refusal.value.code == "no-room"


@pytest.mark.enable_socket
def test_a_tool_that_ends_at_once_is_tried_thrice_and_leaves_nothing(tmp_path: Path) -> None:
    tool = tmp_path / "tool"
    tool.write_text("#!/bin/sh\necho x >> tries\nexit 1\n", encoding="utf-8")
    tool.chmod(0o700)
    with pytest.raises(BenchError) as refusal, Recording(order(tmp_path, tool, RunLimits())):
        pass
    assert refusal.value.code == "tool-not-started"
    assert (tmp_path / "tries").read_text(encoding="utf-8").count("x") == 3


@pytest.mark.enable_socket
def test_ports_are_free_and_different() -> None:
    assert len({port for port in free_ports("127.0.0.1", 8) if port > 0}) == 8


@pytest.mark.enable_socket
def test_a_second_tunnel_takes_the_next_port_and_the_last_port_refuses() -> None:
    first = free_tunnel_port("127.0.0.1", 0)
    with ExitStack() as held:
        for port in range(first, first + TUNNELS):
            assert free_tunnel_port("127.0.0.1", first) >= port
            with suppress(OSError):
                held.enter_context(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)).bind(("127.0.0.1", port))
        with pytest.raises(BenchError) as refusal:
            free_tunnel_port("127.0.0.1", first)
    assert refusal.value.code == "no-tunnel-port"


def test_the_key_of_a_recording_is_not_shown(tmp_path: Path) -> None:
    assert "key=" not in repr(order(tmp_path, tmp_path, RunLimits()))


def test_a_process_is_measured_while_it_runs() -> None:
    seconds, peak = measure(os.getpid()) or (0.0, 0)
    assert seconds > 0
    assert peak > 0
    assert measure(1 << 30) is None
