"""Sets of a publisher's papers, kept as plain text in `tests/papers`, and made into the files that it would lodge."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tests.builders.papers import a_docx, a_pdf, a_web_page, an_odt

FOLDER = Path(__file__).parents[1] / "papers"
_MADE: Mapping[str, Callable[[str], bytes]] = {
    "pdf": a_pdf,
    "docx": a_docx,
    "odt": an_odt,
    "html": a_web_page,
    "text": lambda text: text.encode(),
}


@dataclass(frozen=True, slots=True)
class PaperSet:
    """The files by the names that their publisher gave them, and what they say for whoever reads them all."""

    name: str
    first_sight: Mapping[str, int] | None  # what was proposed before any saying was changed for it; None: never new
    files: Mapping[str, bytes]
    facts: Mapping[str, Any]


def a_paper_set(folder: str) -> PaperSet:
    """Make the files of one set."""
    place = FOLDER / folder
    stated = yaml.safe_load((place / "set.yaml").read_text(encoding="utf-8"))
    files = {
        piece["as"]: _MADE[piece["made"]]((place / piece["file"]).read_text(encoding="utf-8"))
        for piece in stated["pieces"]
    }
    return PaperSet(stated["name"], stated["first_sight"], files, stated["facts"])


def paper_sets() -> list[str]:
    """The names of all sets."""
    return sorted(place.parent.name for place in FOLDER.glob("*/set.yaml"))
