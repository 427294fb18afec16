"""One recording: mitmdump in a process group of its own, told when phases begin, ended in time whatever happens."""

import contextlib
import json
import os
import resource
import selectors
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from analyzers.bench.access import MODES, Access, dig_tunnel
from analyzers.bench.frames import has_frames
from analyzers.bench.phases import Phase
from analyzers.bench.watching import Sight, read_sight

ADDON = Path(__file__).with_name("addon.py")
CAPTURE = "capture.frames"
TUNNELS = 16  # ports looked at for a tunnel, from the first one on
_MIB = 1 << 20
_START_SECONDS, _GRACE_SECONDS, _PIECE = 30.0, 6.0, 1 << 16
_MEMORY, _FILES = 2048 * _MIB, 4096
# Old versions are let through on both sides: that they were used is what has to be seen.
OLD_VERSIONS: Mapping[str, Any] = {"tls_version_client_min": "TLS1", "tls_version_server_min": "TLS1"}


class BenchError(Exception):
    """The recording could not begin; `code` is stable, the message says what to do."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class RunLimits:
    """What one recording may use."""

    seconds: int = 1800
    bytes: int = 256 * _MIB  # of the capture file
    connections: int = 512  # at one time
    rows: int = 100_000  # exchanges and connections


@dataclass(frozen=True, slots=True)
class StandIn:
    """A rehearsal: names that lead to a server of our own on this machine, with the address each stands for."""

    port: int  # secured
    clear_port: int  # not
    hosts: Mapping[str, str]
    certificate: Path


@dataclass(frozen=True, slots=True)
class RunOrder:
    """What to record: the statement that opens the capture, where, by which tool and under which authority."""

    folder: Path
    tool: Path  # mitmdump of the capture tools' environment
    authority: Path  # folder of the bench's certificate authority
    statement: Mapping[str, Any]
    key: bytes = field(repr=False)  # seals every line before it is written
    limits: RunLimits = RunLimits()
    access: Access = Access.PROXY
    host: str = "127.0.0.1"
    reach: str = ""  # where the device finds the bench; empty: where it listens
    tunnel_port: int = 0  # the first to be tried; 0: any free one
    phase: Phase = Phase.COLD_START
    stand_in: StandIn | None = None


@dataclass(frozen=True, slots=True)
class RunEnd:
    """How a recording ended: `stopped`, `limit-…`, `disk-full`, `abandoned`, or `tool-died` when it gave no end."""

    code: str
    capture: Path | None  # sealed frames; None where not one line was written
    seconds: float
    cpu_seconds: float
    peak_mib: int


class Recording:
    """A recording under way. Leave the block and nothing of it runs any more, and its ports are free."""

    def __init__(self, order: RunOrder) -> None:
        self.order = order
        self.ports: dict[str, int] = {}
        self.tunnel: str | None = None  # what the device needs to know of it
        self.why: str | None = None
        self.used = (0.0, 0)  # processor seconds, peak memory in MiB
        self._heard = b""

    def __enter__(self) -> Self:
        order = self.order
        if not order.tool.is_file():
            raise BenchError("no-capture-tool", f"{order.tool} is missing: `make capture` installs the capture tools.")
        order.folder.mkdir(parents=True, exist_ok=True)
        if shutil.disk_usage(order.folder).free < order.limits.bytes:
            raise BenchError(
                "no-room", "The disk has less room than one recording may take: free some, then start again."
            )
        self.started = time.monotonic()
        self.deadline = self.started + order.limits.seconds + _GRACE_SECONDS
        for _attempt in range(3):
            self._start()
            if self._is_ready():
                return self
            self._let_go()  # a port may have been taken between our look and the tool's
        raise BenchError("tool-not-started", f"The capture tool did not start: see {order.folder / 'tool.log'}.")

    def _start(self) -> None:
        order = self.order
        settings: dict[str, Any] = {"confdir": order.authority, "bench_folder": order.folder, **OLD_VERSIONS}
        if order.stand_in is not None:
            settings["ssl_verify_upstream_trusted_ca"] = order.stand_in.certificate
        words = [str(order.tool), "-q", "--listen-host", order.host, "-s", str(ADDON)]
        with contextlib.ExitStack() as handed, (order.folder / "tool.log").open("wb") as log:
            given = [_hand_over(handed, self._told())]
            settings["bench_order"] = f"/dev/fd/{given[0]}"
            for mode in self._choose(handed, given):
                words += ["--mode", mode]
            for name, value in settings.items():
                words += ["--set", f"{name}={value}"]
            self.process = subprocess.Popen(  # noqa: S603 - our own tool and fixed words
                words,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                env={"PATH": "/usr/bin:/bin", "HOME": str(order.folder), "LANG": "C.UTF-8"},
                cwd=order.folder,
                process_group=0,
                pass_fds=given,
            )
        ceilings = {
            resource.RLIMIT_FSIZE: order.limits.bytes + _MIB,
            resource.RLIMIT_AS: _MEMORY,
            resource.RLIMIT_NOFILE: _FILES,
            resource.RLIMIT_CORE: 0,
        }
        with contextlib.suppress(ProcessLookupError):
            for what, most in ceilings.items():
                resource.prlimit(self.process.pid, what, (most, most))

    def _told(self) -> bytes:
        order = self.order
        told = {
            "statement": {**order.statement, "access": order.access.value},
            "limits": asdict(order.limits),
            "phase": order.phase.value,
            "stand_in": None if order.stand_in is None else asdict(order.stand_in) | {"certificate": None},
            "file": CAPTURE,
            "key": order.key.hex(),
        }
        return json.dumps(told).encode()

    def _choose(self, handed: contextlib.ExitStack, given: list[int]) -> list[str]:
        """The modes to listen in, each at a port that is free now; a tunnel's keys are handed over, not written."""
        order, names = self.order, MODES[self.order.access]
        if order.access is Access.PROXY:
            self.ports = dict(zip(names, free_ports(order.host, len(names)), strict=True))
            return [f"{name}@{port}" for name, port in self.ports.items()]
        port, tunnel = free_tunnel_port(order.host, order.tunnel_port), dig_tunnel()
        self.ports = {names[0]: port}
        self.tunnel = tunnel.configure(order.reach or order.host, port)
        given.append(_hand_over(handed, json.dumps(asdict(tunnel)).encode()))
        return [f"{names[0]}:/dev/fd/{given[-1]}@{port}"]

    def _is_ready(self) -> bool:
        until = time.monotonic() + _START_SECONDS
        while time.monotonic() < until and self.process.poll() is None:
            if any(sight.ready for sight in self._listen(0.2)):
                return True
        return False

    # --- while it runs

    def mark(self, phase: Phase) -> None:
        """A phase begins now."""
        self._tell({"phase": phase.value})

    def note_journey(self, name: str) -> None:
        """A journey of the app is being played in this phase."""
        self._tell({"journey": name})

    def stop(self) -> None:
        """Ask for the end."""
        self._tell({"stop": True})

    def watch(self, seconds: float) -> tuple[Sight, ...]:
        """What came in sight within so many seconds; empty at once when the recording is over."""
        if time.monotonic() > self.deadline:
            self.why = self.why or "limit-time"
            self._end_group()
        self.used = measure(self.process.pid) or self.used
        return tuple(self._listen(seconds))

    @property
    def is_over(self) -> bool:
        """Whether the tool has ended."""
        return self.process.poll() is not None

    def _tell(self, command: Mapping[str, Any]) -> None:
        if self.process.stdin is not None:
            with contextlib.suppress(BrokenPipeError):
                os.write(self.process.stdin.fileno(), json.dumps(command).encode() + b"\n")

    def _listen(self, seconds: float) -> list[Sight]:
        if self.process.stdout is None or self.process.stdout.closed:
            return []
        with selectors.DefaultSelector() as selector:
            selector.register(self.process.stdout, selectors.EVENT_READ)
            data = os.read(self.process.stdout.fileno(), _PIECE) if selector.select(seconds) else None
        if data == b"":
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(_GRACE_SECONDS)
        *whole, self._heard = (self._heard + (data or b"")).split(b"\n")
        self._heard = self._heard[-_PIECE:]
        sights = [sight for line in whole if (sight := read_sight(line)) is not None]
        self.why = next((sight.ended for sight in sights if sight.ended), self.why)
        return sights

    # --- the end

    def finish(self) -> RunEnd:
        """Ask for the end, wait a little, end it by force if need be, and say what there is."""
        self.used = measure(self.process.pid) or self.used
        self.stop()
        until = min(time.monotonic() + _GRACE_SECONDS, self.deadline + _GRACE_SECONDS)
        while not self.is_over and time.monotonic() < until:
            self._listen(0.05)
        self._end_group()
        while self._listen(0):
            pass
        path = self.order.folder / CAPTURE
        seconds = time.monotonic() - self.started
        return RunEnd(self.why or "tool-died", path if has_frames(path) else None, seconds, *self.used)

    def _end_group(self) -> None:
        """End whatever is left of the group."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._let_go()

    def _let_go(self) -> None:
        self._end_group()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()


def measure(pid: int) -> tuple[float, int] | None:
    """Processor seconds and peak memory in MiB of a process that runs, as the kernel counts them."""
    try:
        words = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return None
    peak = next((line.split()[1] for line in status.splitlines() if line.startswith("VmHWM:")), "0")
    return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK"), int(peak) >> 10


def _hand_over(handed: contextlib.ExitStack, data: bytes) -> int:
    """A descriptor to read these bytes from, which are in memory and in no file; closed with the block."""
    sink = handed.enter_context(os.fdopen(os.memfd_create("bench"), "wb"))
    sink.write(data)
    sink.flush()
    return sink.fileno()


def free_tunnel_port(host: str, first: int) -> int:
    """Find a port for a tunnel that is free now: the first one, or one of those after it; any where none is asked for.

    Raises:
        BenchError: they are all taken.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for port in range(first, min(first + TUNNELS, 1 << 16)) if first else (0,):
        with socket.socket(family, socket.SOCK_DGRAM) as plug, contextlib.suppress(OSError):
            plug.bind((host, port))
            return int(plug.getsockname()[1])
    raise BenchError("no-tunnel-port", f"The ports from {first} on are all taken: end what uses them.")


def free_ports(host: str, count: int) -> list[int]:
    """Find ports that are free now, all different."""
    with contextlib.ExitStack() as held:
        plugs = [held.enter_context(socket.socket()) for _ in range(count)]
        for plug in plugs:
            plug.bind((host, 0))
        return [int(plug.getsockname()[1]) for plug in plugs]
