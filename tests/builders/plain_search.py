"""A capture searched plainly: each message of it, and what all of them tell whom, counted one by one."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from typing import Any, NamedTuple

from analyzers.extract.exchanges import Answered, Exchanges
from analyzers.extract.flow_rows import take_flow
from analyzers.extract.har_rows import take_entry
from analyzers.extract.search import redact_value
from analyzers.extract.urls import Target, redact_path
from analyzers.formats.flow import read_flows
from analyzers.formats.har import read_har
from analyzers.formats.lines import read_lines
from analyzers.formats.parts import Message, Part
from analyzers.formats.sniff import HEAD, sniff_capture
from analyzers.knowledge.protocols import Adapter, load_protocols
from tests.builders.plain_reading import PlainReader, Shown

Fact = dict[str, Any]
_GUESSABLE = frozenset({"phoneNumber", "nationalHealthId", "professionalId", "preciseLocation", "dateOfBirth"})
_FACTS = ("property", "match", "adapter", "part", "path", "layers", "hash", "value_sha256", "value_redacted")
_TEXT_MEDIA = ("text/", "json", "form", "xml", "javascript", "multipart", "proto")


class Asked(NamedTuple):
    """One request as a capture gives it."""

    target: Target
    message: Message
    phase: int | None


class _Listing(Exchanges):
    """Keeps the requests themselves."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[Asked] = []
        self.seeds: tuple[tuple[str, str], ...] = ()

    def request(self, target: Target, message: Message, place: tuple[int, int], answered: Answered) -> None:
        del place
        self.asked.append(Asked(target, message, answered.phase))

    def hear(self, stated: Fact) -> None:
        """Keep what was typed."""
        self.told.state(stated.get("seeded"))
        self.seeds = tuple(self.told.seeds)


def list_requests(data: bytes) -> tuple[list[Asked], tuple[tuple[str, str], ...]]:
    """Every request of a capture of any format, and what was typed into the app."""
    found = _Listing()
    kind = sniff_capture(data[:HEAD])
    if kind == "flow":
        read_flows(data, lambda flow: take_flow(found, flow))
    elif kind == "lines":
        read_lines(
            data,
            lambda index, entry, offset, length: take_entry(found, index, entry, (offset, length)),
            lambda *_: None,
            found.hear,
            lambda *_: None,
        )
    else:
        read_har(
            data,
            lambda index, entry, offset, length: take_entry(found, index, entry, (offset, length)),
            found.hear,
        )
    return found.asked, found.seeds


def adapter_for(asked: Asked) -> Adapter | None:
    """The protocol that a request speaks: the first whose address fits."""
    path = next((part.data for part in asked.message.sent[:1] if part.place == "path"), b"")
    address = f"{asked.target.host or ''}/{path.decode('utf-8', 'replace')}"
    return next((one for one in load_protocols().adapters.values() if one.url.search(address)), None)


def search_plainly(
    requests: Iterable[Asked], seeds: tuple[tuple[str, str], ...], salt: str = ""
) -> tuple[dict[tuple[Any, ...], list[int]], set[tuple[Any, ...]], dict[bytes, str], dict[str, int]]:
    """What was told whom, by which requests; what was said of consent; which identifiers were given; the sums."""
    reader = PlainReader(seeds)
    rows: dict[tuple[Any, ...], list[int]] = {}
    consents: set[tuple[Any, ...]] = set()
    learned: dict[bytes, str] = {}
    sums = dict.fromkeys(("bodies", "bodies_understood", "bytes", "bytes_understood"), 0)
    for index, asked in enumerate(requests):
        host, adapter = asked.target.host or "", adapter_for(asked)
        named = (Part("host", "", host.replace(".", "/").encode()),) if host and seeds else ()
        for part in (*asked.message.sent, *named):
            is_understood, hits, tokens, signals = reader.read(part, adapter)
            if part.place in ("body", "websocket"):
                size = max(part.size, len(part.data))
                for name, count in (("bodies", 1), ("bytes", size)):
                    sums[name] += count
                    sums[f"{name}_understood"] += count if is_understood else 0
            linked = [leaf for leaf in tokens if learned.get(leaf.data) not in (None, host)]
            for hit in (*(Shown(*leaf, "learnedId", leaf.data, "learned") for leaf in linked), *hits):
                told = rows.setdefault((asked.phase, host, *_facts(reader, part, hit, salt)), [])
                told += [index] if index not in told[-1:] else []
            consents |= {(host, framework, said, asked.phase) for framework, said in signals}
        for part in asked.message.received:
            if part.place == "cookie" or not part.media or any(word in part.media for word in _TEXT_MEDIA):
                for token in reader.learn(part):
                    learned.setdefault(token, host)
    return rows, consents, learned, sums


def _facts(reader: PlainReader, part: Part, hit: Shown, salt: str) -> tuple[Any, ...]:
    """What evidence says of one hit, in its order."""
    place = redact_path("/".join((part.name, *hit.path) if part.place in ("header", "cookie") else hit.path))
    hidden = "…" if reader.knows(place.encode("utf-8", "replace")) else place
    digest = None if hit.kind in _GUESSABLE else hashlib.sha256(salt.encode() + b"\0" + hit.value).hexdigest()
    layers = (*hit.layers, *hit.inside)[:16]
    return (
        hit.kind, hit.match, hit.adapter, part.place, hidden, layers, hit.hash, digest, redact_value(hit.value),
    )  # fmt: skip


def agree_on(data: bytes, traffic: Fact, salt: str) -> None:
    """Fail where evidence says of a capture anything else than a plain search of it."""
    asked, seeds = list_requests(data)
    rows, consents, learned, sums = search_plainly(asked, seeds, salt)
    requests = traffic["requests"]
    phase_of = {row["index"]: (asked[row["index"]].phase, asked[row["index"]].target.host or "") for row in requests}
    told = {
        (*phase_of[row["request"]], *(tuple(row[name]) if name == "layers" else row[name] for name in _FACTS)): (
            row["request"],
            row["requests"],
        )
        for row in traffic["transmissions"]
    }
    assert told == {row: (which[0], len(which)) for row, which in rows.items()}
    said = {
        (phase_of[row["request"]][1], row["framework"], row["said"], phase_of[row["request"]][0])
        for row in traffic["consents"]
    }
    assert said == consents
    content = traffic["coverage"]["content"]
    assert {name: content[name] for name in sums} == sums
    assert content["learned"] == len(learned)
    assert len(requests) == len(asked) == traffic["coverage"]["requests_read"]
    assert Counter(row["phase"] for row in requests) == Counter(one.phase for one in asked)
    assert sum(row["requests"] for row in traffic["connections"]) == sum(one.target.host is not None for one in asked)
