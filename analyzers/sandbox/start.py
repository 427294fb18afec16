"""How a child is started: our own interpreter, isolated from the environment, with fixed words only."""

import os
import sys
from pathlib import Path

import analyzers

_ROOT = Path(analyzers.__file__).resolve().parent.parent
_BOOT = "import sys; sys.path.insert(0, sys.argv.pop(1)); from analyzers.sandbox.child import main; main(sys.argv[1:])"
_SERVE = (
    "import sys; sys.path.insert(0, sys.argv[1]); from analyzers.sandbox.server import serve; serve(int(sys.argv[2]))"
)


def start_command(*words: str) -> list[str]:
    """The command line of a child that is told these words."""
    return [sys.executable, "-I", "-B", "-c", _BOOT, str(_ROOT), *words]


def server_command() -> list[str]:
    """The command line of a server whose life is bound to this process."""
    return [sys.executable, "-I", "-B", "-c", _SERVE, str(_ROOT), str(os.getpid())]
