"""Every reader of strangers' bytes has a fuzz target, and each target takes its own seeds without complaint."""

from pathlib import Path

import pytest

import analyzers.formats
from tests.fuzz.targets import TARGETS

# Readers that are fuzzed inside another target, and modules that read nothing by themselves.
_WITHIN = {
    "package": {
        "algorithms",
        "jar_algorithms",
        "scheme_v1",
        "scheme_v2",
        "signing",
        "signing_block",
        "inflate",
        "mentions",
        "elf",
        "hermes",
        "bundles",
    },
    "capture": {"har", "flow", "lines", "parts", "bodies", "packing", "protobuf"},
    "end_record": {"endrecord"},
    "": {"errors", "__init__"},
}


def test_every_reader_is_fuzzed() -> None:
    modules = {path.stem for path in Path(analyzers.formats.__file__).parent.glob("*.py")}
    fuzzed = {*TARGETS, *(name for names in _WITHIN.values() for name in names)}

    assert modules - fuzzed == set()


@pytest.mark.parametrize("name", TARGETS)
def test_a_target_takes_its_seeds_and_small_junk(name: str) -> None:
    seeds = TARGETS[name].seeds()

    assert seeds
    for raw in (*seeds, b"", b"\0", b"PK", b"\xff" * 300):
        TARGETS[name].run(raw)
