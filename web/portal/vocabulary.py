"""The small vocabulary of needs: what people look for, with the words they use for it, read once from its data file."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from criteria.findings import Text
from web.portal.spelling import fold

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Need:
    """One thing people look for. `words` are folded: no accent, no capital."""

    id: str
    mesh: str
    name: Text
    words: tuple[str, ...]


@cache
def load_needs() -> tuple[Need, ...]:
    """Read the vocabulary, in the order it is written."""
    document: Mapping[str, Any] = yaml.safe_load((HERE / "needs.yaml").read_text(encoding="utf-8"))
    return tuple(
        Need(
            row["id"],
            row["mesh"],
            Text(row["name"]["fr"], row["name"]["en"]),
            tuple(dict.fromkeys(fold(word) for words in row["words"].values() for word in words)),
        )
        for row in document["needs"]
    )


def find_need(need_id: str) -> Need | None:
    """Return the need of this id, if the vocabulary has it."""
    return next((need for need in load_needs() if need.id == need_id), None)
