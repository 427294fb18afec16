"""The server as a process: it starts or says in one sentence why not, refuses early, and stops when told."""

import http.client
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from catalog.assembly import assemble
from catalog.plumbing.schema import migrate
from catalog.plumbing.settings import Settings
from tests.builders.instance import found
from tests.builders.running import LOOPBACK, ROOT, Running, a_running_instance, free_port, wait_until

GIBIBYTE = 1 << 30
pytestmark = [pytest.mark.integration, pytest.mark.enable_socket]


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with a_running_instance(tmp_path_factory.mktemp("state")) as one:
        yield one


def _serve(folder: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    environment = {"SCEAU_STATE": str(folder), "PYTHONPATH": str(ROOT), **settings}
    command = [sys.executable, "-m", "web.serve"]
    return subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)


def _founded(folder: Path) -> Path:
    services = assemble(Settings(state=folder))
    migrate(services.database.engine)
    found(services)
    services.database.engine.dispose()
    return folder


def test_a_taken_port_is_said_in_one_sentence(tmp_path: Path) -> None:
    with socket.socket() as holder:
        holder.bind((LOOPBACK, 0))
        holder.listen()
        port = str(holder.getsockname()[1])
        ended = _serve(_founded(tmp_path), SCEAU_PORT=port)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.startswith(f"sceau: port {port} of 127.0.0.1 is taken")
    assert ended.stderr.count("\n") == 1


def test_a_demonstration_is_not_exposed(tmp_path: Path) -> None:
    ended = _serve(_founded(tmp_path), SCEAU_HOST="0.0.0.0", SCEAU_PORT=str(free_port()))  # noqa: S104 - must be refused
    assert ended.returncode == 2
    assert "SCEAU_HOST must be 127.0.0.1" in ended.stderr


def test_a_state_that_is_not_ready_is_said_in_one_sentence(tmp_path: Path) -> None:
    ended = _serve(tmp_path)
    assert (ended.returncode, ended.stderr.count("\n")) == (2, 1)
    assert "sceau migrate" in ended.stderr


def test_a_wrong_setting_is_said_in_one_sentence(tmp_path: Path) -> None:
    ended = _serve(tmp_path, SCEAU_PORT="many")
    assert (ended.returncode, ended.stderr) == (2, "sceau: SCEAU_PORT must be a positive number, not 'many'.\n")


def test_it_stops_when_told(tmp_path: Path) -> None:
    port = free_port()
    environment = {"SCEAU_STATE": str(_founded(tmp_path)), "SCEAU_PORT": str(port), "PYTHONPATH": str(ROOT)}
    server = subprocess.Popen([sys.executable, "-m", "web.serve"], env=environment, cwd=ROOT, stderr=subprocess.PIPE)
    wait_until(lambda: _listens(port), "the server to listen")
    assert server.poll() is None
    os.kill(server.pid, signal.SIGTERM)
    assert server.wait(timeout=10) == 0
    assert server.communicate()[1] == b""


def _listens(port: int) -> bool:
    with socket.socket() as caller:
        return caller.connect_ex((LOOPBACK, port)) == 0


def _announce(running: Running, size: int, **headers: str) -> tuple[int, str | None]:
    """Announce a body without sending it, and read what is answered to the header alone."""
    connection = http.client.HTTPConnection(running.origin.removeprefix("http://"), timeout=20)
    try:
        connection.putrequest("POST", "/api/v1/submissions/sub_x/artifacts?kind=apk")
        connection.putheader("Content-Length", str(size))
        for name, value in headers.items():
            connection.putheader(name, value)
        connection.endheaders()
        response = connection.getresponse()
        return response.status, response.headers["Content-Type"]
    finally:
        connection.close()


def test_more_than_the_ceiling_is_refused_at_its_header(running: Running) -> None:
    told = _announce(running, 2 * GIBIBYTE, Authorization="Bearer somebody")
    assert told == (413, "application/problem+json")


def test_nobodys_large_body_is_refused_at_its_header(running: Running) -> None:
    assert _announce(running, 64 << 20) == (413, "application/problem+json")


def test_a_header_that_never_ends_is_refused(running: Running) -> None:
    status, media = _announce(running, 0, Filler="x" * 300_000)
    assert (status, media) == (431, "application/problem+json")


def test_every_answer_carries_the_hardening_headers(running: Running) -> None:
    for path in ("/", "/api/v1/health", "/nothing", "/api/v1/nothing", "/static/nothing.css"):
        answer = running.call("GET", path)
        assert answer.headers["content-security-policy"].startswith("default-src 'none'")
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "server" not in answer.headers
