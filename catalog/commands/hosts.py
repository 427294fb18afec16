"""The servers of a capture as a table on the terminal: where, who runs them, who owns them, whose law."""

from collections.abc import Iterator, Mapping
from typing import Any

HEADS = {
    "fr": ("serveur", "adresse", "pays", "d'après", "exploitant", "groupe de tête", "à qui", "droits étrangers"),
    "en": ("server", "address", "country", "according to", "operator", "ultimate parent", "whose", "foreign laws"),
}
_CUT = 34


def tabulate(document: Mapping[str, Any], language: str) -> Iterator[str]:
    """Lines of text, one per server and address, columns aligned; nothing for a document without servers."""
    rows = [_row(finding["attributes"]) for finding in document["findings"] if finding["kind"] == "host.contacted"]
    if not rows:
        return
    table = [HEADS[language], *rows]
    widths = [max(len(row[column]) for row in table) for column in range(len(table[0]))]
    for row in table:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def _row(stated: Mapping[str, Any]) -> tuple[str, ...]:
    return (
        _cut(stated["host"]),
        _cut(stated["address"]),
        _cut(stated["country"]),
        _cut(stated["country_basis"]),
        _with_country(stated["operator"], stated["operator_country"]),
        _with_country(stated["parent"], stated["parent_country"]),
        _with_country(stated["owner"], stated["owner_country"]),
        _laws(stated),
    )


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
