"""Third-party components as a reader sees them: by owner and country, each with where it is and whether it runs."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from web.words.labels import CONFIDENCES
from web.words.speech import Speech

Row = Mapping[str, Any]
_PRESENT = ("wired", "defined")
_TIERS = ("wired", "defined", "referenced", "string")


@dataclass(frozen=True, slots=True)
class Holding:
    """The components of one owner. Owner and countries are None where nobody knows them."""

    owner: str | None
    country: str | None
    parent: str | None
    parent_country: str | None
    sure: str | None  # how sure of the owner, in words, where that is less than high
    rows: tuple[Row, ...]

    @property
    def control(self) -> str | None:
        """The country of whoever controls in the end."""
        return self.parent_country or self.country


def hold(rows: Iterable[Row], speech: Speech) -> tuple[Holding, ...]:
    """Group by owner: those with code in the app first, then by number of components and name; nobody's last."""
    groups: dict[str | None, list[Row]] = {}
    for row in rows:
        groups.setdefault(row.get("owner"), []).append(row)
    held = (_holding(owner, found, speech) for owner, found in groups.items())
    return tuple(
        sorted(held, key=lambda one: (one.owner is None, -_present(one.rows), -len(one.rows), one.owner or ""))
    )


def _holding(owner: str | None, rows: list[Row], speech: Speech) -> Holding:
    first = rows[0]
    parent = first.get("parent")
    confidence = first.get("owner_confidence")
    ordered = sorted(rows, key=lambda row: (_TIERS.index(row["tier"]), str(row["name"]).lower()))
    return Holding(
        owner=owner,
        country=first.get("owner_country"),
        parent=parent if parent != owner else None,
        parent_country=first.get("parent_country"),
        sure=speech.text(CONFIDENCES[confidence]) if confidence in ("medium", "low") else None,
        rows=tuple(ordered),
    )


def _present(rows: Iterable[Row]) -> int:
    return sum(row["tier"] in _PRESENT for row in rows)


def say_holdings(holdings: tuple[Holding, ...], speech: Speech) -> str:
    """One sentence: how many components are in the code, of how many owners, under the control of which countries."""
    present = sum(_present(one.rows) for one in holdings)
    owned = [one for one in holdings if one.owner is not None and _present(one.rows)]
    countries: Counter[str] = Counter()
    for one in owned:
        countries[speech.country(one.control)] += _present(one.rows)
    named = ", ".join(f"{name} {count}" for name, count in countries.most_common())
    components = speech.count(present, ("composant", "composants"), ("component", "components"))
    owners = speech.count(len(owned), ("propriétaire", "propriétaires"), ("owner", "owners"))
    return speech.say(
        f"{components} dans le code, de {owners}" + (f" ; contrôle par pays : {named}." if named else "."),
        f"{components} in the code, of {owners}" + (f"; control by country: {named}." if named else "."),
    )
