"""Fetches the pinned data sets through whichever npm client exists, checks them, and puts them in a folder.

`python -m analyzers.knowledge.fetch DIR`. Without client or network: one sentence, exit code 3, and nothing changed.
The service works without these files: countries then stay unknown, and it says so.
"""

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Any

PINS = Path(__file__).parents[2] / "requirements" / "datasets.json"
_TIMEOUT_S = 300
_BLOCK = 1 << 20
OK, USAGE, REFUSED = 0, 2, 3

Pin = Mapping[str, Any]


class FetchError(Exception):
    """A data set could not be had; the message is one sentence for the person at the keyboard."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Fetch what is missing and say so."""
    parser = argparse.ArgumentParser(prog="python -m analyzers.knowledge.fetch", description=__doc__)
    parser.add_argument("folder", type=Path, metavar="DIR", help="where the data sets go")
    parser.add_argument("--npm", default="npm", help="the npm program to call (default: the one in the search path)")
    parser.add_argument("--pins", type=Path, default=PINS, help="the list of pinned data sets")
    options = parser.parse_args(arguments)
    try:
        fetched = fetch_all(options.folder, json.loads(options.pins.read_text("utf-8")), options.npm)
    except (FetchError, OSError) as refusal:
        sys.stderr.write(f"Data sets not fetched: {refusal} Countries of addresses stay unknown until they are here.\n")
        return REFUSED
    sys.stdout.write(f"Data sets in {options.folder}: {fetched} fetched, the others were already there.\n")
    return OK


def fetch_all(folder: Path, pins: Sequence[Pin], npm: str) -> int:
    """Fetch each data set that is not there in its pinned version; return how many were fetched."""
    missing = [pin for pin in pins if not is_present(folder, pin)]
    if not missing:
        return 0
    program = shutil.which(npm)
    if program is None:
        message = f"no npm client was found ({npm})."
        raise FetchError(message)
    was_there = folder.exists()
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with tempfile.TemporaryDirectory(dir=folder, prefix=".fetch-") as scratch:
            _fetch_missing(missing, program, folder, Path(scratch))
    finally:
        if not was_there and not any(folder.iterdir()):
            folder.rmdir()  # a fetch that failed leaves no trace
    return len(missing)


def _fetch_missing(missing: Sequence[Pin], program: str, folder: Path, scratch: Path) -> None:
    for package in dict.fromkeys((pin["package"], pin["version"]) for pin in missing):
        tarball = _pack(program, package, scratch)
        for pin in missing:
            if (pin["package"], pin["version"]) == package:
                _install(tarball, pin, folder, scratch)


def is_present(folder: Path, pin: Pin) -> bool:
    """Say whether the pinned member and its card are there, byte for byte."""
    member, card = folder / pin["member"], folder / f"{pin['name']}.json"
    if not member.is_file() or not card.is_file():
        return False
    return card.read_text("utf-8") == _card(pin) and _digest(member) == pin["member_sha256"]


def _card(pin: Pin) -> str:
    return json.dumps(pin, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def _pack(program: str, package: tuple[str, str], scratch: Path) -> Path:
    """Let the client bring one tarball; it runs no script of the package."""
    name, version = package
    options = ["--ignore-scripts", "--silent", "--fetch-retries=1", "--cache", str(scratch / "cache")]
    command = [program, "pack", f"{name}@{version}", "--pack-destination", str(scratch), *options]
    before = set(scratch.glob("*.tgz"))
    try:
        # The client is named by the operator and the package by our own pinned list.
        done = subprocess.run(command, cwd=scratch, capture_output=True, timeout=_TIMEOUT_S, check=False)  # noqa: S603 — see above
    except (OSError, subprocess.TimeoutExpired) as trouble:
        message = f"{name}@{version} could not be fetched ({type(trouble).__name__})."
        raise FetchError(message) from trouble
    new = sorted(set(scratch.glob("*.tgz")) - before)
    if done.returncode != 0 or len(new) != 1:
        message = f"{name}@{version} could not be fetched (is there a network?)."
        raise FetchError(message)
    return new[0]


def _install(tarball: Path, pin: Pin, folder: Path, scratch: Path) -> None:
    """Check the tarball, take out the one named member, check it, and move it into place in one step."""
    if _digest(tarball) != pin["sha256"]:
        message = f"{pin['package']}@{pin['version']} is not the pinned file: its SHA-256 differs."
        raise FetchError(message)
    unpacked = scratch / pin["member"]
    try:
        with tarfile.open(tarball, "r:gz") as archive, unpacked.open("wb") as target:
            _copy(_member(archive, pin), target, pin["size"])
    except (tarfile.TarError, EOFError) as broken:
        message = f"{pin['package']}@{pin['version']} could not be unpacked."
        raise FetchError(message) from broken
    if _digest(unpacked) != pin["member_sha256"]:
        message = f"{pin['member']} is not the pinned file: its SHA-256 differs."
        raise FetchError(message)
    card = scratch / f"{pin['name']}.json"
    card.write_text(_card(pin), "utf-8")
    # The card comes last: without it the member does not count.
    os.replace(unpacked, folder / pin["member"])  # noqa: PTH105 — both names are paths; the atomic call is meant
    os.replace(card, folder / card.name)  # noqa: PTH105 — see above


def _member(archive: tarfile.TarFile, pin: Pin) -> IO[bytes]:
    """Find the member by its whole name; a link or a folder of that name is refused."""
    for info in archive:
        if info.name == f"package/{pin['member']}" and info.isreg():
            found = archive.extractfile(info)
            if found is not None:
                return found
    message = f"{pin['member']} is not in {pin['package']}@{pin['version']}."
    raise FetchError(message)


def _copy(source: IO[bytes], target: IO[bytes], size: int) -> None:
    left = size + 1  # one byte more than pinned is enough to know
    while left > 0 and (block := source.read(min(_BLOCK, left))):
        target.write(block)
        left -= len(block)


def _digest(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


if __name__ == "__main__":
    sys.exit(main())
