"""Facts of several parts of one app joined into one document: lists go on, counts add up, the base names."""

from collections.abc import Mapping
from typing import Any

from analyzers.extract.manifest import full_name

Fact = dict[str, Any]

MAX_NAMES = 400_000
_INSIDE = "!/"  # between a part and a member of it
_PLACED = frozenset({"entry", "file", "bundle"})  # keys whose text is a member's name
_COUNTED = frozenset({"archive", "code", "completeness"})
_BY_NAME = frozenset({"permissions", "definedPermissions", "features"})


def place_in(facts: Any, part: str) -> Any:  # any node of the document
    """The same facts with every member's name behind the part it lies in."""
    if isinstance(facts, Mapping):
        return {
            key: f"{part}{_INSIDE}{value}" if key in _PLACED and isinstance(value, str) else place_in(value, part)
            for key, value in facts.items()
        }
    return [place_in(row, part) for row in facts] if isinstance(facts, list) else facts


def join(base: Fact, others: list[Fact]) -> Fact:
    """One document of all parts. What identifies the app is the base's; what can be found in it is everybody's."""
    whole = dict(base)
    for other in others:
        signing = _signing(whole["signing"], other["signing"])
        packages = _packages(whole["code"]["packages"], other["code"]["packages"])
        whole = {key: _section(key, value, other.get(key)) for key, value in whole.items()}
        whole["signing"], whole["code"]["packages"] = signing, packages
    if any(other["split"] is not None and other["resourceLocales"] for other in others):
        _open_references(whole)
    whole["code"]["classes"] = whole["completeness"]["dex_classes_read"] = sum(
        row["count"] for row in whole["code"]["packages"]
    )
    return whole


def _open_references(whole: Fact) -> None:
    """A value that stands in the table of resources may be another in the table of another part."""
    rows = [*whole["metaData"], *(row for component in whole["components"] for row in component["metaData"])]
    for row in rows:
        row["varies"] = row["varies"] or row["reference"] is not None


def _section(key: str, first: Any, second: Any) -> Any:  # any node of the document
    """A section of the whole: a list goes on, counts add up, everything else is the base's."""
    if isinstance(first, list) and isinstance(second, list) and key in _BY_NAME:
        known = {row["name"] for row in first}
        return first + [row for row in second if row["name"] not in known]
    if key == "endpoints":
        return _endpoints(first, second)
    if key in _COUNTED or (isinstance(first, list) and isinstance(second, list)):
        return _joined(first, second)
    return first


def undefined_in(facts: Fact) -> list[str]:
    """Classes that the manifests name and no part defines."""
    named = {row["name"] for row in facts["components"] if not row["alias"]}
    if facts["applicationName"]:
        named.add(full_name(facts["applicationName"], facts["packageName"]))
    defined = {f"{row['name']}.{name}".lstrip(".") for row in facts["code"]["packages"] for name in row["classes"]}
    return sorted(named - defined)


def _joined(first: Any, second: Any) -> Any:  # any node of the document
    if isinstance(first, list) and isinstance(second, list):
        return first + [row for row in second if row not in first] if len(first) < MAX_NAMES else first
    if isinstance(first, dict) and isinstance(second, dict):
        return {key: _joined(value, second.get(key)) for key, value in first.items()}
    if isinstance(first, bool) and isinstance(second, bool):
        return first and second  # such as "all of it was looked at"
    if isinstance(first, int) and isinstance(second, int):
        return first + second
    return first


def _signing(first: Fact, second: Fact) -> Fact:
    """Verified is what is verified in every part; what is wrong in one is wrong."""
    verdicts = {first["verified"], second["verified"]}
    verified = False if False in verdicts else None if None in verdicts else True
    issues = [*first["issues"], *(code for code in second["issues"] if code not in first["issues"])]
    schemes = {name: has and second["schemes"].get(name, False) for name, has in first["schemes"].items()}
    return first | {"verified": verified, "issues": issues, "schemes": schemes}


def _packages(first: list[Fact], second: list[Fact]) -> list[Fact]:
    found = {row["name"]: row for row in first}
    for row in second:
        known = found.get(row["name"])
        if known is None:
            found[row["name"]] = row
            continue
        names = sorted({*known["classes"], *row["classes"]})
        doubled = len(known["classes"]) + len(row["classes"]) - len(names)
        sizes = [part["instructions"] for part in (known, row) if part["instructions"] is not None]
        found[row["name"]] = {
            "name": row["name"],
            "instructions": sum(sizes) if sizes else None,
            "classes": names,
            "count": known["count"] + row["count"] - doubled,
            "referenced": _referenced(known, row),
            "at": known["at"] or row["at"],
        }
    return [found[name] for name in sorted(found)]


def _endpoints(first: list[Fact], second: list[Fact]) -> list[Fact]:
    """One row for each host, whichever part names it."""
    found = {row["host"]: row for row in first}
    for row in second:
        known = found.get(row["host"])
        found[row["host"]] = _joined(known, row) | {"host": row["host"]} if known else row
    return [found[host] for host in sorted(found)]


def _referenced(first: Fact, second: Fact) -> int:
    """Classes that no part defines, at most: the part that defines the package knows which of its own are missing."""
    rows = [row for row in (first, second) if row["count"]] or [first, second]
    return max(int(row["referenced"]) for row in rows)
