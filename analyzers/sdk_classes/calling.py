"""What the app's own code calls of an SDK: started from there, an SDK needs no word in the manifest."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from analyzers.evidence import flag, rows, section, text
from analyzers.knowledge.book import Knowledge


@dataclass(frozen=True, slots=True)
class CallSite:
    """One call: which class and method, from which class of the app, where in the evidence and in the code file."""

    target: str
    caller: str
    works: bool  # makes the SDK do something, rather than ask, set or end it
    where: str
    at: object


def calls_by_sdk(apk: Mapping[str, Any], knowledge: Knowledge) -> dict[str, CallSite]:
    """By SDK, one call of it by code that is nobody else's; one that makes it work where there is one.

    A call from inside another known library says nothing: that library may itself be asleep.
    """
    found: dict[str, CallSite] = {}
    for index, row in rows(section(apk, "code"), "calls"):
        target, caller = text(row, "class"), text(row, "from")
        if target is None or caller is None or knowledge.sdk_by_prefix(caller) is not None:
            continue
        sdk = knowledge.sdk_by_prefix(target)
        works = flag(row, "works") is True
        known = found.get(sdk.id) if sdk is not None else None
        if sdk is not None and (known is None or (works and not known.works)):
            method = text(row, "method") or ""
            where = f"/apk/code/calls/{index}"
            found[sdk.id] = CallSite(_spoken(target, method), caller, works, where, row.get("at"))
    return found


def _spoken(target: str, method: str) -> str:
    return f"new {target}" if method == "<init>" else f"{target}.{method}"
