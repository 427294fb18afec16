"""What a capture tells whom: every part of every request without its layers, searched; nothing of it kept in clear."""

import hashlib
from functools import lru_cache
from typing import Any

from analyzers.extract.disguises import list_disguises
from analyzers.extract.known import KnownValues
from analyzers.extract.readings import Hit, Reading, Readings
from analyzers.extract.scattered import KnownDays
from analyzers.extract.urls import Target, redact_path
from analyzers.formats.parts import Message, Part
from analyzers.knowledge.protocols import Adapter, load_protocols

Fact = dict[str, Any]

MAX_ROWS = 8_192
MAX_LEARNED = 20_000
MAX_SEEDS = 500
MAX_SIGNALS = 2_000
MAX_KEYS = 4_096
LONGEST_ADDRESS = 512  # of those whose protocol is remembered
_PROTOCOLS = load_protocols()  # read before the jail closes
_GUESSABLE = frozenset({"phoneNumber", "nationalHealthId", "professionalId", "preciseLocation", "dateOfBirth"})
_TEXT_MEDIA = ("text/", "json", "form", "xml", "javascript", "multipart", "proto")


class Search:
    """One search through one capture, request by request in the order of the file."""

    def __init__(self, seeds: object = None) -> None:
        self.rows: dict[tuple[Any, ...], Fact] = {}
        self.signals: dict[tuple[str, str, str, int | None], Fact] = {}
        self.phase: int | None = None  # in which the request at hand was sent, where the capture marks phases
        self.taken = self.dropped = 0
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
        self.dropped += len(pairs) - len(self.seeds)  # what was not looked for is said
        self.hidden: dict[str, str] = {}
        self.known = KnownValues(form for name, value in self.seeds for form in list_disguises(name, value))
        self.readings = Readings(self.known, KnownDays(value for name, value in self.seeds if name == "dateOfBirth"))
        self.met: dict[tuple[Any, ...], Fact] = {}  # rows by what showed them, so that the same is written once

    def take(self, index: int, target: Target, message: Message, salt: str, phase: int | None = None) -> bool:
        """Search what one request sent, then learn from what it received; True where it told something new."""
        host = target.host or ""
        self.taken += 1
        self.phase = phase
        before = len(self.rows) + len(self.signals)
        adapter = _adapter_for(host, message)
        for part in (*message.sent, *self._labels(host)):
            reading = self.readings.read(part, adapter)
            if part.place in ("body", "websocket"):
                self._count(part, is_understood=reading.is_understood)
            for hit in (*self._linked(host, reading), *reading.hits):
                self._row(index, host, part, hit, salt)
            for framework, said in reading.signals:
                self._signal(index, host, framework, said)
        for part in message.received:
            if part.place == "cookie" or not part.media or _is_text_media(part.media):
                self._learn(host, self.readings.learn(part))
        return len(self.rows) + len(self.signals) > before

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
            if len(self.hidden) >= MAX_KEYS:
                self.hidden.clear()
            self.hidden[path] = "/".join(kept)
        return self.hidden[path]

    def hide_host(self, host: str | None) -> str | None:
        """A name of a server without the labels that are a test value."""
        return self.hide(host.replace(".", "/")).replace("/", ".") if host and self.seeds else host

    def _labels(self, host: str) -> tuple[Part, ...]:
        """The name of a server as a part: looking it up tells its labels to whoever answers."""
        return (Part("host", "", host.replace(".", "/").encode()),) if host and self.seeds else ()

    def _linked(self, host: str, reading: Reading) -> list[Hit]:
        """Identifiers that another server gave: they link the two."""
        if not self.learned:
            return []
        sources = ((leaf, self.learned.get(leaf.data)) for leaf in reading.tokens)
        return [Hit(leaf, "learnedId", leaf.data, "learned") for leaf, source in sources if source not in (None, host)]

    def _learn(self, host: str, tokens: tuple[bytes, ...]) -> None:
        for token in tokens:
            if len(self.learned) < MAX_LEARNED:
                self.learned.setdefault(token, host)

    def _count(self, part: Part, *, is_understood: bool) -> None:
        size = max(part.size, len(part.data))
        self.totals["bodies"] += 1
        self.totals["bytes"] += size
        self.totals["bodies_understood"] += is_understood
        self.totals["bytes_understood"] += size if is_understood else 0

    def _row(self, index: int, host: str, part: Part, hit: Hit, salt: str) -> None:
        met = (phase := self.phase, host, part.place, part.name, hit)
        row = self.met.get(met)
        if row is None:
            facts = self._facts(part, hit, salt)
            key = (phase, host, *(tuple(member) if isinstance(member, list) else member for member in facts.values()))
            row = self.rows.get(key)
            if row is None:
                if len(self.rows) >= MAX_ROWS:
                    self.dropped += 1
                    return
                self.rows[key] = self._met(met, {"request": index, "last": self.taken, "requests": 1, **facts})
                return
            self._met(met, row)
        row["requests"] += row["last"] != self.taken
        row["last"] = self.taken

    def _signal(self, index: int, host: str, framework: str, said: str) -> None:
        """What is told of consent, once per server, framework and answer in each phase."""
        if len(self.signals) < MAX_SIGNALS:
            row = {"request": index, "framework": framework, "said": said}
            self.signals.setdefault((host, framework, said, self.phase), row)

    def _met(self, met: tuple[Any, ...], row: Fact) -> Fact:
        if len(self.met) >= MAX_KEYS:
            self.met.clear()
        self.met[met] = row
        return row

    def _facts(self, part: Part, hit: Hit, salt: str) -> Fact:
        """What evidence says of one hit."""
        leaf = hit.leaf
        place = redact_path("/".join((part.name, *leaf.path) if part.place in ("header", "cookie") else leaf.path))
        if self.seeds and any(True for _ in self.known.find(place.encode("utf-8", "replace"))):
            place = "…"
        # Few enough people, numbers or places to be tried one by one: a digest would give them away.
        digest = None if hit.kind in _GUESSABLE else hashlib.sha256(salt.encode() + b"\0" + hit.value).hexdigest()
        return {
            "property": hit.kind,
            "match": hit.match,
            "adapter": hit.adapter,
            "part": part.place,
            "path": place,
            "layers": [*leaf.layers, *hit.inside][:16],
            "hash": hit.hash,
            "value_sha256": digest,
            "value_redacted": redact_value(hit.value),
        }


def _adapter_for(host: str, message: Message) -> Adapter | None:
    """The protocol that a request speaks, by its host and path."""
    first = message.sent[0] if message.sent else None
    route = first.data.decode("utf-8", "replace") if first is not None and first.place == "path" else ""
    address = f"{host}/{route}"
    return _adapter(address) if len(address) <= LONGEST_ADDRESS else _PROTOCOLS.adapter_for(address)


@lru_cache(maxsize=2048)
def _adapter(address: str) -> Adapter | None:
    return _PROTOCOLS.adapter_for(address)


@lru_cache(maxsize=1024)
def _is_text_media(media: str) -> bool:
    return any(word in media for word in _TEXT_MEDIA)


def redact_value(value: bytes) -> str:
    """The shape of a value: how long it is and of which signs, none of them its own."""
    text = value.decode("utf-8", "replace")
    shape = "".join(
        "9" if sign.isdecimal() else "a" if sign.isalnum() else sign if sign in "@.-:+" else "·" for sign in text[:25]
    )
    return shape if len(text) <= 24 else f"{shape[:24]}… ({len(text)})"  # noqa: PLR2004 - enough to recognise a form
