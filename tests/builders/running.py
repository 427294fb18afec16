"""A real instance in processes of its own: the web server on a free port and a worker, over one state folder."""

import json
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from catalog.assembly import assemble
from catalog.plumbing.schema import migrate
from catalog.plumbing.settings import Settings
from catalog.plumbing.signing import make_key
from tests.builders.instance import found

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0
PAUSE = 0.1
LOOPBACK = "127.0.0.1"
SERVER, WORKER = MODULES = ("web.serve", "catalog.worker")


@dataclass(frozen=True)
class Answer:
    """What the server answered; names of headers in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


@dataclass(frozen=True)
class Running:
    """A server that answers, and how to talk to it."""

    origin: str
    state: Path
    logs: tuple[Path, ...]
    programs: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, module: str) -> None:
        """Start one of the processes, again after it was killed; wait until the server answers."""
        environment = {
            "SCEAU_STATE": str(self.state),
            "SCEAU_PORT": self.origin.rpartition(":")[2],
            "PATH": "/usr/bin:/bin",
            "PYTHONPATH": str(ROOT),
        }
        with (self.state / f"{module}.log").open("ab") as sink:
            command = [sys.executable, "-m", module]
            self.programs[module] = subprocess.Popen(command, env=environment, cwd=ROOT, stdout=sink, stderr=sink)
        if module == SERVER:
            wait_until(lambda: _answers(self), "the server to answer")

    def kill(self, module: str) -> None:
        """Kill one of the processes as a power cut would."""
        self.programs[module].kill()
        self.programs[module].wait(timeout=PATIENCE)

    def call(
        self,
        method: str,
        path: str,
        token: str | None = None,
        document: Any = None,
        content: bytes | None = None,
        **headers: str,
    ) -> Answer:
        """Send one request; header names have underscores for hyphens."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if token:
            sent["Authorization"] = f"Bearer {token}"
        if document is not None:
            content = json.dumps(document).encode()
            sent["Content-Type"] = "application/json"
        elif content is not None:
            sent.setdefault("Content-Type", "application/octet-stream")
        request = urllib.request.Request(self.origin + path, data=content, headers=sent, method=method)  # noqa: S310 - our own address
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as response:  # noqa: S310 - our own address
                return Answer(response.status, _names(response.headers), response.read())
        except urllib.error.HTTPError as error:
            with error:
                return Answer(error.code, _names(error.headers), error.read())


def _names(headers: Message) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


def free_port() -> int:
    """Find a port that nobody holds."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        return port


def wait_until(told: Callable[[], Any], what: str) -> Any:
    """Wait for something true to be told."""
    end = monotonic() + PATIENCE
    while monotonic() < end:
        if result := told():
            return result
        sleep(PAUSE)
    raise AssertionError(f"waited {PATIENCE:.0f} s in vain for {what}")


@contextmanager
def a_running_instance(folder: Path) -> Iterator[Running]:
    """Found a demonstration in `folder`, start its server and its worker, and stop both at the end."""
    services = assemble(Settings(state=folder))
    migrate(services.database.engine)
    found(services)
    make_key(folder / "keys", demo=True)
    services.database.engine.dispose()
    port = free_port()
    running = Running(f"http://{LOOPBACK}:{port}", folder, tuple(folder / f"{module}.log" for module in MODULES))
    try:
        for module in MODULES:
            running.start(module)
        yield running
    finally:
        for program in running.programs.values():
            program.terminate()
        for program in running.programs.values():
            program.wait(timeout=PATIENCE)


def _answers(running: Running) -> bool:
    try:
        return running.call("GET", "/api/v1/health").status == 200
    except OSError:
        return False
