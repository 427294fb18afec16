"""The first look at a package, taken in a child of its own; its answer is not believed before it has the right form."""

import json
import re
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from analyzers.sandbox.limits import Limits
from analyzers.sandbox.listening import Runner
from analyzers.sandbox.oneshot import run_alone
from analyzers.sandbox.tiers import probe_sandbox

MIB = 1 << 20
LIMITS = Limits(output_bytes=8 * MIB)
_DIGEST = re.compile(r"[0-9a-f]{64}")
_CODE = re.compile(r"[a-z0-9-]{1,60}")
_NAMES = ("packageName", "versionCode", "versionName")
_KEYS = frozenset({"sha256", *_NAMES, "label", "permissions", "libraries", "signer", "classes", "unread"})
_LONGEST = 1 << 16


class LookRefused(Exception):
    """There is nothing to look at. `code` is a kebab slug."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def take_look(
    path: Path, prefixes: Collection[str], runner: Runner = run_alone, tier: str | None = None
) -> Mapping[str, Any]:
    """What a package calls itself, who signed it, and how many classes it defines and names below known prefixes.

    Raises:
        LookRefused: the file is no package, or its reader came to no good end.
    """
    tier = tier or probe_sandbox().tier
    if tier not in LIMITS.tiers:
        raise LookRefused("no-sandbox")
    ceilings = (LIMITS.memory_bytes, LIMITS.cpu_seconds, LIMITS.output_bytes, LIMITS.open_files)
    with path.open("rb") as source:
        ended = runner(["glance", tier, *map(str, ceilings), ",".join(prefixes)], source.fileno(), LIMITS)
    if ended.exit != 0 or ended.limit:
        raise LookRefused(ended.limit or "crashed")
    try:
        answer = json.loads(ended.answer)
    except (ValueError, RecursionError) as error:
        raise LookRefused("untrusted-answer") from error
    if isinstance(answer, dict) and isinstance(answer.get("refused"), str):
        raise LookRefused(answer["refused"] if _CODE.fullmatch(answer["refused"]) else "untrusted-answer")
    if not _has_form(answer, frozenset(prefixes)):
        raise LookRefused("untrusted-answer")
    found: Mapping[str, Any] = answer
    return found


def _has_form(answer: Any, prefixes: frozenset[str]) -> bool:  # anything may come back
    if not isinstance(answer, dict) or answer.keys() != _KEYS:
        return False
    label, classes, unread, signer = (answer[name] for name in ("label", "classes", "unread", "signer"))
    return (
        _is_digest(answer["sha256"])
        and (signer is None or _is_digest(signer))
        and all(answer[name] is None or _is_text(answer[name]) for name in _NAMES)
        and isinstance(label, dict) and all(map(_is_text, (*label, *label.values())))
        and all(_are_texts(answer[name]) for name in ("permissions", "libraries"))
        and isinstance(classes, dict) and prefixes.issuperset(classes) and all(map(_are_counts, classes.values()))
        and isinstance(unread, list) and all(map(_is_unread, unread))
    )  # fmt: skip


def _is_digest(value: object) -> bool:
    return isinstance(value, str) and _DIGEST.fullmatch(value) is not None


def _is_text(value: object) -> bool:
    return isinstance(value, str) and len(value) <= _LONGEST


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and all(map(_is_text, value))


def _are_counts(value: object) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(type(one) is int and one >= 0 for one in value)  # noqa: PLR2004 - defined, named


def _is_unread(row: object) -> bool:
    return isinstance(row, dict) and row.keys() == {"entry", "why"} and _are_texts([*row.values()])
