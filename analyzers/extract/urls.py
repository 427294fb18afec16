"""Addresses of requests, taken apart once and redacted: where it goes is kept, whom it concerns is not."""

import hashlib
import ipaddress
import re
from functools import lru_cache
from typing import NamedTuple

from analyzers.extract.values import printable

MAX_URL = 1 << 20
MAX_HOST = 253
_LONGEST = 1024  # of what is remembered, and of a host in any spelling
MAX_SEGMENTS = 24
_URL = re.compile(r"([A-Za-z][A-Za-z0-9+.-]{0,31})://([^/?#\\]*)([^?#]*)", re.DOTALL)
_OPAQUE = re.compile(r"(data|blob|about|chrome|chrome-extension|moz-extension|file|javascript):", re.IGNORECASE)
_NAME = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*\.?")
_WORD = re.compile(r"[A-Za-z0-9._~-]{1,32}")
_PORTS = {"https": 443, "wss": 443, "http": 80, "ws": 80}
_HIDDEN = "…"
_MAX_DIGITS = 3  # in one segment: a version, not a number of somebody
_MAX_PORT = 65_535
_HEXADECIMAL = re.compile(r"[0-9a-fA-F]{8,}")
_MIXED = re.compile(r"(?=.*[a-z])(?=.*[A-Z])(?=.*[0-9]).{12,}")

# Words after which a path names one particular person, thing or question.
_COLLECTIONS = frozenset(
    """
    user users u utilisateur utilisateurs patient patients account accounts compte comptes member members profile
    profiles profil profils person persons people customer customers client clients device devices session sessions
    id ids email emails mail phone name names nom contact contacts search recherche q query token tokens key keys
    doctor doctors medecin medecins praticien praticiens appointment appointments rdv document documents visitor
    visitors uid uuid guid subscriber subscribers employee employees player players login username
    """.split()  # noqa: SIM905 - a list of ninety quoted words would hide them
)


class Target(NamedTuple):
    """Where a request goes. `host` is None for addresses that never leave the machine (data:, blob:)."""

    scheme: str
    host: str | None
    port: int | None
    path: str
    sha256: str


def read_url(url: str) -> Target | None:
    """Take an address apart, or None where it names no host that can be."""
    if len(url) > MAX_URL:
        return None
    digest = hashlib.sha256(url.encode("utf-8", "surrogatepass")).hexdigest()
    if opaque := _OPAQUE.match(url):
        return Target(opaque[1].lower(), None, None, "", digest)
    match = _URL.match(url)
    if match is None:
        return None
    scheme = match[1].lower()
    host, port = split_authority(match[2])
    if host is None or port == -1:
        return None
    return Target(scheme, host, port if port is not None else _PORTS.get(scheme), redact_path(match[3]), digest)


def split_url(url: str) -> tuple[str, str | None, str]:
    """Scheme, host and route of an address as it stands in code; no host where it names none that can be."""
    match = _URL.match(url)
    if match is None:
        return "", None, ""
    host, port = split_authority(match[2])
    return match[1].lower(), None if port == -1 else host, match[3]


def split_authority(authority: str) -> tuple[str | None, int | None]:
    """Host and port of `user@host:port`; the port is -1 where it is none."""
    return _split(authority) if len(authority) <= _LONGEST else _split.__wrapped__(authority)


@lru_cache(maxsize=4096)  # the same few servers are named again and again
def _split(authority: str) -> tuple[str | None, int | None]:
    place = authority.rpartition("@")[2]
    if place.startswith("["):
        inside, closed, after = place[1:].partition("]")
        return clean_address(inside) if closed else None, _port(after.removeprefix(":")) if after else None
    name, colon, number = place.partition(":")
    return clean_host(name), _port(number) if colon and number else None


def _port(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 6 and 0 < int(text) <= _MAX_PORT else -1  # noqa: PLR2004 - five digits


def clean_host(name: str) -> str | None:
    """A host name in lower case and ASCII, or None where it cannot be one."""
    return _cleaned(name) if len(name) <= _LONGEST else None


@lru_cache(maxsize=2048)
def _cleaned(name: str) -> str | None:
    if address := clean_address(name):
        return address
    try:
        plain = name.lower() if name.isascii() else name.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return None
    return plain.rstrip(".") if 0 < len(plain) <= MAX_HOST and _NAME.fullmatch(plain) else None


def clean_address(text: str) -> str | None:
    """An IP address in its usual form, without zone, or None."""
    return _address(text) if len(text) <= _LONGEST else None


@lru_cache(maxsize=2048)
def _address(text: str) -> str | None:
    try:
        address = ipaddress.ip_address(text.strip("[]").partition("%")[0])
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return str(mapped or address)


def redact_path(path: str) -> str:
    """The route without what may tell one person from another; what is hidden leaves a mark."""
    return _redacted(path) if len(path) <= _LONGEST else _redacted.__wrapped__(path)


@lru_cache(maxsize=4096)
def _redacted(path: str) -> str:
    kept: list[str] = []
    previous = ""
    parts = path.split("/")
    for part in parts[:MAX_SEGMENTS]:
        hidden = part and (previous.lower() in _COLLECTIONS or _tells(part))
        kept.append(_HIDDEN if hidden else part)
        previous = part
    return printable("/".join(kept) + ("/" + _HIDDEN if len(parts) > MAX_SEGMENTS else ""))


def _tells(part: str) -> bool:
    """Whether a segment looks like an identifier, a name with marks, or anything but a word of a route."""
    if not _WORD.fullmatch(part) or sum(c.isdecimal() for c in part) > _MAX_DIGITS:
        return True
    if part.isdecimal() and len(part) > 2:  # noqa: PLR2004 - /2/ is a version, /123/ is somebody
        return True
    return bool((_HEXADECIMAL.fullmatch(part) and any(c.isdecimal() for c in part)) or _MIXED.fullmatch(part))
