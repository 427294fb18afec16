"""Host names as property: the part that somebody registered, and whether an app's package is named after it."""

from functools import cache, lru_cache

from publicsuffixlist import PublicSuffixList


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()  # the list comes with the locked package: nothing is fetched


@lru_cache(maxsize=1024)  # each host is asked about by several eyes
def registrable_domain(host: str) -> str | None:
    """Name the registered part of a host name; None for a public suffix, an address or a single word."""
    found = _suffixes().privatesuffix(host.rstrip(".").lower())
    return found if isinstance(found, str) else None


def names_domain(package: str, host: str) -> bool:
    """Say whether a package bears the host's registered domain read backwards: fr.cardia.x and api.cardia.fr."""
    domain = registrable_domain(host)
    if domain is None:
        return False
    backwards = ".".join(reversed(domain.split(".")))
    return f"{package.lower()}.".startswith(f"{backwards}.")
