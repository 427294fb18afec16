"""Switches of the manifest: which stand at off, which cannot be told, and which turn off only a part.

SDKs ask the platform for a truth value of the application: a word, a number or a key inside a component is no answer,
and the SDK then does what it does by itself. What cannot be told is never taken for off.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from analyzers.evidence import flag, rows, text
from analyzers.knowledge.book import Knowledge, Sdk, Switch

_TRUE = "true"
_TRUTHS = frozenset({_TRUE, "false"})


@dataclass(slots=True)
class Switched:
    """What the switches of one SDK say."""

    off: list[str] = field(default_factory=list)  # the whole SDK, by the application's own word
    unsure: list[str] = field(default_factory=list)  # contradictory, unreadable, or written where it is not read
    parts: list[Switch] = field(default_factory=list)  # those that turn off only a part of it


def read_switches(apk: Mapping[str, Any], knowledge: Knowledge) -> dict[str, Switched]:
    """By SDK, those of which the manifest has a word. A switch of several gives way to one of the SDK's own."""
    said = _said(apk)
    inside = {text(row, "name") for _, component in rows(apk, "components") for _, row in rows(component, "metaData")}
    by_switch = knowledge.switched
    concerned = {sdk.id: sdk for key in (*said, *inside) for sdk in by_switch.get(key or "", ())}
    return {sdk.id: _of_sdk(sdk, said, inside, by_switch) for sdk in concerned.values()}


def _of_sdk(
    sdk: Sdk, said: Mapping[str, Any], inside: set[str | None], by_switch: Mapping[str, tuple[Sdk, ...]]
) -> Switched:
    parts = [row for row in sdk.switches if row.only is not None and row.key in said and is_off(row, said[row.key])]
    found = Switched(parts=parts)
    whole = [switch for switch in sdk.switches if switch.only is None]
    own = [switch for switch in whole if len(by_switch[switch.key]) == 1]
    has_own = any(switch.key in said for switch in own)
    for switch in own if has_own else whole:
        if switch.key not in said:
            found.unsure += [switch.key] if switch.key in inside else []
        elif (answer := is_off(switch, said[switch.key])) is not False:
            (found.off if answer else found.unsure).append(switch.key)
    return found


def is_off(switch: Switch, value: object) -> bool | None:
    """Whether a value is the one that turns off; None where the SDK would not take it for an answer."""
    if value is None:
        return None
    if switch.off in _TRUTHS:
        return value is (switch.off == _TRUE) if isinstance(value, bool) else None
    return str(value).strip().casefold() == switch.off.casefold()


def _said(apk: Mapping[str, Any]) -> dict[str, Any]:
    """The application's own keys; None where the value cannot be told, or is said twice in two ways."""
    found: dict[str, Any] = {}
    for _, row in rows(apk, "metaData"):
        if (key := text(row, "name")) is not None:
            value = row.get("value") if flag(row, "varies") is not True else None
            known = found.get(key, value)
            found[key] = value if known == value and type(known) is type(value) else None
    return found
