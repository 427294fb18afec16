"""What the parent hears from a child: an answer and a log, up to their ceilings and to the end of its time."""

import os
import selectors
import time
from collections.abc import Callable
from dataclasses import dataclass

from analyzers.sandbox.limits import Limits

_PIECE = 1 << 16


@dataclass(frozen=True, slots=True)
class Ended:
    """How a child ended: its answer, its exit (negative: the signal), whether a ceiling was met."""

    answer: bytes
    exit: int
    limit: str | None
    peak_mib: int


# Runs one child that is told these words, on this open file, and says how it ended.
Runner = Callable[[list[str], int, Limits], Ended]


def listen(answer: int, log: int, limits: Limits, deadline: float) -> tuple[bytes, str | None]:
    """Everything the child says until it closes both pipes, or the name of the ceiling it met."""
    heard = {"answer": bytearray(), "log": bytearray()}
    ceilings = {"answer": limits.output_bytes, "log": limits.log_bytes}
    with selectors.DefaultSelector() as waiting:
        waiting.register(answer, selectors.EVENT_READ, "answer")
        waiting.register(log, selectors.EVENT_READ, "log")
        while waiting.get_map():
            ready = waiting.select(max(0.0, deadline - time.monotonic()))
            if not ready:
                return b"", "time"
            for key, _ in ready:
                piece = os.read(key.fd, _PIECE)
                heard[key.data] += piece
                if not piece:
                    waiting.unregister(key.fileobj)
                elif len(heard[key.data]) > ceilings[key.data]:
                    return b"", "output"
    return bytes(heard["answer"]), None
