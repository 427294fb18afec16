"""How a child ended decides the outcome; only an orderly end is believed."""

import signal

import pytest

from analyzers.sandbox.limits import BROKEN_EXIT, MEMORY_EXIT, UNLOCKED_EXIT
from analyzers.sandbox.listening import Ended
from analyzers.sandbox.run import _conclude
from criteria.findings import ArtifactKind


@pytest.mark.parametrize(
    ("ended", "code"),
    [
        (Ended(b"", 0, "time", 1), "time"),
        (Ended(b"", 0, "output", 1), "output"),
        (Ended(b"", -signal.SIGXCPU, None, 1), "time"),
        (Ended(b"", MEMORY_EXIT, None, 1), "memory"),
        (Ended(b"", UNLOCKED_EXIT, None, 1), "no-sandbox"),
        (Ended(b"", BROKEN_EXIT, None, 1), "crashed"),
        (Ended(b"", -signal.SIGSEGV, None, 1), "crashed"),
        (Ended(b"", 0, None, 1), "untrusted-answer"),
        (Ended(b'{"evidence":null,"code":"empty-file"}', 0, None, 1), "empty-file"),
        (Ended(b'{"evidence":null,"code":"empty-file"}', 1, None, 1), "crashed"),
    ],
)
def test_each_end_has_its_name(ended: Ended, code: str) -> None:
    extraction = _conclude(ended, ArtifactKind.DOCUMENT, 5, "a" * 64)

    assert (extraction.outcome.code, extraction.evidence) == (code, None)
