"""The kept corpus: for each target, few small inputs that together walk every line that fuzzing ever reached.

`python -m tests.fuzz.kept [TARGET…]` chooses them anew from what `make fuzz` gathered in `build/fuzz`.
"""

import io
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

from tests.fuzz.target import Target
from tests.fuzz.targets import TARGETS

GATHERED = Path("build/fuzz")
_KEPT = Path(__file__).parent / "kept"
_READERS = ("/analyzers/formats/", "/analyzers/extract/")
_LARGEST = 16 << 10  # of one input
_MOST = 24 << 10  # of one target's inputs together, packed
_DATE = (1981, 1, 1, 1, 1, 2)

Step = tuple[CodeType, int, int]  # a line after a line, inside one function


def kept(name: str) -> Iterator[bytes]:
    """The inputs kept for one target."""
    place = _KEPT / f"{name}.zip"
    if place.is_file():
        with zipfile.ZipFile(place) as archive:
            yield from map(archive.read, archive.namelist())


def steps_of(target: Target, data: bytes) -> set[Step]:
    """Which steps through our readers one input takes."""
    seen: set[Step] = set()

    def enter(frame: FrameType, _event: str, _argument: Any) -> Callable[..., Any] | None:
        code = frame.f_code
        if not any(part in code.co_filename for part in _READERS):
            return None
        last = 0

        def line(inner: FrameType, _event: str, _argument: Any) -> Callable[..., Any]:
            nonlocal last
            seen.add((code, last, inner.f_lineno))
            last = inner.f_lineno
            return line

        return line

    sys.settrace(enter)
    try:
        target.run(data)
    finally:
        sys.settrace(None)
    return seen


def choose(target: Target, inputs: list[bytes]) -> list[bytes]:
    """Smallest first, each that takes a step which none before it took, as far as there is room."""
    chosen: list[bytes] = []
    reached: set[Step] = set()
    room = _MOST
    for data in sorted(set(inputs), key=lambda raw: (len(raw), raw)):
        size = _packed(data)
        if len(data) > _LARGEST or size > room:
            continue
        steps = steps_of(target, data)
        if steps - reached:
            reached |= steps
            room -= size
            chosen.append(data)
    return chosen


def _packed(data: bytes) -> int:
    place = io.BytesIO()
    _write(place, [data])
    return len(place.getvalue())


def _write(place: io.BytesIO | Path, inputs: list[bytes]) -> None:
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for number, data in enumerate(inputs):
            archive.writestr(zipfile.ZipInfo(f"{number:03}", _DATE), data, zipfile.ZIP_DEFLATED)


def keep(name: str) -> int:
    """Choose anew for one target; how many inputs are kept."""
    gathered = [path.read_bytes() for path in sorted((GATHERED / name).glob("*"))]
    found = choose(TARGETS[name], [*TARGETS[name].seeds(), *kept(name), *gathered])
    _KEPT.mkdir(exist_ok=True)
    _write(_KEPT / f"{name}.zip", found)
    return len(found)


if __name__ == "__main__":
    for wanted in sys.argv[1:] or list(TARGETS):
        sys.stdout.write(f"{wanted}: {keep(wanted)} kept\n")
