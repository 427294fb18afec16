"""Which digests of a JAR signature's text files count on some platforms, and the digests themselves."""

import binascii
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from analyzers.formats.errors import FormatError
from analyzers.formats.jar_algorithms import STRONGEST_FIRST, TEXT_DIGESTS

_JELLY_BEAN_MR2 = 18
_DIGESTS = {name: getattr(hashlib, name) for name in ("md5", "sha1", "sha224", "sha256", "sha384", "sha512")}


@dataclass(frozen=True, slots=True)
class Levels:
    """The platform levels a verdict is for, both ends included."""

    low: int
    high: int


def digests_to_check(stated: Mapping[str, str], suffix: str, levels: Levels) -> list[tuple[str, bytes]]:
    """The digests some platform of `levels` would look at among attributes; empty where one would find none."""
    keys = _looked_at(tuple(stated), stated.get("digest-algorithms"), suffix, levels)
    found = [(name, _base64(stated[key])) for key, name in keys]
    return found[:1] if len(found) > 1 and found[0] == found[1] else found


@lru_cache(maxsize=256)
def _looked_at(
    keys: tuple[str, ...], algorithms: str | None, suffix: str, levels: Levels
) -> tuple[tuple[str, str], ...]:
    """The attributes, as sections keep their names, that some platform would look at, and the digests they state."""
    found: list[tuple[str, str]] = []
    if levels.low < _JELLY_BEAN_MR2:
        for word in (algorithms or "SHA SHA1").split():
            key = (word + suffix).lower()
            name, since = TEXT_DIGESTS.get(word.upper(), ("", levels.low + 1))
            if key in keys and since <= levels.low:
                found.append((key, name))
                break
        if not found:
            return ()
    strongest = [((word + suffix).lower(), name) for word, name in STRONGEST_FIRST]
    found += [row for row in strongest if row[0] in keys][:1] if levels.high >= _JELLY_BEAN_MR2 else []
    return tuple(found)


def _base64(text: str) -> bytes:
    try:
        return binascii.a2b_base64(text.strip(), strict_mode=True)
    except (binascii.Error, ValueError) as error:
        raise FormatError("broken-base64") from error


def digest_of(name: str, data: bytes) -> bytes:
    """The digest of this name, as the algorithm tables write it."""
    found: bytes = _DIGESTS[name](data).digest()
    return found
