"""Forgiving, typed reading of evidence: what is missing or of the wrong type is absent, never an exception."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeGuard

from criteria.findings import Coverage, Extent, Pointer, Text

_LONGEST = 1024
_NESTED = "!/"  # between an archive inside the package and a member of it


def is_object(value: object) -> TypeGuard[Mapping[str, Any]]:
    """Say whether a value is an object: nearly all are plain ones, and those are told at once."""
    return type(value) is dict or isinstance(value, Mapping)


def section(value: object, *keys: str) -> Mapping[str, Any]:
    """Descend into nested objects; whatever is not an object is empty."""
    for key in keys:
        value = value.get(key) if is_object(value) else None
    return value if is_object(value) else {}


def rows(parent: Mapping[str, Any], key: str) -> list[tuple[int, Mapping[str, Any]]]:
    """List the objects of a list with their place in it; members of another type are left out."""
    value = parent.get(key)
    if not isinstance(value, list | tuple):
        return []
    return [(index, row) for index, row in enumerate(value) if is_object(row)]


def is_list_of_objects(parent: Mapping[str, Any], key: str) -> bool:
    """Say whether a list is there and every member has the expected type."""
    value = parent.get(key)
    return isinstance(value, list | tuple) and all(map(is_object, value))


def words(parent: Mapping[str, Any], key: str) -> tuple[str, ...] | None:
    """Read a list of texts, or None when it is no such list."""
    value = parent.get(key)
    if not isinstance(value, list | tuple):
        return None
    try:
        are_short = len("".join(value)) <= _LONGEST  # joined: the quickest way to ask whether all are texts
    except TypeError:
        return None
    return tuple(value) if are_short else tuple([word[:_LONGEST] for word in value])


def text(row: Mapping[str, Any], key: str) -> str | None:
    """Read a text that is not empty."""
    value = row.get(key)
    return value[:_LONGEST] if isinstance(value, str) and value else None


def whole(row: Mapping[str, Any], key: str) -> int | None:
    """Read a whole number; a truth value is none."""
    value = row.get(key)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def flag(row: Mapping[str, Any], key: str) -> bool | None:
    """Read a truth value."""
    value = row.get(key)
    return value if isinstance(value, bool) else None


def point(artifact: str, where: str, at: object = None, entry: str | None = None) -> Pointer:
    """Point at bytes: `at` is an evidence place (entry, offset, length), `where` the JSON pointer into the evidence."""
    place = section(at)
    name = text(place, "entry") or entry
    offset, length = whole(place, "offset"), whole(place, "length")
    path = tuple(part for part in (name or "").split(_NESTED) if part)
    if offset is None or length is None or offset < 0 or length < 0:
        offset = length = None
    return Pointer(artifact, path, offset, length, where)


def covered(kind: str, scope: str, extent: Extent, french: str, english: str) -> Coverage:
    """State coverage with its reason in both languages."""
    return Coverage(kind, scope, extent, Text(french, english))


def covered_but_for(kind: str, scope: str, gaps: Sequence[tuple[str, str]], seen: Text, lacking: Text) -> Coverage:
    """State complete coverage, as `seen` says, where there is no gap; else partial: `lacking`, then every gap."""
    if not gaps:
        return Coverage(kind, scope, Extent.COMPLETE, seen)
    french, english = " ; ".join(gap[0] for gap in gaps), "; ".join(gap[1] for gap in gaps)
    return Coverage(kind, scope, Extent.PARTIAL, Text(f"{lacking.fr} {french}.", f"{lacking.en} {english}."))
