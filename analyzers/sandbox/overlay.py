"""The compiled form of some readers, where one was built of these very sources: never of others, never required.

`make compiled` builds it (`tests/compile.py`), and decision 0018 says which and why. Only a child that reads strangers'
bytes ever loads it: the service, and every test that does not ask, run the sources themselves.
"""

import hashlib
import json
import sys
from collections.abc import Mapping, Sequence
from enum import StrEnum
from importlib.abc import MetaPathFinder
from importlib.machinery import EXTENSION_SUFFIXES, ExtensionFileLoader, ModuleSpec
from importlib.util import spec_from_file_location
from pathlib import Path
from typing import Any

import analyzers

ROOT = Path(analyzers.__file__).resolve().parent.parent
PLACE = ROOT / "build" / "compiled"
STATEMENT = "built.json"


class Form(StrEnum):
    """In which form readers run. Stale: something was built, and it is not of these sources, so it is left aside."""

    PLAIN = "plain"
    COMPILED = "compiled"
    STALE = "stale"


class Compiled(MetaPathFinder):
    """Finds modules by name among files that were built."""

    def __init__(self, files: Mapping[str, Path]) -> None:
        self.files = files

    def find_spec(self, fullname: str, path: Sequence[str] | None = None, target: Any = None) -> ModuleSpec | None:
        """Where the compiled module is, if there is one of this name."""
        del path, target
        file = self.files.get(fullname)
        if file is None:
            return None
        return spec_from_file_location(fullname, file, loader=ExtensionFileLoader(fullname, str(file)))


def is_built(place: Path = PLACE) -> bool:
    """Whether something was built here, of whatever sources."""
    return (place / STATEMENT).exists()


def find_form(place: Path = PLACE, root: Path = ROOT) -> Form:
    """In which form readers run: every source and every built file is compared by its digest."""
    if not is_built(place):
        return Form.PLAIN
    return Form.STALE if _files(place, root) is None else Form.COMPILED


def load_compiled(place: str | Path, root: Path = ROOT) -> Form:
    """Have the compiled modules imported from now on, if they are of these sources and none of them was imported."""
    place = Path(place)
    form = find_form(place, root)
    files = _files(place, root) if form is Form.COMPILED else None
    if not files:
        return form
    if not sys.modules.keys().isdisjoint(files):
        return Form.PLAIN
    sys.meta_path.insert(0, Compiled(files))
    return Form.COMPILED


def state_of(sources: Mapping[str, Path], files: Mapping[str, Path], place: Path, root: Path) -> dict[str, Any]:
    """What is stated beside what was built: of which sources, for which interpreter, which file is which module."""
    return {
        "interpreter": EXTENSION_SUFFIXES[0],
        "sources": {str(path.relative_to(root)): _digest(path) for _, path in sorted(sources.items())},
        "files": {name: [str(path.relative_to(place)), _digest(path)] for name, path in sorted(files.items())},
    }


def _files(place: Path, root: Path) -> dict[str, Path] | None:
    """The built modules; none where anything is not as it was when they were built."""
    try:
        stated = json.loads((place / STATEMENT).read_bytes())
        files = {name: place / path for name, (path, _) in stated["files"].items()}
        is_same = (
            stated["interpreter"] == EXTENSION_SUFFIXES[0]
            and all(_digest(root / path) == digest for path, digest in stated["sources"].items())
            and all(_digest(place / path) == digest for path, digest in stated["files"].values())
        )
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None
    return files if is_same and files else None


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
