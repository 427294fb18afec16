"""The real inputs beside the checkout, where there are any: their place, their list, and what is known of each."""

import json
import os
import sys
from functools import cache
from pathlib import Path
from typing import Any

_DEFAULT = Path(__file__).resolve().parents[3] / "shared" / "corpus"
_LOUD = "\n*** SCEAU_CORPUS: no real inputs here; only the project's own generated inputs are checked. ***\n"


@cache
def corpus() -> Path | None:
    """The folder of real inputs, or None, said once and loudly."""
    place = Path(os.environ.get("SCEAU_CORPUS", _DEFAULT))  # noqa: TID251 -- the test runner's own switch
    if (place / "expected.json").is_file():
        return place
    sys.__stderr__.write(_LOUD) if sys.__stderr__ else None
    return None


@cache
def expected() -> dict[str, Any]:
    """What the inputs' own projects state about them; empty without a corpus."""
    place = corpus()
    return json.loads((place / "expected.json").read_text()) if place else {}


def apk_rows() -> list[tuple[str, dict[str, Any]]]:
    """Every package by name, with its row."""
    return sorted(expected().get("apk", {}).items())


def read(name: str) -> bytes:
    """The bytes of one input."""
    place = corpus()
    assert place is not None
    return (place / name).read_bytes()
