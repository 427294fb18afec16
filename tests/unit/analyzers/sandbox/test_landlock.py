"""Each version of Landlock is asked for all that it can take away."""

import struct

import pytest

from analyzers.sandbox.landlock import landlock_version, ruleset


@pytest.mark.parametrize(
    ("version", "size", "files"),
    [(1, 8, 13), (2, 8, 14), (3, 8, 15), (4, 16, 15), (5, 16, 16), (6, 24, 16), (9, 24, 16)],
)
def test_a_ruleset_handles_everything_its_version_knows(version: int, size: int, files: int) -> None:
    body = ruleset(version)

    assert len(body) == size
    assert struct.unpack_from("<Q", body)[0] == (1 << files) - 1


def test_the_kernel_says_its_version_without_being_restricted() -> None:
    assert landlock_version() >= 0
