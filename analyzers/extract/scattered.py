"""A known day told in pieces: its year, month and day under three names of one object, or as a list of three."""

import re
from collections.abc import Iterable
from functools import lru_cache

from analyzers.extract.spellings import day_of

_NAMES = {
    "year": re.compile(r"(?i:(?:^|[^a-z])(?:year|annee|année|yyyy|yob)$)|[a-z](?:Year|Annee)$"),
    "month": re.compile(r"(?i:(?:^|[^a-z])(?:month|mois|mm|mob)$)|[a-z](?:Month|Mois)$"),
    "day": re.compile(r"(?i:(?:^|[^a-z])(?:day|jour|dd|dob|dayofmonth)$)|[a-z](?:Day|Jour)$"),
}
_PLACES = ("0", "1", "2")  # of a list of three numbers


@lru_cache(maxsize=4096)
def piece_of_a_day(name: str) -> str | None:
    """Which piece of a day a name, or a place in a list, may be that of."""
    if name in _PLACES:
        return name
    return next((piece for piece, rule in _NAMES.items() if rule.search(name)), None)


class KnownDays:
    """The days that were typed, as numbers."""

    def __init__(self, values: Iterable[str]) -> None:
        found = {value: day_of(value) for value in values}
        self.days = {(when.year, when.month, when.day): value for value, when in found.items() if when is not None}


class Pieces:
    """What the objects of one part tell of days."""

    def __init__(self, known: KnownDays) -> None:
        self.known = known
        self._told: dict[tuple[str, ...], dict[str, int]] = {}

    def take(self, path: tuple[str, ...], data: bytes) -> str | None:
        """Remember a piece; answer with the known day, as it was typed, when its last piece comes."""
        piece = piece_of_a_day(path[-1]) if path else None
        if piece is None or len(data) > 4 or not data.isdigit():  # noqa: PLR2004 - a year
            return None
        told = self._told.setdefault(path[:-1], {})
        told[piece] = int(data)
        orders = (tuple(_NAMES), _PLACES, _PLACES[::-1])
        days = ((told[one], told[two], told[three]) for one, two, three in orders if {one, two, three} <= set(told))
        return next((self.known.days[day] for day in days if day in self.known.days), None)
