"""Measurements beside other programs: run by hand, never by the gate."""

import sys
from pathlib import Path

# The fast inflater is an option of the service; where only the peers' environment has it, it is measured from there.
sys.path.extend(map(str, (Path(__file__).parents[2] / ".venv-peers" / "lib").glob("python3*/site-packages")))
