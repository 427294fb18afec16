"""Answers of the questionnaire against what was seen: a contradiction counts whoever saw it, silence proves nothing."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from analyzers.knowledge.protocols import load_protocols
from criteria.findings import Attribute, Finding, Text

KIND = "declaration.contradicted"
_SURE = frozenset({"known", "adapter", "learned"})  # a form or a word needs a person first
_ABROAD = frozenset({"third", "adequate"})
_KINDS = {"insurer": "insurer", "databroker": "data_broker"}  # kind of recipient to the answer that would declare it
_NAMES = {
    "insurer": Text("un assureur ou une complémentaire santé", "an insurer"),
    "databroker": Text("un courtier en données", "a data broker"),
}


def contradict(answers: Mapping[str, Mapping[str, Any]], findings: Iterable[Finding]) -> list[Finding]:
    """One finding per answer and server or kind of data that was seen to be otherwise, in the order of the findings."""
    said = {question: answer.get("value") for question, answer in answers.items()}
    found: dict[tuple[str, str], Finding] = {}
    for row in findings:
        for statement, about, reason in _against(said, row):
            stated: dict[str, Attribute] = {
                "statement": statement,
                "about": about,
                "health": bool(row.attributes.get("health")),
            }
            found.setdefault((statement, about), Finding(KIND, stated, reason, row.pointer, row.source))
    return list(found.values())


def _against(said: Mapping[str, Any], row: Finding) -> Iterator[tuple[str, str, Text]]:
    if row.kind == "data.transmitted" and row.attributes.get("match") in _SURE:
        yield from _sent(said, row)
    elif row.kind == "host.contacted":
        yield from _received(said, row)


def _sent(said: Mapping[str, Any], row: Finding) -> Iterator[tuple[str, str, Text]]:
    stated = row.attributes
    about = f"{stated.get('category')} → {stated.get('host')}"
    name, host = load_protocols().name_of(str(stated.get("category"))), stated.get("host")
    fr, en = f"{name.fr}, vers {host}", f"{name.en}, to {host}"
    is_health = bool(stated.get("health") or stated.get("article9"))
    if is_health and said.get("health_data_hosted") == "nowhere":
        yield (
            "health_data_hosted",
            about,
            Text(
                f"L'éditeur déclare que rien ne quitte le téléphone ; des données de santé sont parties : {fr}.",
                f"The publisher declares that nothing leaves the phone; health data left it: {en}.",
            ),
        )
    if is_health and said.get("health_data_place") == "phone_only":
        yield (
            "health_data_place",
            about,
            Text(
                f"L'éditeur déclare que les données de santé restent sur le téléphone ; il en est parti : {fr}.",
                f"The publisher declares that health data stay on the phone; some left it: {en}.",
            ),
        )
    if is_health and said.get("health_data_place") == "eea" and stated.get("region") in _ABROAD:
        yield (
            "health_data_place",
            about,
            Text(
                f"L'éditeur déclare l'Espace économique européen seul ; des données de santé en sortent : {fr}.",
                f"The publisher declares the European Economic Area only; health data left it: {en}.",
            ),
        )
    personal = is_health or bool(stated.get("identifying"))
    if personal and said.get("transfers_outside") is False and stated.get("region") in _ABROAD:
        yield (
            "transfers_outside",
            about,
            Text(
                f"L'éditeur déclare qu'aucune donnée personnelle ne sort de l'EEE ; en voici une : {fr}.",
                f"The publisher declares that no personal data leaves the EEA; here is one that does: {en}.",
            ),
        )


def _received(said: Mapping[str, Any], row: Finding) -> Iterator[tuple[str, str, Text]]:
    admitted = said.get("sensitive_recipients")
    kinds = row.attributes.get("recipient_kinds")
    if not isinstance(admitted, list | tuple) or not isinstance(kinds, tuple):
        return
    owner, host = row.attributes.get("owner"), row.attributes.get("host")
    for kind, answer in _KINDS.items():
        if kind in kinds and answer not in admitted:
            name = _NAMES[kind]
            yield (
                "sensitive_recipients",
                f"{owner} ({host})",
                Text(
                    f"L'éditeur ne déclare pas {name.fr} parmi ceux qui reçoivent ; {owner} ({host}) a été contacté.",
                    f"The publisher declares no such recipient as {name.en}; {owner} ({host}) was contacted.",
                ),
            )
