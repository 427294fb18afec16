"""Who receives the data: the sentence, the places and the class, from the hosts of a public card. Pure.

What was not seen is said as not seen. An address in Europe is never the whole answer: the law that its operator is
subject to is said beside it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from web.words.speech import Speech

NAMED = 3  # holders named in the sentence; the table names all

Class = Literal["B", "D", "E"]


@dataclass(frozen=True, slots=True)
class Holder:
    """An organisation that runs servers which were contacted, with the places where they answered."""

    name: str | None
    places: tuple[str | None, ...]
    subject_to: tuple[str, ...]  # countries whose law reaches it by control
    hosts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Journey:
    """Where the data were seen to go."""

    holders: tuple[Holder, ...]
    is_seen: bool  # at least one capture counted as evidence
    is_complete: bool  # the authority's own capture was read completely
    sources: tuple[str, ...]
    sovereignty: Class


def trace(card: Mapping[str, Any]) -> Journey:
    """Read a card's recipients."""
    rows: Sequence[Mapping[str, Any]] = card.get("recipients", [])
    grouped: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        grouped.setdefault(_name_of(row) or "", []).append(row)
    holders = tuple(
        Holder(
            name or None,
            tuple(sorted({row.get("country") for row in group}, key=lambda code: code or "~")),
            tuple(sorted({country for row in group for country in subject_to(row)})),
            tuple(sorted({str(row["host"]) for row in group})),
        )
        for name, group in sorted(grouped.items(), key=lambda item: (-len(item[1]), item[0]))
    )
    captures: Sequence[Mapping[str, Any]] = card.get("captures", [])
    is_seen = any(item["state"] in ("read", "partly_read") for item in captures)
    is_complete = any(item["state"] == "read" and item["source"] == "bench" for item in captures) and not any(
        gap["what"] == "host.contacted" for gap in card.get("unknown", [])
    )
    sources = tuple(sorted({str(row["source"]) for row in rows}))
    return Journey(holders, is_seen, is_complete, sources, _classify(rows, is_complete=is_complete))


def _name_of(row: Mapping[str, Any]) -> str | None:
    return row.get("owner") or row.get("operator")


def subject_to(row: Mapping[str, Any]) -> set[str]:
    """A regime's id begins with its country: `us-cloud-act`."""
    return {str(regime).split("-", 1)[0].upper() for regime in row.get("foreign_reach", [])}


def _classify(rows: Sequence[Mapping[str, Any]], *, is_complete: bool) -> Class:
    """Class by the worst exchange seen; A and C need proofs that this edition does not ask for."""
    if not rows or not is_complete or any(row.get("region") != "eea" for row in rows):
        return "E"
    known = all(row.get("operator") and row.get("operator_country") for row in rows)
    if not known:
        return "E"
    return "D" if any(subject_to(row) for row in rows) else "B"


def say_who_receives(journey: Journey, speech: Speech) -> str:
    """The second sentence of every entry: who was seen to receive data, or that nobody knows."""
    if not journey.is_seen:
        return speech.say(
            "Nous ne savons pas qui reçoit vos données : aucun relevé d'échanges n'a été retenu pour cette version.",
            "We do not know who receives your data: no traffic capture could be used for this version.",
        )
    if not journey.holders:
        return speech.say(
            "Pendant notre relevé, aucun serveur contacté n'a été vu ; un relevé ne montre qu'un parcours, "
            "cela ne prouve pas que rien n'est envoyé.",
            "During our capture no contacted server was seen; a capture shows one path only, "
            "this does not prove that nothing is sent.",
        )
    named = [_say_holder(holder, speech) for holder in journey.holders[:NAMED]]
    more = len(journey.holders) - NAMED
    if more > 0:
        named.append(speech.count(more, ("autre destinataire", "autres destinataires"), ("other", "others")))
    whose = speech.say("Pendant le relevé", "During the capture")
    if journey.sources == ("publisher",):
        whose = speech.say("Pendant le relevé fourni par l'éditeur", "During the capture provided by the publisher")
    elif journey.sources == ("bench",):
        whose = speech.say("Pendant notre relevé", "During our capture")
    return speech.say(
        f"{whose}, elle a échangé des données avec {speech.listing(named)}.",
        f"{whose}, it exchanged data with {speech.listing(named)}.",
    )


def _say_holder(holder: Holder, speech: Speech) -> str:
    name = holder.name or speech.say("un opérateur inconnu de nous", "an operator unknown to us")
    places = [speech.in_country(code) for code in holder.places]
    where = speech.say(
        f"serveurs {speech.listing(places)}",
        f"servers {speech.listing(places)}",
    )
    if holder.subject_to:
        law = speech.listing(say_law(code, speech) for code in holder.subject_to)
        where += speech.say(f", soumis au droit {law}", f", subject to the law of {law}")
    return f"{name} ({where})"


def say_law(code: str, speech: Speech) -> str:
    """Name whose law it is: *des États-Unis*, *the United States*."""
    if speech.language == "en":
        return speech.in_country(code).removeprefix("in ")
    known = {"US": "des États-Unis", "GB": "du Royaume-Uni", "CN": "de la Chine", "RU": "de la Russie"}
    return known.get(code, f"({speech.country(code)})")


def say_class(journey: Journey, speech: Speech) -> str:
    """Where the data stay, in plain words; what is not proved is not said."""
    match journey.sovereignty:
        case "B":
            return speech.say(
                "Tous les serveurs vus sont en Europe, chez des opérateurs sans lien connu de nous "
                "avec un droit étranger.",
                "All servers seen are in Europe, at operators with no link known to us to a foreign law.",
            )
        case "D":
            return speech.say(
                "Tous les serveurs vus sont en Europe, mais au moins un opérateur est soumis à un droit étranger "
                "et rien ne prouve qu'il ne peut pas lire les données.",
                "All servers seen are in Europe, but at least one operator is subject to a foreign law and nothing "
                "proves that it cannot read the data.",
            )
    if journey.is_seen and any(code is not None for holder in journey.holders for code in holder.places):
        return speech.say(
            "Des données peuvent quitter l'Europe, ou bien nous n'avons pas tout vu.",
            "Data may leave Europe, or we did not see everything.",
        )
    return speech.say("Nous ne savons pas où vont les données.", "We do not know where the data go.")
