"""What the parts of messages show, asked plainly: what `Readings`, made for speed, has to agree with.

Every finder is asked about every value, every place of a protocol is held against it, every form of every known value.
"""

import binascii
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from analyzers.extract.consents import read_signal
from analyzers.extract.disguises import Disguise, list_disguises
from analyzers.extract.patterns import Positions, find_patterns
from analyzers.extract.readings import Reading
from analyzers.extract.scattered import KnownDays, Pieces
from analyzers.extract.spellings import mailbox
from analyzers.extract.vocabulary import kinds_named
from analyzers.formats.bodies import Leaf
from analyzers.formats.parts import Part
from analyzers.knowledge.protocols import Adapter, load_protocols
from tests.builders.plain_unfolding import unfold_plainly

_TOKEN = re.compile(rb"(?=[^0-9]*[0-9])[A-Za-z0-9_.:~-]{12,128}")
_NAMED_ID = re.compile(
    r"(^|[_.-])(u?uid|guid|fid|id|token|visitor|sid|cid)$|[a-z](Id|ID|Uid|Token)$|^id", re.IGNORECASE
)
_RUN = re.compile(rb"[A-Za-z0-9+/_-]{12,}={0,2}")
_SUM = re.compile(rb"(?<![0-9A-Za-z\x80-\xff])[0-9A-Fa-f]+(?![0-9A-Za-z\x80-\xff])")
_LETTERS = rb"0-9A-Za-z\x80-\xff"
_LONGEST_TEXT, _LONGEST_RUN, _SHORTEST = 4096, 64 << 10, 4

Seeds = tuple[tuple[str, str], ...]


class Shown(NamedTuple):
    """One thing that one value shows, in the order of `Hit`."""

    path: tuple[str, ...]
    data: bytes
    layers: tuple[str, ...]
    kind: str
    value: bytes
    match: str
    hash: str | None = None
    inside: tuple[str, ...] = ()
    adapter: str | None = None


def flat(reading: Reading) -> tuple[bool, list[Shown], list[Leaf], list[tuple[str, str]]]:
    """A reading as a plain one has it, for comparison."""
    hits = [Shown(*hit.leaf, *hit[1:]) for hit in reading.hits]
    return reading.is_understood, sorted(hits, key=repr), sorted(reading.tokens, key=repr), sorted(reading.signals)


