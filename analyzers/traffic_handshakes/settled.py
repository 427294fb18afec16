"""What app and server settle between them, from what each settled with the bench that stood in the middle. Pure.

Neither saw the other, so only a bound is known: they use the weaker of the two versions at best. Of suites less is
known: one without forward secrecy on either side tells; one with it tells only where the server settled it in the
version that both use, and otherwise nobody has seen which they would use.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from analyzers.evidence import flag, text, words
from analyzers.extract.handshakes import VERSIONS

CURRENT = frozenset({"TLSv1.2", "TLSv1.3", "QUICv1"})
_ALWAYS_SECRET = frozenset({"TLSv1.3", "QUICv1"})
_SECRET = re.compile(r"(TLS_)?(ECDHE|DHE|EDH)[-_].*")
_PLAIN = re.compile(r"TLS_(RSA|ECDH|DH|PSK)_.*|(RSA|ECDH|DH|PSK|AES|CAMELLIA|ARIA|SEED|IDEA|RC4|DES|NULL|EXP)[-0-9].*")
_BROKEN = re.compile(r"(^|[-_])(RC4|DES|DES_CBC|CBC3|3DES|NULL|EXP|EXPORT|MD5|ADH|AECDH|anon)([-_0-9]|$)")
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Settled:
    """One host, over all its handshakes: the weakest that was seen; None is not known."""

    version: str | None
    current: bool | None
    forward_secrecy: bool | None
    certificate_valid: bool | None
    refused: bool
    row: int  # the handshake that says the worst


def settle(handshakes: Iterable[tuple[int, Row]]) -> Settled:
    """Join the handshakes of one host. One that is bad makes the host bad; one that is unknown leaves it unknown."""
    each = [_settle(index, row) for index, row in handshakes]
    worst = min(each, key=lambda one: (*map(_badness, _judged(one)), _strength(one.version), one.row))
    versions = [one.version for one in each if one.version is not None]
    current, secrecy, valid = (_join(values) for values in zip(*map(_judged, each), strict=True))
    weakest = min(versions, key=_strength, default=None)
    refused = any(one.refused for one in each)
    return Settled(weakest, current, secrecy, valid, refused=refused, row=worst.row)


def _judged(one: Settled) -> tuple[bool | None, bool | None, bool | None]:
    return one.current, one.forward_secrecy, one.certificate_valid


def _settle(index: int, row: Row) -> Settled:
    app, server = _version_of_app(row), text(row, "server_version")
    known = [version for version in (app, server) if version in VERSIONS]
    weakest = min(known, key=_strength, default=None)
    both = len(known) == 2  # noqa: PLR2004 - the two sides
    suites = _suites(row, weakest)
    is_current: bool | None = True if both else None
    if weakest is not None and (weakest not in CURRENT or any(map(_BROKEN.search, suites))):
        is_current = False
    secrecy = _is_secret(weakest if both else None, suites, is_of_server=server == weakest)
    return Settled(
        weakest, is_current, secrecy, flag(row, "certificate_valid"), refused=flag(row, "refused") is True, row=index
    )


def _version_of_app(row: Row) -> str | None:
    """What the app settled; one that left before can do no better than the best it offered."""
    offered = [version for version in words(row, "offered") or () if version in VERSIONS]
    return text(row, "app_version") or max(offered, key=_strength, default=None)


def _suites(row: Row, version: str | None) -> list[str]:
    """The suites that were settled in the version that both use."""
    if version is None:
        return []
    sides = (("server_version", "cipher"), ("app_version", "app_cipher"))
    return [suite for at, of in sides if text(row, at) == version and (suite := text(row, of)) is not None]


def _is_secret(version: str | None, suites: list[str], *, is_of_server: bool) -> bool | None:
    if version in _ALWAYS_SECRET:
        return True  # these versions have no other suites
    if any(_PLAIN.fullmatch(suite) for suite in suites):
        return False
    is_seen = version is not None and is_of_server and bool(suites)
    return True if is_seen and all(map(_SECRET.fullmatch, suites)) else None


def _strength(version: str | None) -> int:
    return VERSIONS.index(version) if version in VERSIONS else len(VERSIONS)


def _badness(value: bool | None) -> int:  # noqa: FBT001 - a judgement, not a switch
    return {False: 0, None: 1, True: 2}[value]


def _join(values: Iterable[bool | None]) -> bool | None:
    return min(values, key=_badness)
