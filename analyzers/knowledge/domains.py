"""Host names as property: the part that somebody registered, and whether an app's package is named after it."""

from collections import defaultdict
from functools import cache, lru_cache
from pathlib import Path

from publicsuffixlist import PSLFILE, PublicSuffixList, decode_idn


@cache
def _rules() -> dict[str, list[str]]:
    """The rules of the list that comes with the locked package, by their last label: nothing is fetched."""
    found: dict[str, list[str]] = defaultdict(list)
    for line in Path(PSLFILE).read_text("utf-8").splitlines():
        rule = line.partition(" ")[0].lower()
        if rule and not rule.startswith("//"):
            found[rule.rpartition(".")[2]].append(rule)
    return found


@cache
def _suffixes(label: str) -> PublicSuffixList:
    """The rules for names under one last label. An app names hosts under a few: the others are not made ready."""
    try:
        written = decode_idn(label) if label.startswith("xn--") else label
    except UnicodeError:
        written = label
    return PublicSuffixList(_rules().get(written, ()))


@lru_cache(maxsize=1024)  # each host is asked about by several eyes
def registrable_domain(host: str) -> str | None:
    """Name the registered part of a host name; None for a public suffix, an address or a single word."""
    name = host.rstrip(".").lower()
    found = _suffixes(name.rpartition(".")[2]).privatesuffix(name)
    return found if isinstance(found, str) else None


def names_domain(package: str, host: str) -> bool:
    """Say whether a package bears the host's registered domain read backwards: fr.cardia.x and api.cardia.fr."""
    domain = registrable_domain(host)
    if domain is None:
        return False
    backwards = ".".join(reversed(domain.split(".")))
    return f"{package.lower()}.".startswith(f"{backwards}.")
