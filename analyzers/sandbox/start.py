"""How a child is started: our own interpreter, isolated from the environment, with fixed words only."""

import os
import sys
from pathlib import Path

import analyzers

_ROOT = Path(analyzers.__file__).resolve().parent.parent
_LIBRARIES = {"site-packages", "dist-packages"}
# Where libraries are is told, not searched for: the search costs as much as reading a small package does.
_PLACES = os.pathsep.join([str(_ROOT), *(path for path in sys.path if Path(path).name in _LIBRARIES)])
_PATHS = "import os, sys; sys.path[:0] = sys.argv.pop(1).split(os.pathsep); "
_BOOT = _PATHS + "from analyzers.sandbox.child import main; main(sys.argv[1:])"
_SERVE = _PATHS + "from analyzers.sandbox.server import serve; serve(int(sys.argv[1]))"


def start_command(*words: str) -> list[str]:
    """The command line of a child that is told these words."""
    return [sys.executable, "-I", "-S", "-c", _BOOT, _PLACES, *words]


def server_command() -> list[str]:
    """The command line of a server whose life is bound to this process."""
    return [sys.executable, "-I", "-S", "-c", _SERVE, _PLACES, str(os.getpid())]
