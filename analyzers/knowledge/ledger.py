"""Who stands behind each version of the shipped knowledge: one office adds it, another countersigns it, both dated.

`python -m analyzers.knowledge.ledger add OFFICE DAY WHAT`, then `countersign OFFICE DAY` by somebody else. A version is
the digest of all curated files but the ledger itself; a change after the last line is nobody's, and is said to be.
"""

import argparse
import hashlib
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analyzers.knowledge.files import BrokenKnowledgeError, check_keys, read_yaml

DATA = Path(__file__).parent / "data"
NAME = "ledger.yaml"
OFFICES = frozenset({"keeper", "reviewer", "jurist"})  # offices of the project, held by different people
OK, REFUSED = 0, 3
_DAY = re.compile(r"20\d\d-[01]\d-[0-3]\d")
_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Version:
    """One version of the curated files: what changed, who added it, who countersigned it, when."""

    digest: str
    what: str
    added_by: str
    added_on: str
    countersigned_by: str | None = None
    countersigned_on: str | None = None

    def as_line(self) -> str:
        """The version as a line of the ledger."""
        who = f'added_by: {self.added_by}, added_on: "{self.added_on}"'
        if self.countersigned_by is not None:
            who += f', countersigned_by: {self.countersigned_by}, countersigned_on: "{self.countersigned_on}"'
        return f'  - {{digest: {self.digest}, {who}, what: "{self.what}"}}'


def curated_files(folder: Path = DATA) -> list[Path]:
    """The files that make a version, in order."""
    return sorted(path for path in folder.iterdir() if path.suffix in {".yaml", ".csv"} and path.name != NAME)


def digest_of(files: Sequence[Path]) -> str:
    """Name a version after the names and contents of its files."""
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def load_ledger(content: Mapping[str, Any]) -> tuple[Version, ...]:
    """Read the versions, oldest first.

    Raises:
        BrokenKnowledgeError: a line names an unknown office, the same one twice, no day, or a version twice.
    """
    found: list[Version] = []
    for row in content["versions"] or ():
        where = f"{NAME} {str(row.get('digest'))[:12]}"
        check_keys(row, ("digest", "what", "added_by", "added_on"), ("countersigned_by", "countersigned_on"), where)
        found.append(_checked(Version(**{key: str(value) for key, value in row.items()}), where))
    if len({one.digest for one in found}) < len(found):
        message = f"{NAME}: a version comes twice"
        raise BrokenKnowledgeError(message)
    return tuple(found)


def _checked(one: Version, where: str) -> Version:
    pairs = [(one.added_by, one.added_on)]
    if one.countersigned_by is not None or one.countersigned_on is not None:
        pairs.append((str(one.countersigned_by), str(one.countersigned_on)))
    if not _DIGEST.fullmatch(one.digest) or any(by not in OFFICES or not _DAY.fullmatch(on) for by, on in pairs):
        message = f"{where}: a digest, an office of the project and a day are expected"
        raise BrokenKnowledgeError(message)
    if one.countersigned_by == one.added_by:
        message = f"{where}: whoever added a version does not countersign it"
        raise BrokenKnowledgeError(message)
    return one


def version_of(versions: Sequence[Version], digest: str) -> Version | None:
    """The line of these very files; None where they changed since."""
    return next((one for one in versions if one.digest == digest), None)


def with_added(versions: Sequence[Version], digest: str, office: str, day: str, what: str) -> tuple[Version, ...]:
    """The ledger with one version more; what is there already is not stated twice."""
    if version_of(versions, digest) is not None:
        message = "these files are in the ledger already"
        raise BrokenKnowledgeError(message)
    if '"' in what or "\\" in what or not what.strip():
        message = "say what changed, without quotation marks"
        raise BrokenKnowledgeError(message)
    return (*versions, _checked(Version(digest, what, office, day), NAME))


def with_countersigned(versions: Sequence[Version], digest: str, office: str, day: str) -> tuple[Version, ...]:
    """The ledger with the version of these files countersigned, by another office than the one that added it."""
    one = version_of(versions, digest)
    if one is None or one.countersigned_by is not None:
        message = "these files wait for no second signature: nobody added them, or it was given"
        raise BrokenKnowledgeError(message)
    signed = _checked(Version(one.digest, one.what, one.added_by, one.added_on, office, day), NAME)
    return tuple(signed if row is one else row for row in versions)


def main(arguments: Sequence[str] | None = None, folder: Path = DATA) -> int:
    """Add or countersign the version of the files as they lie here."""
    parser = argparse.ArgumentParser(prog="python -m analyzers.knowledge.ledger")
    verbs = parser.add_subparsers(dest="verb", required=True)
    for verb in ("add", "countersign"):
        asked = verbs.add_parser(verb)
        asked.add_argument("office", choices=sorted(OFFICES))
        asked.add_argument("day")
    verbs.choices["add"].add_argument("what")
    stated = parser.parse_args(arguments)
    place, digest = folder / NAME, digest_of(curated_files(folder))
    try:
        versions = load_ledger(read_yaml(place))
        if stated.verb == "add":
            versions = with_added(versions, digest, stated.office, stated.day, stated.what)
        else:
            versions = with_countersigned(versions, digest, stated.office, stated.day)
    except BrokenKnowledgeError as refusal:
        sys.stderr.write(f"{refusal}\n")
        return REFUSED
    head = place.read_text("utf-8").split("versions:", 1)[0]
    place.write_text("\n".join([f"{head}versions:", *(one.as_line() for one in versions)]) + "\n", "utf-8")
    sys.stdout.write(f"{digest}\n")
    return OK


if __name__ == "__main__":
    sys.exit(main())
