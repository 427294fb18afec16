"""The list of recipients that a publisher declares, where a text document holds it as a table: `docs/recipients.md`.

The first line names the columns, in French or English; one recipient per line. Whatever is no such table stays a
document of which nothing is read.
"""

import csv
import re
import unicodedata
from typing import Any

from analyzers.extract.values import printable
from analyzers.formats.endrecord import Buffer

Fact = dict[str, Any]

MAX_SIZE, MAX_ROWS, MAX_LINE, MAX_WORDS, MAX_WORD = 1 << 18, 500, 4096, 64, 120
_BOM = b"\xef\xbb\xbf"
_COLUMNS = {
    "destinataire": "name", "recipient": "name", "nom": "name", "name": "name",
    "pays": "country", "country": "country",
    "donnees": "data", "donnees recues": "data", "data": "data", "data received": "data",
    "finalite": "purpose", "purpose": "purpose",
    "serveurs": "servers", "serveurs contactes": "servers", "servers": "servers", "servers contacted": "servers",
}  # fmt: skip
_NEEDED = frozenset({"name", "data"})
_APART = re.compile(r"[,|/;]")
_COUNTRY = re.compile(r"[A-Z]{2}")


def read_recipients(data: Buffer) -> Fact | None:
    """The rows of a list of recipients and how many lines could not be read; None for any other document."""
    head, *lines = bytes(data[:MAX_SIZE]).split(b"\n")
    found = _columns(head.removeprefix(_BOM))
    if found is None:
        return None
    columns, mark = found
    rows: list[Fact] = []
    unread = int(len(data) > MAX_SIZE)
    at = len(head) + 1
    for line in lines:
        if line.strip():
            row = _row(line, columns, mark) if len(rows) < MAX_ROWS else None
            unread += row is None
            rows += [row | {"offset": at, "length": len(line)}] if row is not None else []
        at += len(line) + 1
    return {"rows": rows, "unread": unread}


def _columns(head: bytes) -> tuple[list[str | None], str] | None:
    """The columns by the words of the first line, and the mark between them."""
    for mark in (";", "\t", ","):
        columns = [_COLUMNS.get(_plain(cell)) for cell in _cells(head, mark) or ()]
        if _NEEDED.issubset(columns):
            return columns, mark
    return None


def _cells(line: bytes, mark: str) -> list[str] | None:
    """The cells of one line; None where it is no text or no line of a table."""
    if len(line) > MAX_LINE or b"\0" in line:
        return None
    try:
        rows = list(csv.reader([line.decode("utf-8").rstrip("\r")], delimiter=mark, strict=True))
    except (UnicodeDecodeError, csv.Error):
        return None
    return [cell.strip() for cell in rows[0]] if rows else []


def _row(line: bytes, columns: list[str | None], mark: str) -> Fact | None:
    cells = _cells(line, mark)
    if cells is None or len(cells) > len(columns):
        return None
    said = {column: cell for column, cell in zip(columns, cells, strict=False) if column is not None}
    if not said.get("name"):
        return None
    country = said.get("country", "")
    return {
        "name": printable(said["name"])[:MAX_WORD],
        "country": country if _COUNTRY.fullmatch(country) else None,
        "data": _words(said.get("data", "")),
        "purpose": printable(said["purpose"])[:MAX_WORD] if said.get("purpose") else None,
        "servers": [word.lower() for word in _words(said.get("servers", ""))],
    }


def _words(cell: str) -> list[str]:
    words = [printable(word.strip())[:MAX_WORD] for word in _APART.split(cell)]
    return [word for word in words if word][:MAX_WORDS]


def _plain(cell: str) -> str:
    folded = unicodedata.normalize("NFKD", cell.strip().casefold())
    return "".join(sign for sign in folded if not unicodedata.combining(sign))