class PlainReader:
    """Reads with these values known; holds nothing else."""

    def __init__(self, seeds: Seeds = ()) -> None:
        self.forms: dict[tuple[str, bytes], Disguise] = {}
        self.digests: dict[bytes, Disguise] = {}
        for disguise in (form for name, value in seeds for form in list_disguises(name, value)):
            if disguise.stand == "digest":
                self.digests.setdefault(bytes.fromhex(disguise.form.decode()), disguise)
            elif disguise.stand == "anywhere" or re.search(rb"[" + _LETTERS + rb"]", disguise.form):
                self.forms.setdefault((disguise.category, disguise.form.lower()), disguise)
        self.days = KnownDays(value for name, value in seeds if name == "dateOfBirth")

    def read(
        self, part: Part, adapter: Adapter | None = None
    ) -> tuple[bool, list[Shown], list[Leaf], list[tuple[str, str]]]:
        """Whether a part was understood, what it shows, what could be an identifier, what it says of consent."""
        leaves, is_understood = unfold_plainly(part)
        positions, pieces = Positions(), Pieces(self.days)
        hits: list[Shown] = []
        tokens = [leaf for leaf in leaves if _TOKEN.fullmatch(leaf.data)]
        signals: list[tuple[str, str]] = []
        for leaf in leaves:
            name = leaf.path[-1] if leaf.path else part.name
            signals += [signal] if (signal := read_signal(name, leaf.data)) is not None else []
            hits += [Shown(*leaf, *row) for row in self._by_itself(name, leaf.data)]
            named = (row for step in leaf.path for row in self._known(step.encode("utf-8", "replace")))
            hits += [Shown(*leaf, *row) for row in dict.fromkeys(named)]
            if adapter is not None and leaf.data and (kind := _placed(adapter, (part.place, *leaf.path))) is not None:
                hits.append(Shown(*leaf, kind, leaf.data, "adapter", adapter=adapter.id))
            if leaf.path and (pair := positions.take(leaf.path, leaf.data)) is not None:
                hits.append(Shown(*leaf, *pair, "pattern"))
            if (day := pieces.take(leaf.path, leaf.data)) is not None:
                hits.append(Shown(*leaf, "dateOfBirth", day.encode(), "known", None, ("pieces",)))
        if part.place == "host":
            return is_understood, sorted((hit for hit in hits if hit.match == "known"), key=repr), [], []
        return is_understood, sorted(hits, key=repr), sorted(tokens, key=repr), sorted(signals)

    def learn(self, part: Part) -> list[bytes]:
        """Identifiers that a received part gives."""
        return [
            leaf.data
            for leaf in unfold_plainly(part)[0]
            if (part.place == "cookie" or _NAMED_ID.search(leaf.path[-1] if leaf.path else part.name))
            and _TOKEN.fullmatch(leaf.data)
        ]

    def knows(self, data: bytes) -> bool:
        """Whether any known value stands here."""
        return any(True for _ in self._known(data))

    def _by_itself(self, name: str, data: bytes) -> Iterator[tuple[str, bytes, str, str | None, tuple[str, ...]]]:
        yield from self._known(data)
        for kind, value in find_patterns(name, data):
            same = self._same_mailbox(value) if kind == "emailAddress" else None
            if same is not None and same.form.lower() != value.lower():
                yield kind, same.value, "known", None, ("tagged",)
            else:
                yield kind, value, "pattern", None, ()
        for kind in _spoken(name, data):
            yield kind, data, "vocabulary", None, ()

    def _same_mailbox(self, address: bytes) -> Disguise | None:
        wanted = mailbox(address.decode("utf-8", "replace"))
        found = [
            form
            for form in self.forms.values()
            if form.category == "emailAddress"
            and not form.encoding
            and form.hash is None
            and mailbox(form.form.decode("utf-8", "replace")) == wanted
        ]
        return found[-1] if found else None

    def _known(self, data: bytes) -> Iterator[tuple[str, bytes, str, str | None, tuple[str, ...]]]:
        for text, inside in ((data, ()), *((plain, ("base64",)) for plain in _aligned(data))):
            for form in self._standing(text):
                yield form.category, form.value, "known", form.hash, (*inside, *form.encoding)

    def _standing(self, data: bytes) -> Iterator[Disguise]:
        """Each form that stands in the bytes by itself."""
        for size in (16, 20, 28, 32, 48, 64):
            if len(data) >= size and (found := self.digests.get(data[-size:])) is not None:
                yield found
        for run in _SUM.findall(data):
            if len(run) % 2 == 0 and (found := self.digests.get(bytes.fromhex(run.decode()))) is not None:
                yield found
        for form in self.forms.values():
            if _stands(form, data):
                yield form


def _stands(form: Disguise, data: bytes) -> bool:
    wanted, lowered = form.form.lower(), data.lower()
    if form.stand == "anywhere":
        return wanted in lowered
    if form.stand == "whole":
        return wanted in map(bytes.strip, lowered.split(b"/"))
    if wanted not in lowered:
        return False
    is_mail = b"@" in form.form
    beyond = rb"\x80-\xff" if _is_utf8(data) else b""
    letters = beyond + (b"0-9A-Za-z._+%-" if is_mail else b"0-9A-Za-z")
    end = b"(?![" + letters + b"])"
    if is_mail:
        end = rb"(?:" + end + rb"|(?=\.(?![0-9A-Za-z\x80-\xff])))"
    return re.search(b"(?<![" + letters + b"])" + re.escape(wanted) + end, lowered) is not None


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _aligned(data: bytes) -> Iterator[bytes]:
    for run in _RUN.findall(data):
        text = run[:_LONGEST_RUN].rstrip(b"=").replace(b"-", b"+").replace(b"_", b"/")
        for skip in range(4):
            piece = text[skip:]
            piece = piece[:-1] if len(piece) % 4 == 1 else piece
            try:
                yield binascii.a2b_base64(piece + b"=" * (-len(piece) % 4))
            except binascii.Error:
                continue


def _placed(adapter: Adapter, place: tuple[str, ...]) -> str | None:
    fitting = (
        kind
        for wanted, kind, _ in adapter.values
        if len(wanted) == len(place) and all(want in ("*", have) for want, have in zip(wanted, place, strict=True))
    )
    return next(fitting, None)


def _spoken(name: str, data: bytes) -> Iterable[str]:
    kinds = set(kinds_named(name)) if data else set()
    text = data[:_LONGEST_TEXT].decode("utf-8", "replace").lower()
    for kind in load_protocols().properties.values() if len(data) >= _SHORTEST else ():
        kinds |= {
            kind.id
            for word in kind.anywhere
            if word in text and re.search(rf"(?<![0-9a-zà-ÿ]){re.escape(word)}(?![0-9a-zà-ÿ])", text)
        }
    return sorted(kinds)
