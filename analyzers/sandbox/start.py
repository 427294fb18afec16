"""How a child is started: our own interpreter, isolated from the environment, with fixed words only."""

import os
import sys
from pathlib import Path

from analyzers.sandbox import overlay

_LIBRARIES = {"site-packages", "dist-packages"}
# Where libraries are is told, not searched for: the search costs as much as reading a small package does.
_PLACES = os.pathsep.join([str(overlay.ROOT), *(path for path in sys.path if Path(path).name in _LIBRARIES)])
_PATHS = "import os, sys; sys.path[:0] = sys.argv.pop(1).split(os.pathsep); "
_COMPILED = "from analyzers.sandbox.overlay import load_compiled; load_compiled({!r}); "
_BOOT = "import gc; gc.disable(); from analyzers.sandbox.child import main; main(sys.argv[1:])"
_SERVE = "from analyzers.sandbox.server import serve; serve(int(sys.argv[1]))"
_HAS_COMPILED = frozenset({"capture"})  # tasks whose readers are compiled where something was built


def start_command(*words: str) -> list[str]:
    """The command line of a child that is told these words."""
    has_compiled = _HAS_COMPILED.issuperset(words[:1])
    return [sys.executable, "-I", "-S", "-c", _boot(_BOOT, has_compiled=has_compiled), _PLACES, *words]


def server_command() -> list[str]:
    """The command line of a server whose life is bound to this process."""
    return [sys.executable, "-I", "-S", "-c", _boot(_SERVE, has_compiled=True), _PLACES, str(os.getpid())]


def _boot(act: str, *, has_compiled: bool) -> str:
    is_built = has_compiled and overlay.is_built(overlay.PLACE)
    return _PATHS + (_COMPILED.format(str(overlay.PLACE)) if is_built else "") + act
