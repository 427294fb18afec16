"""For which other names each host name of a capture stands: an alias like the publisher's own hides nobody."""

from collections.abc import Mapping
from typing import Any

from analyzers.evidence import rows, section, text, words


def find_aliases(evidence: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """The names behind each host, in the order in which they were answered."""
    found: dict[str, tuple[str, ...]] = {}
    for _, row in rows(section(evidence, "traffic"), "aliases"):
        host = (text(row, "host") or "").rstrip(".").lower()
        found[host] = tuple(dict.fromkeys((*found.get(host, ()), *(words(row, "names") or ()))))
    return found
