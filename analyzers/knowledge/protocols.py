"""What messages may carry, and how the commonest tracker protocols write it down: properties and adapters, as data."""

import re
import unicodedata
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from analyzers.knowledge.files import BrokenKnowledgeError, check_keys, index_once, read_yaml
from criteria.findings import Text

_DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Property:
    """One kind of data: what it is called, whether it is of a special category, whether it tells one person apart."""

    id: str
    category: str
    identifying: bool
    article9: bool
    name: Text
    words: frozenset[str]  # names of values
    anywhere: tuple[str, ...]  # words to be looked for in values too
    called: tuple[str, ...] = ()  # other names that people give it

    @property
    def is_health(self) -> bool:
        """Whether it is health data by itself."""
        return self.category == "health"


_ANY = "*"
_NONE: AbstractSet[str] = frozenset()


class Places:
    """Which property stands at which place, ready to be asked of every value: a star stands for any one step."""

    def __init__(self, values: tuple[tuple[tuple[str, ...], str, str], ...]) -> None:
        lasts = {place[-1] for place, _, _ in values}
        self._open = [place[:-1] for place, _, _ in values if place[-1] == _ANY]
        self._names: dict[int, set[str]] = {}
        # by how many steps there are and which is the last
        self.rows: dict[tuple[int, str], list[tuple[tuple[str, ...], str]]] = {}
        for place, kind, _ in values:
            for last in lasts if place[-1] == _ANY else (place[-1],):  # in the order in which they are stated
                self.rows.setdefault((len(place), last), []).append((place, kind))
            self._names.setdefault(len(place), set()).add(place[-1])

    def names_under(self, path: tuple[str, ...]) -> AbstractSet[str] | None:
        """The names that a value may have in an object of this place to be a property; None where any name will do."""
        if any(len(place) == len(path) and _fits(place, path) for place in self._open):
            return None
        return self._names.get(len(path) + 1, _NONE)

    def at(self, path: tuple[str, ...]) -> str | None:
        """The property that a place carries: the first that is stated for it."""
        rows = self.rows.get((len(path), path[-1])) or self.rows.get((len(path), _ANY)) or ()
        return next((kind for place, kind in rows if _fits(place, path)), None)


@dataclass(frozen=True, slots=True)
class Adapter:
    """One protocol: which requests speak it, and at which place it carries what, each with its reason."""

    id: str
    name: str
    url: re.Pattern[str]
    source: str
    values: tuple[tuple[tuple[str, ...], str, str], ...]  # place, property, reason
    places: Places

    def property_at(self, path: tuple[str, ...]) -> str | None:
        """The property that a place carries: the first that is stated for it."""
        return self.places.at(path)

    def reason(self, property_id: str) -> str:
        """Why a value of this protocol is that property: the first reason given."""
        return next((why for _, name, why in self.values if name == property_id), "")


def _fits(place: tuple[str, ...], path: tuple[str, ...]) -> bool:
    return all(want in (_ANY, have) for want, have in zip(place, path, strict=True))


@dataclass(frozen=True, slots=True)
class Protocols:
    """All properties by id and all adapters."""

    properties: Mapping[str, Property]
    adapters: Mapping[str, Adapter]
    categories: Mapping[str, Text] = field(default_factory=dict)
    any_url: re.Pattern[str] = re.compile("")  # meets whatever meets one of them

    def adapter_for(self, address: str) -> Adapter | None:
        """The protocol of a request, by its host and path."""
        if self.any_url.search(address) is None:
            return None
        return next((adapter for adapter in self.adapters.values() if adapter.url.search(address)), None)

    def find_named(self, said: str) -> str | None:
        """The id of the property or category that a person calls so, in French or English, by name or id."""
        wanted = fold(said)
        names: dict[str, tuple[str, ...]] = {key: (key, text.fr, text.en) for key, text in self.categories.items()}
        for kind in self.properties.values():
            names[kind.id] = (kind.id, kind.name.fr, kind.name.en, *kind.called, *kind.words, *kind.anywhere)
        return next((key for key, told in names.items() if wanted and wanted in map(fold, told)), None)

    def name_of(self, key: str) -> Text:
        """How a person calls a property or a category; an unknown id stands for itself."""
        kind = self.properties.get(key)
        return kind.name if kind is not None else self.categories.get(key, Text(key, key))

    def list_in(self, key: str) -> frozenset[str]:
        """The properties of a category; a property alone is itself."""
        if key in self.properties:
            return frozenset({key})
        return frozenset(kind.id for kind in self.properties.values() if kind.category == key)


_EMPTY = frozenset(
    {"data", "donnee", "de", "du", "d", "des", "la", "le", "l", "les", "un", "une", "the", "of", "et", "and", "a"}
)


def fold(said: str) -> tuple[str, ...]:
    """The words of a name without accents, case, plural and the words that say nothing."""
    plain = unicodedata.normalize("NFKD", said.casefold())
    words = re.findall(r"[a-z0-9]+", "".join(sign for sign in plain if not unicodedata.combining(sign)))
    single = (word[:-1] if len(word) > 3 and word.endswith("s") else word for word in words)  # noqa: PLR2004 - "bus" stays
    return tuple(word for word in single if word not in _EMPTY)


@cache
def load_protocols() -> Protocols:
    """Read both files once; a damaged one is our fault and is said at once."""
    content = read_yaml(_DATA / "properties.yaml")
    categories = index_once(((row["id"], Text(row["fr"], row["en"])) for row in content["categories"]), "categories")
    properties = load_properties(content)
    adapters = load_adapters(read_yaml(_DATA / "adapters.yaml"), properties)
    any_url = re.compile("|".join(f"(?:{adapter.url.pattern})" for adapter in adapters.values()))
    return Protocols(MappingProxyType(properties), MappingProxyType(adapters), MappingProxyType(categories), any_url)


def load_properties(content: Mapping[str, Any]) -> dict[str, Property]:
    """Read the kinds of data, by id."""
    return index_once(((row["id"], _property(row)) for row in content["properties"]), "properties.yaml")


def _property(row: Mapping[str, Any]) -> Property:
    optional = ("identifying", "article9", "words", "anywhere", "called")
    check_keys(row, ("id", "category", "fr", "en"), optional, f"properties.yaml {row.get('id')}")
    return Property(
        row["id"],
        row["category"],
        bool(row.get("identifying", False)),
        bool(row.get("article9", False)),
        Text(row["fr"], row["en"]),
        frozenset(row.get("words", ())),
        tuple(row.get("anywhere", ())),
        tuple(row.get("called", ())),
    )


def load_adapters(content: Mapping[str, Any], properties: Mapping[str, Property]) -> dict[str, Adapter]:
    """Read the protocols, by id; each value names a known property and a reason."""
    return index_once(((row["id"], _adapter(row, properties)) for row in content["adapters"]), "adapters.yaml")


def _adapter(row: Mapping[str, Any], properties: Mapping[str, Property]) -> Adapter:
    where = f"adapters.yaml {row.get('id')}"
    check_keys(row, ("id", "name", "url", "source", "values"), (), where)
    values = tuple((tuple(place.split(".")), name, why) for place, (name, why) in row["values"].items())
    unknown = sorted({name for _, name, _ in values} - set(properties))
    if unknown or not all(why for _, _, why in values):
        message = f"{where}: unknown properties {unknown}, or a value without a reason"
        raise BrokenKnowledgeError(message)
    return Adapter(row["id"], row["name"], re.compile(row["url"]), row["source"], values, Places(values))
