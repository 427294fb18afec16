"""Which jail this machine allows, found by trying it: the probes run inside a real child, once per boot."""

import contextlib
import hashlib
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from analyzers.sandbox.jail import TIER_B, TIER_C, TIER_D
from analyzers.sandbox.landlock import landlock_version
from analyzers.sandbox.seccomp import is_known_machine
from analyzers.sandbox.start import start_command

_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
_WALLS = ("child.py", "jail.py", "landlock.py", "limits.py", "overlay.py", "probes.py", "seccomp.py", "start.py")
_PATIENCE = 30.0


@dataclass(frozen=True, slots=True)
class SandboxState:
    """What the probes showed. `allowed` names the escapes that were not refused: none on tier B."""

    tier: str
    landlock: int
    probes: int
    allowed: tuple[str, ...]

    @property
    def words(self) -> str:
        """For a banner: the tier and what it rests on."""
        parts = {TIER_B: f"Landlock {self.landlock}, seccomp, limits", TIER_C: "seccomp, limits, no Landlock"}
        return f"{self.tier} ({parts.get(self.tier, 'no isolation: nothing is analysed')})"


@cache
def probe_sandbox(kept: Path | None = None) -> SandboxState:
    """Try the tiers from the strongest down. `kept` is a file in which the answer of this boot is remembered."""
    boot = _boot()
    if kept is not None and (known := _remembered(kept, boot)):
        return known
    version = landlock_version()
    state = SandboxState(TIER_D, version, 0, ())
    for tier in ((TIER_B,) if version > 0 else ()) + (TIER_C,):
        found = _try(tier) if is_known_machine() else None
        if found is not None:
            allowed = tuple(sorted(name for name, worked in found.items() if worked))
            state = SandboxState(tier if not allowed else TIER_D, version, len(found), allowed)
            break
    if kept is not None and boot:
        _remember(kept, boot, state)
    return state


def _try(tier: str) -> dict[str, bool] | None:
    """What the probes say inside a child of this tier; None where it cannot be locked down."""
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and fixed words
            start_command("probe", tier), capture_output=True, env={}, cwd="/", timeout=_PATIENCE, check=False
        )
        found = json.loads(done.stdout) if done.returncode == 0 else None
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return None
    return found if isinstance(found, dict) and found else None


def _boot() -> str:
    """What an answer is good for: this boot, this interpreter, these very walls."""
    here = Path(__file__).parent
    try:
        walls = hashlib.sha256(b"".join((here / name).read_bytes() for name in _WALLS)).hexdigest()
        return f"{_BOOT_ID.read_text().strip()} {sys.version} {walls}"
    except OSError:
        return ""


def _remembered(kept: Path, boot: str) -> SandboxState | None:
    try:
        row = json.loads(kept.read_text())
        if not boot or row["boot"] != boot:
            return None
        return SandboxState(str(row["tier"]), int(row["landlock"]), int(row["probes"]), tuple(map(str, row["allowed"])))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _remember(kept: Path, boot: str, state: SandboxState) -> None:
    row = {"boot": boot, "tier": state.tier, "landlock": state.landlock, "probes": state.probes}
    with contextlib.suppress(OSError):  # it will be tried again, that is all
        kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = kept.with_suffix(f".{os.getpid()}")
        draft.write_text(json.dumps(row | {"allowed": list(state.allowed)}))
        draft.replace(kept)
