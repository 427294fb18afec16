"""The words of health: in the names of values, and in values themselves."""

import re
from functools import lru_cache

from analyzers.formats.scan import FAST
from analyzers.knowledge.protocols import load_protocols

_MOST = 4096  # bytes of a value in which words are looked for
_SHORTEST = 4
_PROPERTIES = load_protocols().properties.values()  # read before the jail closes
_SPLIT = re.compile(r"[^0-9a-zà-ÿ]+")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_NAMES = {word: kind.id for kind in _PROPERTIES for word in kind.words}
_ANYWHERE = {word: kind.id for kind in _PROPERTIES for word in kind.anywhere}
_SPOKEN = re.compile(rf"(?<![0-9a-zà-ÿ])(?:{'|'.join(map(re.escape, sorted(_ANYWHERE)))})(?![0-9a-zà-ÿ])")
_FAST = FAST.BytesAhoCorasick([word.encode() for word in _ANYWHERE]) if FAST else None


def may_speak(data: bytes) -> bool:
    """Whether a value may hold such a word; also of several values with line breaks between them."""
    if _FAST is None:
        return _SPOKEN.search(data.decode("utf-8", "replace").lower()) is not None
    lowered = data.lower() if data.isascii() else data.decode("utf-8", "replace").lower().encode()
    return bool(_FAST.find_matches_as_indexes(lowered))


def spoken_of(name: str, data: bytes) -> list[str]:
    """Health vocabulary in the name of a value that is there, or in the value itself."""
    kinds = kinds_named(name) if data else frozenset()
    if len(data) >= _SHORTEST and may_speak(data[:_MOST]):
        text = data[:_MOST].decode("utf-8", "replace").lower()
        kinds |= {_ANYWHERE[hit[0]] for hit in _SPOKEN.finditer(text)}
    return sorted(kinds)


@lru_cache(maxsize=4096)
def kinds_named(name: str) -> frozenset[str]:
    """Kinds that a name means, as a whole or by its words: `bloodGlucose`, `blood_glucose`, `glucose`."""
    parts = [part for part in _SPLIT.split(_CAMEL.sub("_", name).lower()) if part]
    pairs = {"_".join(parts[at : at + 2]) for at in range(len(parts) - 1)}
    return frozenset(_NAMES[word] for word in {"_".join(parts), *parts, *pairs} if word in _NAMES)
