"""Other names for which a host name stands (CNAME), as our own capture tool saw them answered or asked for them."""

from typing import Any

from analyzers.extract.exchanges import Exchanges
from analyzers.extract.urls import clean_host

MAX_ALIASES, MAX_NAMES = 4_096, 16
_ANSWER, _RESOLVER = "answer", "resolver"  # what the device was answered; what the bench asked by itself


def note_alias(found: Exchanges, row: dict[str, Any], place: tuple[int, int]) -> None:
    """Add the chain of one name, outermost first; one that names nothing else is no chain."""
    host, told = row.get("host"), row.get("names")
    name = clean_host(host) if isinstance(host, str) else None
    names = [clean_host(one) for one in (told if isinstance(told, list) else [])[:MAX_NAMES] if isinstance(one, str)]
    chain = [found.told.hide_host(one) for one in names if one not in (None, name)]
    if name is None or not chain or len(found.aliases) >= MAX_ALIASES:
        return
    by = _ANSWER if row.get("by") == _ANSWER else _RESOLVER
    offset, length = place
    found.aliases.append(
        {"host": found.told.hide_host(name), "names": chain, "by": by, "offset": offset, "length": length}
    )
