"""What a capture tells whom: every part of every request without its layers, searched; nothing of it kept in clear."""

import hashlib
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from analyzers.extract.disguises import list_disguises
from analyzers.extract.known import KnownValues
from analyzers.extract.patterns import Positions, find_patterns
from analyzers.extract.urls import Target, redact_path
from analyzers.formats.bodies import Leaf, unfold
from analyzers.formats.parts import Message, Part
from analyzers.knowledge.protocols import Adapter, load_protocols

Fact = dict[str, Any]

MAX_ROWS = 20_000
MAX_LEARNED = 50_000
MAX_SEEDS = 500
MAX_MEMORY, LONGEST_MEMORY = 20_000, 256  # values remembered, and how long they may be
_PROTOCOLS = load_protocols()  # read before the jail closes
_SPLIT = re.compile(r"[^0-9a-zà-ÿ]+")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_NAMED_ID = re.compile(
    r"(^|[_.-])(u?uid|guid|fid|id|token|visitor|sid|cid)$|[a-z](Id|ID|Uid|Token)$|^id", re.IGNORECASE
)
_TOKEN = re.compile(rb"[A-Za-z0-9_.:~-]{12,128}")
_NAMES = {word: kind.id for kind in _PROTOCOLS.properties.values() for word in kind.words}
_ANYWHERE = {word: kind.id for kind in _PROTOCOLS.properties.values() for word in kind.anywhere}
_SPOKEN = re.compile(rf"(?<![0-9a-zà-ÿ])(?:{'|'.join(map(re.escape, sorted(_ANYWHERE)))})(?![0-9a-zà-ÿ])")
_GUESSABLE = frozenset({"phoneNumber", "nationalHealthId", "professionalId", "preciseLocation", "dateOfBirth"})
_TEXT_MEDIA = ("text/", "json", "form", "xml", "javascript", "multipart", "proto")


class Search:
    """One search through one capture, request by request in the order of the file."""

    def __init__(self, seeds: object = None) -> None:
        self.rows: dict[tuple[Any, ...], Fact] = {}
        self.dropped = 0
        self.totals = {"bodies": 0, "bodies_understood": 0, "bytes": 0, "bytes_understood": 0}
        self.learned: dict[bytes, str] = {}
        self.state(seeds)

    def state(self, seeds: object) -> None:
        """Take the values that the bench typed into the app, as the capture states them."""
        named = (
            [(row.get("category"), row.get("value")) for row in seeds if isinstance(row, dict)]
            if isinstance(seeds, list)
            else []
        )
        pairs = [
            (str(name), value) for name, value in named if name in _PROTOCOLS.properties and isinstance(value, str)
        ]
        self.seeds = pairs[:MAX_SEEDS]
        self.shown: dict[tuple[str, tuple[str, ...], bytes], list[tuple[str, bytes, Fact]]] = {}
        self.hidden: dict[str, str] = {}
        self.known = KnownValues(form for name, value in self.seeds for form in list_disguises(name, value))

    def take(self, index: int, target: Target, message: Message, salt: str) -> None:
        """Search what one request sent, then learn from what it received."""
        host = target.host or ""
        route = next((part.data.decode("utf-8", "replace") for part in message.sent if part.place == "path"), "")
        adapter = _PROTOCOLS.adapter_for(f"{host}/{route}")
        for part in message.sent:
            found = unfold(part)
            self._count(part, is_understood=found.is_understood)
            self._look(index, host, part, found.leaves, adapter, salt)
        for part in message.received:
            if part.place == "cookie" or not part.media or any(word in part.media for word in _TEXT_MEDIA):
                self._learn(host, part)

    def facts(self) -> tuple[list[Fact], Fact]:
        """The rows of evidence and what was understood."""
        counted = {"seeds": len(self.seeds), "learned": len(self.learned), "unlisted": self.dropped, **self.totals}
        return list(self.rows.values()), counted

    def hide(self, path: str) -> str:
        """A route without the pieces that are a test value in any form: a word of a route may be somebody's illness."""
        if not self.seeds:
            return path
        if path not in self.hidden:
            pieces = path.split("/")
            kept = (
                "…" if any(True for _ in self.known.find(piece.encode("utf-8", "replace"))) else piece
                for piece in pieces
            )
            if len(self.hidden) >= MAX_MEMORY:
                self.hidden.clear()
            self.hidden[path] = "/".join(kept)
        return self.hidden[path]

    def _count(self, part: Part, *, is_understood: bool) -> None:
        if part.place in ("body", "websocket"):
            size = max(part.size, len(part.data))
            self.totals["bodies"] += 1
            self.totals["bytes"] += size
            self.totals["bodies_understood"] += is_understood
            self.totals["bytes_understood"] += size if is_understood else 0

    def _look(self, index: int, host: str, part: Part, leaves: list[Leaf], adapter: Adapter | None, salt: str) -> None:
        positions = Positions()
        looks_known = len(self.known) > 0
        for leaf in leaves:
            seen: list[tuple[str, bytes, Fact]] = []
            if (source := self.learned.get(leaf.data)) is not None and source != host:
                seen.append(("learnedId", leaf.data, {"match": "learned"}))
            if adapter is not None:
                seen += _adapted(adapter, part, leaf)
            seen += self._shown(leaf.path[-1] if leaf.path else part.name, leaf, looks_known=looks_known)
            if (pair := positions.take(leaf.path, leaf.data)) is not None:
                seen.append((*pair, {"match": "pattern"}))
            for kind, value, how in seen:
                self._row(index, host, part, leaf, (kind, value), how, salt)

    def _shown(self, name: str, leaf: Leaf, *, looks_known: bool) -> list[tuple[str, bytes, Fact]]:
        """What a value shows by itself. The same values come again and again: each is looked at once."""
        key = (name, leaf.path, leaf.data)
        if key in self.shown:
            return self.shown[key]
        seen: list[tuple[str, bytes, Fact]] = []
        if looks_known:
            seen += self._known(leaf.data)
            seen += self._known("\n".join(leaf.path).encode("utf-8", "replace"))  # names of values tell, too
        seen += [(kind, value, {"match": "pattern"}) for kind, value in find_patterns(name, leaf.data)]
        seen += [(kind, leaf.data, {"match": "vocabulary"}) for kind in _spoken_of(name, leaf.data)]
        if len(self.shown) < MAX_MEMORY and len(leaf.data) <= LONGEST_MEMORY:
            self.shown[key] = seen
        return seen

    def _known(self, data: bytes) -> Iterator[tuple[str, bytes, Fact]]:
        for disguise, inside in self.known.find(data):
            how = {"match": "known", "hash": disguise.hash, "inside": (*inside, *disguise.encoding)}
            yield disguise.category, disguise.value, how

    def _row(
        self, index: int, host: str, part: Part, leaf: Leaf, seen: tuple[str, bytes], how: Fact, salt: str
    ) -> None:
        kind, value = seen
        layers = [*leaf.layers, *how.get("inside", ())]
        place = redact_path("/".join((part.name, *leaf.path) if part.place in ("header", "cookie") else leaf.path))
        if self.seeds and any(True for _ in self.known.find(place.encode("utf-8", "replace"))):
            place = "…"
        # Few enough people, numbers or places to be tried one by one: a digest would give them away.
        digest = None if kind in _GUESSABLE else hashlib.sha256(salt.encode() + b"\0" + value).hexdigest()
        row: Fact = {
            "property": kind,
            "match": how["match"],
            "adapter": how.get("adapter"),
            "part": part.place,
            "path": place,
            "layers": layers[:16],
            "hash": how.get("hash"),
            "value_sha256": digest,
            "value_redacted": redact_value(value),
        }
        key = (host, *(tuple(member) if isinstance(member, list) else member for member in row.values()))
        if key in self.rows:
            self.rows[key]["requests"] += self.rows[key]["last"] != index
            self.rows[key]["last"] = index
        elif len(self.rows) < MAX_ROWS:
            self.rows[key] = {"request": index, "last": index, "requests": 1, **row}
        else:
            self.dropped += 1

    def _learn(self, host: str, part: Part) -> None:
        """Identifiers that a server gives: seen again at another server, they link the two."""
        for leaf in unfold(part).leaves:
            name = leaf.path[-1] if leaf.path else part.name
            if part.place != "cookie" and not _NAMED_ID.search(name):
                continue
            is_token = _TOKEN.fullmatch(leaf.data) and any(48 <= byte <= 57 for byte in leaf.data)  # noqa: PLR2004 - a digit
            if is_token and len(self.learned) < MAX_LEARNED:
                self.learned.setdefault(leaf.data, host)


