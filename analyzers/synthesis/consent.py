"""What the person's choice changes: recipients and data compared phase by phase, signals held against clicks. Pure.

Nothing seen after a refusal proves nothing by itself: whether enough was played is for the criterion to say, so each
phase is stated with its length and its journeys.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from analyzers.bench.phases import SCOPES, Consent
from analyzers.contract import Evidence
from analyzers.evidence import point, rows, section, text, whole
from analyzers.synthesis import consent_wording as wording
from criteria.findings import Attribute, Coverage, Extent, Finding, Pointer, Text

KINDS = ("phase.played", "traffic.differing", "contact.unconsented", "refusal.tested", "consent.signalled")
TRACKING = frozenset({"advertising", "profiling", "attribution", "analytics"})
_PERSONAL = frozenset({"identifying", "health", "article9"})
_LOOKED = ("host.contacted", "data.transmitted")
_RANK = {Extent.NONE: 0, Extent.PARTIAL: 1, Extent.COMPLETE: 2}
_WORDS = tuple(consent.value for consent in Consent)
# What may be said after each click. Nothing set, or a form that we do not know, neither agrees nor contradicts.
_AGREEING = {"none": ("refused",), "refused": ("refused",), "accepted": ("granted", "mixed")}
_SAYS_NOTHING = ("unset", "unknown")
Key = tuple[str, str | None]  # host, and the kind of data; None for the contact itself


@dataclass(slots=True)
class _Played:
    """What was played under one choice."""

    seconds: int = 0
    journeys: int = 0
    where: Pointer | None = None


@dataclass(slots=True)
class _Compared:
    """What was seen under which choice, and where it was seen first."""

    played: dict[str, _Played] = field(default_factory=lambda: defaultdict(_Played))
    seen: dict[Key, dict[str, Pointer]] = field(default_factory=lambda: defaultdict(dict))
    signals: dict[tuple[str, str, str, str], Pointer] = field(default_factory=dict)  # host, framework, said, clicked


def compare_phases(evidences: Sequence[Evidence], of_traffic: Iterable[Finding]) -> list[Finding]:
    """Compare all that captures of one build, by one observer, show phase by phase; nothing where no phase is marked.

    `of_traffic` are the findings on the same captures: who a host is, and which data counts as personal.
    """
    found = _Compared()
    for evidence in evidences:
        _gather(found, evidence)
    if not found.played:
        return []
    known = list(of_traffic)
    hosts = {str(row.attributes.get("host")): row.attributes for row in known if row.kind == "host.contacted"}
    personal = {
        str(row.attributes.get("category"))
        for row in known
        if row.kind == "data.transmitted" and any(row.attributes.get(name) for name in _PERSONAL)
    }
    stated = [*_state_phases(found), *_compare(found, hosts), *_unconsented(found, hosts, personal)]
    return [*stated, *_judge_refusal(found, hosts), *_signals(found)]


def cover_phases(found: Sequence[Finding], rows: Iterable[Coverage]) -> Iterator[Coverage]:
    """How completely each phase was looked at: as its captures were read, with what was played in it.

    A phase that was not played has no row: nobody looked. The comparison is as complete as the two it compares.
    """
    played = {str(row.attributes["consent"]): row for row in found if row.kind == KINDS[0]}
    weakest: dict[str, Coverage] = {}
    for row in rows:
        if row.scope == "traffic" and row.kind in _LOOKED:
            held = weakest.get(row.kind)
            weakest[row.kind] = row if held is None or _RANK[row.extent] < _RANK[held.extent] else held
    for choice, finding in played.items():
        for kind, row in sorted(weakest.items()):
            says, why = finding.reasoning, row.reason
            reason = Text(f"{says.fr} {why.fr}", f"{says.en} {why.en}")
            yield replace(row, kind=kind, scope=SCOPES[Consent(choice)], reason=reason)
    base = weakest.get("host.contacted")
    if base is not None:
        both = {"refused", "accepted"} <= played.keys()
        for kind in KINDS:
            yield (
                replace(base, kind=kind)
                if both
                else Coverage(kind, "traffic", Extent.NONE, wording.NOT_BOTH, base.source)
            )


def _gather(found: _Compared, evidence: Evidence) -> None:
    artifact = text(section(evidence, "subject"), "sha256") or ""
    traffic = section(evidence, "traffic")
    phases = [row for _, row in rows(section(traffic, "capture"), "phases")]
    choices = [text(row, "consent") or "" for row in phases]
    for index, row in enumerate(phases):
        played = found.played[choices[index]]
        played.seconds += _seconds(text(row, "start"), text(row, "end"))
        played.journeys += whole(row, "journeys") or 0
        played.where = played.where or point(artifact, f"/traffic/capture/phases/{index}")
    choice_of: dict[int, tuple[str, str]] = {}
    for name in ("requests", "connections"):
        for index, row in rows(traffic, name):
            phase, host = whole(row, "phase"), text(row, "host") or text(row, "sni") or text(row, "peer_ip")
            if phase is None or not 0 <= phase < len(choices) or host is None:
                continue
            found.seen[(host, None)].setdefault(choices[phase], point(artifact, f"/traffic/{name}/{index}", row))
            if name == "requests":
                choice_of[index] = (choices[phase], host)
    for index, row in rows(traffic, "transmissions"):
        place = choice_of.get(whole(row, "request") or 0) if whole(row, "request") is not None else None
        kind = text(row, "property")
        if place is not None and kind is not None:
            where = point(artifact, f"/traffic/transmissions/{index}")
            found.seen[(place[1], kind)].setdefault(place[0], where)
    for index, row in rows(traffic, "consents"):
        place = choice_of.get(whole(row, "request") or 0) if whole(row, "request") is not None else None
        framework, said = text(row, "framework"), text(row, "said")
        if place is not None and framework is not None and said is not None:
            key = (place[1], framework, said, place[0])
            found.signals.setdefault(key, point(artifact, f"/traffic/consents/{index}"))


def _seconds(start: str | None, end: str | None) -> int:
    try:
        return max(0, round((datetime.fromisoformat(end or "") - datetime.fromisoformat(start or "")).total_seconds()))
    except (ValueError, TypeError):
        return 0


def _state_phases(found: _Compared) -> Iterator[Finding]:
    for choice in _WORDS:
        played = found.played.get(choice)
        if played is not None and played.where is not None:
            stated: dict[str, Attribute] = {"consent": choice, "seconds": played.seconds, "journeys": played.journeys}
            yield Finding(KINDS[0], stated, wording.say_played(choice, played.seconds, played.journeys), played.where)


def _compare(found: _Compared, hosts: Mapping[str, Mapping[str, Any]]) -> Iterator[Finding]:
    """Between refusing and accepting: who, and which data to whom, appears, vanishes or stays."""
    if not {"refused", "accepted"} <= found.played.keys():
        return
    for key, seen in sorted(found.seen.items(), key=lambda row: (row[0][0], row[0][1] or "")):
        after, before = "refused" in seen, "accepted" in seen
        if not (after or before):
            continue
        change = "kept" if after and before else "appeared" if after else "vanished"
        stated = {**_who(key, hosts), "between": ("refused", "accepted"), "change": change}
        stated |= {"before_choice": "none" in seen if "none" in found.played else None}
        where = seen["refused"] if after else seen["accepted"]
        yield Finding(KINDS[1], stated, wording.say_change(*key, change), where)


def _who(key: Key, hosts: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    known = hosts.get(key[0], {})
    return {
        "host": key[0],
        "property": key[1],
        "owner": known.get("owner"),
        "party": known.get("party") or "unknown",
        "purposes": known.get("purposes") or (),
    }


def _unconsented(found: _Compared, hosts: Mapping[str, Mapping[str, Any]], personal: set[str]) -> Iterator[Finding]:
    """A tracking recipient, or personal data to a third party, before any choice or after a refusal."""
    for key, seen in sorted(found.seen.items(), key=lambda row: (row[0][0], row[0][1] or "")):
        who = _who(key, hosts)
        is_tracking = bool(TRACKING & set(who["purposes"]))
        tells = key[1] in personal and who["party"] in ("third", "unknown")
        if not (tells if key[1] is not None else is_tracking):
            continue
        for choice, when in (("none", "before_choice"), ("refused", "after_refusal")):
            if choice in seen:
                yield Finding(KINDS[2], {**who, "when": when}, wording.say_unconsented(*key, when), seen[choice])


def _judge_refusal(found: _Compared, hosts: Mapping[str, Mapping[str, Any]]) -> Iterator[Finding]:
    """What refusing changed as a whole, among the recipients that follow people."""
    refused, accepted = found.played.get("refused"), found.played.get("accepted")
    if refused is None or accepted is None or refused.where is None:
        return
    follow = {
        key[0]: seen
        for key, seen in found.seen.items()
        if key[1] is None and TRACKING & set(_who(key, hosts)["purposes"])
    }
    after = sorted(host for host, seen in follow.items() if "refused" in seen)
    before = sorted(host for host, seen in follow.items() if "accepted" in seen)
    kept = sorted(set(after) & set(before))
    if not before:
        effect = "nothing_to_refuse" if not after else "nothing_changed"
    else:
        effect = "all_gone" if not after else "nothing_changed" if set(after) >= set(before) else "some_kept"
    stated: dict[str, Attribute] = {"effect": effect, "kept": tuple(kept or after), "recipients_refused": len(after)}
    stated |= {"recipients_accepted": len(before)}
    where = follow[after[0]]["refused"] if after else refused.where
    yield Finding(KINDS[3], stated, wording.say_refusal(effect, after, before), where)


def _signals(found: _Compared) -> Iterator[Finding]:
    """What the app told others of the choice, against what was clicked."""
    for (host, framework, said, clicked), where in sorted(found.signals.items()):
        agrees = None if said in _SAYS_NOTHING else said in _AGREEING[clicked]
        stated: dict[str, Attribute] = {
            "host": host,
            "framework": framework,
            "said": said,
            "clicked": clicked,
            "agrees": agrees,
        }
        yield Finding(KINDS[4], stated, wording.say_signal(host, framework, said, clicked, agrees=agrees), where)
