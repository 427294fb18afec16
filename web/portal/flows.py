"""The app and everybody it was seen to send to, by country and by law, and what stayed invisible. Pure.

Drawn, said and tabled from one value, so that the three never disagree.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from analyzers.knowledge.protocols import load_protocols
from web.portal.recipients import say_law, subject_to
from web.words.speech import Speech

NAMED = 3  # recipients named per country in the sentence


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who receives in one country: what it was sent, whose law reaches it, whether it was declared."""

    name: str | None
    operator: str | None  # who runs the machines, where another than who receives
    hosts: tuple[str, ...]
    laws: tuple[str, ...]  # countries
    data: tuple[str, ...]  # kinds of data recognised, health first
    has_health: bool
    kinds: tuple[str, ...]  # insurer, databroker, tracker…
    states: tuple[str, ...]  # agreeing, undeclared; empty where no list was lodged or it is the publisher
    grade: str | None  # the worst sovereignty class of its flows


@dataclass(frozen=True, slots=True)
class FlowMap:
    """Recipients by country, the unknown country last, and what was not seen."""

    places: tuple[tuple[str | None, tuple[Recipient, ...]], ...]
    blind: tuple[str, ...]  # servers contacted of whose exchanges nothing was seen
    requests: tuple[int, int | None]  # read, all
    contents: tuple[int, int]  # bytes understood, all
    is_seen: bool  # at least one capture was measured or one server seen
    unseen: tuple[tuple[str, str], ...]  # declared and not seen: recipient, kind of data


def map_flows(contacts: Sequence[Mapping[str, Any]], traffic: Mapping[str, Any]) -> FlowMap:
    """Group the servers of a card, or of the desk, with what is known of their traffic."""
    grouped: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for row in contacts:
        name = row.get("owner") or row.get("operator") or ""
        grouped.setdefault((row.get("country") or "", name), []).append(row)
    places: dict[str, list[Recipient]] = {}
    for (country, name), rows in sorted(grouped.items(), key=lambda item: (-len(item[1]), item[0])):
        places.setdefault(country, []).append(_recipient(name or None, rows, traffic))
    measured: Sequence[Mapping[str, Any]] = traffic.get("understood", [])
    totals = [row.get("requests") for row in measured]
    return FlowMap(
        places=tuple((code or None, tuple(places[code])) for code in sorted(places, key=lambda code: code or "~")),
        blind=tuple(sorted({host for row in measured for host in row.get("blind", [])} | _unread(contacts))),
        requests=(
            sum(row.get("requests_read", 0) for row in measured),
            None if None in totals else sum(total for total in totals if total is not None),
        ),
        contents=(
            sum(row.get("bytes_understood", 0) for row in measured),
            sum(row.get("bytes", 0) for row in measured),
        ),
        is_seen=bool(contacts or measured),
        unseen=tuple(
            (str(row["recipient"]), str(row["category"] or ""))
            for row in traffic.get("compared", [])
            if row["state"] == "unseen"
        ),
    )


def _unread(contacts: Sequence[Mapping[str, Any]]) -> set[str]:
    return {str(row["host"]) for row in contacts if row.get("intercepted") is False}


def _recipient(name: str | None, rows: Sequence[Mapping[str, Any]], traffic: Mapping[str, Any]) -> Recipient:
    hosts = tuple(sorted({str(row["host"]) for row in rows}))
    sent = [row for row in traffic.get("sent", []) if row["host"] in hosts]
    compared = [row for row in traffic.get("compared", []) if row.get("host") in hosts]
    order = {str(row["category"]): not (row.get("health") or row.get("article9")) for row in sent}
    operators = {row.get("operator") for row in rows if row.get("owner")} - {name, None}
    grades = [grade for host, grade in traffic.get("classes", {}).items() if host in hosts and grade]
    return Recipient(
        name=name,
        operator=", ".join(sorted(str(one) for one in operators)) or None,
        hosts=hosts,
        laws=tuple(sorted({country for row in rows for country in subject_to(row)})),
        data=tuple(sorted(order, key=lambda kind: (order[kind], kind))),
        has_health=not all(order.values()),
        kinds=tuple(sorted({kind for row in rows for kind in row.get("recipient_kinds") or []})),
        states=tuple(sorted({str(row["state"]) for row in compared})),
        grade=max(grades, default=None),
    )


def say_data(kinds: Sequence[str], speech: Speech) -> str:
    """Name kinds of data."""
    return speech.listing(speech.text(load_protocols().name_of(kind)) for kind in kinds)


def say_flows(flows: FlowMap, speech: Speech) -> str:
    """The sentence that says what the drawing shows: how many, where, under whose law, what stayed invisible."""
    if not flows.is_seen:
        return speech.say(
            "Aucun relevé n'a été retenu : tout reste invisible.", "No capture could be used: everything is invisible."
        )
    count = sum(len(found) for _, found in flows.places)
    said = [speech.say(f"Destinataires vus : {count}.", f"Recipients seen: {count}.")]
    for code, found in flows.places:
        names = [one.name or speech.say("destinataire inconnu", "unknown recipient") for one in found[:NAMED]]
        more = len(found) - len(names)
        names += [speech.say(f"{more} de plus", f"{more} more")] if more else []
        where = speech.in_country(code)
        said.append(f"{where[:1].upper()}{where[1:]}{speech.say(' : ', ': ')}{speech.listing(names)}.")
    said.append(_say_laws(flows, speech))
    healthy = sorted({one.name or "?" for _, found in flows.places for one in found if one.has_health})
    if healthy:
        said.append(
            speech.say(
                f"Des données de santé y sont reconnues vers {speech.listing(healthy)}.",
                f"Health data is recognised on its way to {speech.listing(healthy)}.",
            )
        )
    return " ".join([*said, say_invisible(flows, speech)])


def _say_laws(flows: FlowMap, speech: Speech) -> str:
    reached: dict[str, set[str]] = {}
    for _, found in flows.places:
        for one in found:
            for law in one.laws:
                reached.setdefault(law, set()).add(one.name or "?")
    if not reached:
        return speech.say("Aucun droit étranger connu de nous.", "No foreign law known to us.")
    parts = [
        speech.say(
            f"{len(names)} soumis au droit {say_law(law, speech)}",
            f"{len(names)} subject to the law of {say_law(law, speech)}",
        )
        for law, names in sorted(reached.items())
    ]
    return f"{speech.listing(parts)}."


def say_invisible(flows: FlowMap, speech: Speech) -> str:
    """What the capture could not show, in figures."""
    read, total = flows.requests
    understood, size = flows.contents
    parts = []
    if flows.blind:
        named = f"{len(flows.blind)} ({speech.listing(flows.blind[:NAMED])})"
        parts.append(
            speech.say(
                f"serveurs contactés sans que le contenu soit vu : {named}",
                f"servers contacted whose content was not seen: {named}",
            )
        )
    if total is None or read < total:
        all_of = "?" if total is None else str(total)
        parts.append(speech.say(f"requêtes lues : {read} sur {all_of}", f"requests read: {read} of {all_of}"))
    if understood < size:
        share = speech.percent(f"{understood}/{size}")
        parts.append(speech.say(f"octets compris : {share}", f"bytes understood: {share}"))
    if not parts:
        return speech.say(
            "Resté invisible : ce que les serveurs font ensuite, et les parcours non joués.",
            "What stayed invisible: what the servers do next, and paths not taken.",
        )
    listed = speech.listing(parts)
    return speech.say(f"Resté invisible : {listed}.", f"What stayed invisible: {listed}.")
