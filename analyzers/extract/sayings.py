"""The table of sayings: what sentences of a publisher's own documents answer which question, declared as data.

`analyzers/knowledge/sayings/*.yaml`. A pattern is written in small letters without accents; a space in it stands for
any white space. A saying counts where its sentence does not take it back.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from analyzers.knowledge.files import read_yaml

FOLDER = Path(__file__).parent.parent / "knowledge" / "sayings"
_SPACE = re.compile(r" (?![?*+{\]])")
Value = bool | str | tuple[str, ...] | None
# What a saying may take out of its sentence.
TAKES: Mapping[str, re.Pattern[str]] = {
    "email": re.compile(
        r"[a-z0-9][a-z0-9._+-]{0,60}@[a-z0-9-]{1,60}(?:\.[a-z0-9-]{1,60}){1,4}(?<![.-])", re.IGNORECASE
    ),
    "url": re.compile(
        r"https?://[a-z0-9.-]{3,120}(?::[0-9]{2,5})?(?:/[^\s\"'<>()\[\]«»]{0,200})?(?<![.,;:!?])", re.IGNORECASE
    ),
    "level": re.compile(
        r"\b(?:niveau|categorie|classe|classement) (?:has )?:? ?[«\" ]{0,2}([abcd])\b|\b(?:level|tier) ([abcd])\b",
        re.IGNORECASE,
    ),
    "study": re.compile(
        r"\bNCT[0-9]{8}\b|\b10\.[0-9]{4,9}/[^\s\"<>;,)]{2,80}(?<![.])"
        r"|\b20[0-9]{2}-A[0-9]{5}-[0-9]{2}\b"
    ),
    "date": re.compile(
        r"\b(?:[0-3]?[0-9](?:er)? (?:janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre"
        r"|decembre|january|february|march|april|may|june|july|august|september|october|november|december),? 20[0-9]{2}"
        r"|[0-3]?[0-9][/.][01]?[0-9][/.]20[0-9]{2}|20[0-9]{2}-[01][0-9]-[0-3][0-9])\b"
    ),
}


@dataclass(frozen=True, slots=True)
class Saying:
    """Sentences that answer a question: with `value`, or with what they name."""

    id: str
    question: str
    value: Value
    take: str | None
    patterns: tuple[re.Pattern[str], ...]
    unless: tuple[re.Pattern[str], ...]
    natures: frozenset[str]  # in documents of these natures only; in all where empty
    denies: bool  # the sentence says no in so many words
    says: tuple[str, ...]
    says_not: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Nature:
    """What a document is by its title: the question that it belongs to, and what follows from its being there."""

    id: str
    titles: tuple[re.Pattern[str], ...]
    question: str | None
    value: Value
    duties: Mapping[str, Value]
    says: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """All of it, with the digest of the files that it was read from."""

    digest: str
    natures: tuple[Nature, ...]
    sayings: tuple[Saying, ...]
    by_id: Mapping[str, Saying]
    nature_by_id: Mapping[str, Nature]


@cache
def load_sayings(folder: Path = FOLDER) -> Table:
    """Read the table. Broken data ends here, before any document is opened."""
    files = sorted(folder.glob("*.yaml"))
    read = [read_yaml(path) for path in files]
    digest = hashlib.sha256(b"\0".join(path.read_bytes() for path in files)).hexdigest()
    natures = tuple(_nature(row) for file in read for row in file.get("natures", ()))
    sayings = tuple(_saying(row) for file in read for row in file.get("sayings", ()))
    by_id, nature_by_id = {one.id: one for one in sayings}, {one.id: one for one in natures}
    if len(by_id) != len(sayings) or len(nature_by_id) != len(natures):
        raise ValueError("an id stated twice")
    if unknown := {name for one in sayings for name in one.natures} - nature_by_id.keys():
        raise ValueError(f"unknown natures: {sorted(unknown)}")
    return Table(digest, natures, sayings, by_id, nature_by_id)


def _saying(row: Mapping[str, Any]) -> Saying:
    if row.get("take") is not None and row["take"] not in TAKES:
        raise ValueError(f"{row['id']}: takes {row['take']}")
    return Saying(
        row["id"],
        row["question"],
        _value(row.get("value")),
        row.get("take"),
        _compile(row["patterns"]),
        _compile(row.get("unless", ())),
        frozenset(row.get("in", ())),
        row.get("denies", False),
        tuple(row["says"]),
        tuple(row.get("says_not", ())),
    )


def _nature(row: Mapping[str, Any]) -> Nature:
    duties = {name: _value(value) for name, value in row.get("duties", {}).items()}
    said = tuple(row["says"])
    return Nature(row["id"], _compile(row["titles"]), row.get("question"), _value(row.get("value")), duties, said)


def _value(value: Any) -> Value:
    return tuple(value) if isinstance(value, list) else value


def _compile(patterns: list[str]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(_SPACE.sub(" +", one)) for one in patterns)


_MONTHS = (
    [
        "janvier",
        "fevrier",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "aout",
        "septembre",
        "octobre",
        "novembre",
        "decembre",
    ],
    [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ],
)


def read_day(text: str) -> str | None:
    """Return a day as a sentence names it, in the order of years; None where there is no such day."""
    words = re.findall(r"[a-z]+|[0-9]+", re.sub(r"(?<=[0-9])er ", " ", text))
    if len(words) != len(("day", "month", "year")):
        return None
    months = [next((names.index(word) + 1 for names in _MONTHS if word in names), 0) for word in words]
    try:
        numbers = [month or int(word) for month, word in zip(months, words, strict=True)]
        day, month, year = reversed(numbers) if len(words[0]) == len("2026") else numbers
        return date(year, month, day).isoformat()
    except ValueError:
        return None
