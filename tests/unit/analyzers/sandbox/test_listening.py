"""What a child says is heard to its end, up to a ceiling, up to a time."""

import os
import time
from collections.abc import Iterator
from typing import NamedTuple

import pytest

from analyzers.sandbox.limits import Limits
from analyzers.sandbox.listening import listen

_LIMITS = Limits(output_bytes=100, log_bytes=10)


class Pipes(NamedTuple):
    """Both pipes of a child, ours and its ends."""

    answer: int
    said: int
    log: int
    logged: int


@pytest.fixture(name="pipes")
def fixture_pipes() -> Iterator[Pipes]:
    pipes = Pipes(*os.pipe(), *os.pipe())
    yield pipes
    os.close(pipes.answer)
    os.close(pipes.log)


def _hear(pipes: Pipes, said: bytes, logged: bytes = b"") -> tuple[bytes, str | None]:
    os.write(pipes.said, said)
    os.write(pipes.logged, logged)
    os.close(pipes.said)
    os.close(pipes.logged)
    return listen(pipes.answer, pipes.log, _LIMITS, time.monotonic() + 5)


def test_an_answer_is_heard_whole_and_the_log_is_not_part_of_it(pipes: Pipes) -> None:
    assert _hear(pipes, b"x" * 100, b"a warning") == (b"x" * 100, None)


def test_one_byte_too_many_is_a_ceiling_met(pipes: Pipes) -> None:
    assert _hear(pipes, b"x" * 101) == (b"", "output")


def test_a_flooded_log_is_a_ceiling_met(pipes: Pipes) -> None:
    assert _hear(pipes, b"{}", b"x" * 11) == (b"", "output")


def test_silence_ends_with_the_time(pipes: Pipes) -> None:
    assert listen(pipes.answer, pipes.log, _LIMITS, time.monotonic()) == (b"", "time")
    os.close(pipes.said)
    os.close(pipes.logged)
