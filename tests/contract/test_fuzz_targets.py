"""Every reader of strangers' bytes has a fuzz target of its own, and each target takes what was kept for it."""

from pathlib import Path

import pytest

import analyzers.formats
from tests.fuzz.kept import choose, kept, steps_of
from tests.fuzz.targets import TARGETS

_READ_NOTHING = {"__init__", "axml_writer", "errors", "jar_algorithms", "jar_digests"}  # the last is handed attributes
_WHOLE = {"package", "capture", "document"}


def test_every_reader_has_a_target_of_its_own() -> None:
    modules = {path.stem for path in Path(analyzers.formats.__file__).parent.glob("*.py")}

    assert modules - _READ_NOTHING == set(TARGETS) - _WHOLE


@pytest.mark.parametrize("name", TARGETS)
def test_a_target_takes_its_seeds_what_was_kept_and_small_junk(name: str) -> None:
    seeds, inputs = TARGETS[name].seeds(), list(kept(name))

    assert seeds
    assert inputs
    for raw in (*seeds, *inputs, b"", b"\0", b"PK", b"\xff" * 300):
        TARGETS[name].run(raw)


def test_an_input_is_kept_for_the_steps_that_only_it_takes() -> None:
    target = TARGETS["names"]
    odd = b"assets/\xff"

    assert steps_of(target, odd) - steps_of(target, b"assets/a")
    assert choose(target, [b"assets/a", b"assets/bb", odd]) == [b"assets/a", odd]
