"""Nothing that an instance makes is part of the project: no state folder, no database, no private key."""

import shutil
import subprocess

import pytest

from tests.house.project import ROOT

_MADE = (".jwk", ".db", ".db-wal", ".db-shm")
_FOLDERS = (".state/", ".st/", "build/")


def find_made(names: list[str]) -> list[str]:
    """Tracked files that only a running instance or a build writes."""
    return [name for name in names if name.endswith(_MADE) or name.startswith(_FOLDERS)]


def test_nothing_that_an_instance_makes_is_tracked() -> None:
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("no checkout: what is tracked cannot be asked")
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, check=True, capture_output=True, text=True)
    assert find_made(listed.stdout.splitlines()) == []


def test_what_an_instance_makes_is_told_by_name() -> None:
    assert find_made([".st/keys/demo.jwk", "x/sceau.db", "web/a.py"]) == [".st/keys/demo.jwk", "x/sceau.db"]
