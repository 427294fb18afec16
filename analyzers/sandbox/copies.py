"""What a copy for the bench needs to know of a package, read in a child of its own; its answer is not believed."""

import base64
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analyzers.sandbox.limits import Limits
from analyzers.sandbox.listening import Runner
from analyzers.sandbox.oneshot import run_alone
from analyzers.sandbox.tiers import probe_sandbox

MIB = 1 << 20
LIMITS = Limits(wall_seconds=120.0, cpu_seconds=90, output_bytes=128 * MIB)
_DIGEST = re.compile(r"[0-9a-f]{64}")
_NAME = re.compile(r"(?!/)(?!.*\.\./)[^\x00-\x1f\\]{1,1024}")
_HEX = re.compile(r"([0-9a-f]{2}){1,65535}")
_CODE = re.compile(r"[a-z0-9-]{1,60}")
_CEILINGS = (1 << 16, 1 << 32, 1 << 32, 1 << 32, 1 << 32)  # method, crc, packed, size, place
_ROW = 6
_INVENTORY = {"members", "manifest", "config", "config_rows", "trusting_table", "trusts_user", "made_path"}


class CopyRefused(Exception):
    """The package cannot be copied or compared. `code` is a kebab slug."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Kept:
    """A member that is copied as it is packed: numbers only, all of them inside the file."""

    raw_name: bytes
    method: int
    crc: int
    packed: int
    size: int
    place: int


@dataclass(frozen=True, slots=True)
class Plan:
    """What a copy that trusts the bench changes, and what it keeps."""

    changed: Mapping[str, bytes]
    kept: tuple[Kept, ...]


def plan_copy(path: Path, runner: Runner = run_alone) -> Plan:
    """How to make a copy of the package that trusts the bench.

    Raises:
        CopyRefused: the package has no single reading, or cannot be edited.
    """
    answer = _ask("trusting", path, runner)
    changed, kept = answer.get("changed"), answer.get("kept")
    if answer.keys() != {"changed", "kept"} or not isinstance(changed, dict) or not isinstance(kept, list):
        raise CopyRefused("untrusted-answer")
    size = path.stat().st_size
    if not all(_fits(name, _NAME) for name in changed) or not all(_is_row(row, size) for row in kept):
        raise CopyRefused("untrusted-answer")
    try:
        files = {name: base64.b64decode(body, validate=True) for name, body in changed.items()}
        return Plan(files, tuple(Kept(bytes.fromhex(name), *numbers) for name, *numbers in kept))
    except (TypeError, ValueError) as error:
        raise CopyRefused("untrusted-answer") from error


def take_inventory(path: Path, runner: Runner = run_alone) -> Mapping[str, Any]:
    """What is in the package, so that another can be held against it (`analyzers.synthesis.copies`).

    Raises:
        CopyRefused: the package has no single reading.
    """
    answer = _ask("inventory", path, runner)
    if not _is_inventory(answer):
        raise CopyRefused("untrusted-answer")
    return answer


def _is_inventory(answer: dict[str, Any]) -> bool:
    members, table, config = (answer.get(name) for name in ("members", "trusting_table", "config"))
    digests = [answer.get("manifest"), answer.get("config_rows"), *([] if table is None else [table])]
    names = [answer.get("made_path"), *([] if config is None else [config])]
    if answer.keys() != _INVENTORY or not isinstance(members, dict) or type(answer["trusts_user"]) is not bool:
        return False
    return all(_fits(one, _DIGEST) for one in [*digests, *members.values()]) and all(
        _fits(one, _NAME) for one in [*names, *members]
    )


def _ask(act: str, path: Path, runner: Runner) -> dict[str, Any]:
    tier = probe_sandbox().tier
    if tier not in LIMITS.tiers:
        raise CopyRefused("no-sandbox")
    ceilings = (LIMITS.memory_bytes, LIMITS.cpu_seconds, LIMITS.output_bytes, LIMITS.open_files)
    with path.open("rb") as source:
        ended = runner([act, tier, *map(str, ceilings)], source.fileno(), LIMITS)
    if ended.exit != 0 or ended.limit:
        raise CopyRefused(ended.limit or "crashed")
    try:
        answer = json.loads(ended.answer)
    except (ValueError, RecursionError) as error:
        raise CopyRefused("untrusted-answer") from error
    if not isinstance(answer, dict):
        raise CopyRefused("untrusted-answer")
    code = answer.get("refused")
    if code is not None:
        raise CopyRefused(code if isinstance(code, str) and _CODE.fullmatch(code) else "untrusted-answer")
    return answer


def _fits(value: object, form: re.Pattern[str]) -> bool:
    return isinstance(value, str) and form.fullmatch(value) is not None


def _is_row(row: object, size: int) -> bool:
    """A raw name, then numbers below their ceilings; packed bytes inside the file."""
    if not isinstance(row, list) or len(row) != _ROW or not _fits(row[0], _HEX):
        return False
    numbers = row[1:]
    are_whole = all(type(one) is int and 0 <= one < most for one, most in zip(numbers, _CEILINGS, strict=True))
    return are_whole and numbers[4] + numbers[2] <= size
