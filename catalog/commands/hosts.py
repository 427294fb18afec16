"""The servers of a capture as a table on the terminal: where, who runs them, who owns them, whose law."""

from collections.abc import Iterator, Mapping
from typing import Any

from analyzers.knowledge.book import Knowledge
from analyzers.synthesis.sovereignty import classify
from criteria.findings import Text

HEADS = {
    "fr": (
        "serveur", "adresse", "pays", "d'après", "exploitant", "groupe de tête", "à qui", "droits étrangers", "classe",
    ),
    "en": (
        "server", "address", "country", "according to", "operator", "ultimate parent", "whose", "foreign laws", "class",
    ),
}  # fmt: skip
_BASES = {
    "provider-range": Text("l'hébergeur", "the provider"),
    "country-table": Text("une table", "one table"),
    "disagreement": Text("sources en désaccord", "sources disagree"),
    "anycast": Text("plusieurs pays à la fois", "several countries at once"),
    "none": Text("rien", "nothing"),
}
_UNKNOWN = Text("? : nous ne le savons pas, et rien n'en est déduit.", "?: we do not know, and deduce nothing.")
_CLASSES = Text(
    "classe : A à C, en Europe hors d'atteinte d'un État tiers ; D, en Europe, lisible par un groupe étranger ; "
    "E, hors d'Europe ou inconnu. Entre parenthèses : celle de l'hébergement seul, quand le destinataire est inconnu.",
    "class: A to C, in Europe and out of reach of another state; D, in Europe, readable by a foreign group; "
    "E, outside Europe or unknown. In brackets: that of the hosting alone, where we do not know on whose behalf it "
    "receives.",
)
_MARK = " *"
_CONTESTED = Text(
    "* : entrée contestée de notre base ; le constat dit par qui.", "*: contested entry; the finding says by whom."
)
_CUT = 34


def tabulate(document: Mapping[str, Any], language: str, knowledge: Knowledge) -> Iterator[str]:
    """Lines: how the reading ended, one per server and address, then the words explained and what is missing."""
    if document["outcome"]["code"] != "read":
        yield document["outcome"]["message"][language]
    stated = [finding["attributes"] for finding in document["findings"] if finding["kind"] == "host.contacted"]
    if not stated:
        return
    table = [HEADS[language], *(_row(row, language, knowledge) for row in stated)]
    widths = [max(len(row[column]) for row in table) for column in range(len(table[0]))]
    for cells in table:
        yield "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip()
    yield ""
    yield from (row["reasoning"][language] for row in document["findings"] if row["kind"] == "operator.equipped")
    for law in sorted({law for row in stated for law in row["foreign_reach"]}):
        if (regime := knowledge.regimes.get(law)) is not None:
            yield f"{law}: {_in(regime.name, language)} ({regime.source}, {regime.as_of})"
    if any(row.get("contested") for row in stated):
        yield _in(_CONTESTED, language)
    yield _in(_CLASSES, language)
    yield _in(_UNKNOWN, language)
    for coverage in document["coverage"]:
        if coverage["kind"] == "host.contacted":
            yield coverage["reason"][language]


def _in(text: Text, language: str) -> str:
    return text.fr if language == "fr" else text.en


def _row(stated: Mapping[str, Any], language: str, knowledge: Knowledge) -> tuple[str, ...]:
    return (
        _cut(stated["host"]),
        _cut(stated["address"]),
        _cut(stated["country"]),
        _in(_BASES[stated["country_basis"]], language),
        _with_country(stated["operator"], stated["operator_country"]),
        _with_country(stated["parent"], stated["parent_country"]),
        _with_country(stated["owner"], stated["owner_country"]) + (_MARK if stated.get("contested") else ""),
        _laws(stated),
        _letter(stated, knowledge),
    )


def _letter(stated: Mapping[str, Any], knowledge: Knowledge) -> str:
    """The class; where only the recipient is missing, the class of the hosting by itself stands beside it."""
    letter, why = classify(stated, knowledge.rules.eea)
    if why != "recipient-unknown":
        return letter
    return f"{letter} ({classify({**stated, 'party': 'first'}, knowledge.rules.eea)[0]})"


def _laws(stated: Mapping[str, Any]) -> str:
    """None is only said where everybody up to the top is known; else there may be more."""
    known = bool(stated["parent_country"]) and (bool(stated["owner_country"]) or not stated["owner"])
    return " ".join([*stated["foreign_reach"], *(() if known else ("?",))]) or "—"


def _with_country(name: str | None, country: str | None) -> str:
    return f"{_cut(name)} ({country or '?'})" if name else "?"


def _cut(text: str | None) -> str:
    if not text:
        return "?"
    return text if len(text) <= _CUT else f"{text[: _CUT - 1]}…"