def _adapted(adapter: Adapter, part: Part, leaf: Leaf) -> Iterator[tuple[str, bytes, Fact]]:
    """What a protocol says of the value at this place."""
    path = (part.place, *leaf.path)
    for place, kind, _ in adapter.values:
        if leaf.data and _fits(place, path):
            yield kind, leaf.data, {"match": "adapter", "adapter": adapter.id}
            return


def _fits(place: tuple[str, ...], path: tuple[str, ...]) -> bool:
    return len(place) == len(path) and all(want in ("*", have) for want, have in zip(place, path, strict=True))


def _spoken_of(name: str, data: bytes) -> Iterator[str]:
    """Health vocabulary in the name of a value that is there, or in the value itself."""
    kinds = {_NAMES[word] for word in _words(name) if word in _NAMES} if data else set()
    if len(data) > 3:  # noqa: PLR2004 - too short for any of them
        text = data[:4096].decode("utf-8", "replace").lower()
        kinds |= {_ANYWHERE[hit[0]] for hit in _SPOKEN.finditer(text)}
    yield from sorted(kinds)


@lru_cache(maxsize=4096)
def _words(name: str) -> frozenset[str]:
    """A name as a whole and by its words: `bloodGlucose`, `blood_glucose`, `glucose`."""
    parts = [part for part in _SPLIT.split(_CAMEL.sub("_", name).lower()) if part]
    pairs = {"_".join(parts[at : at + 2]) for at in range(len(parts) - 1)}
    return frozenset({"_".join(parts), *parts, *pairs})


def redact_value(value: bytes) -> str:
    """The shape of a value: how long it is and of which signs, none of them its own."""
    text = value.decode("utf-8", "replace")
    shape = "".join(
        "9" if sign.isdecimal() else "a" if sign.isalnum() else sign if sign in "@.-:+" else "·" for sign in text
    )
    return shape if len(shape) <= 24 else f"{shape[:24]}… ({len(text)})"  # noqa: PLR2004 - enough to recognise a form
