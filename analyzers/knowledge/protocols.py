"""What messages may carry, and how the commonest tracker protocols write it down: properties and adapters, as data."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
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

    @property
    def is_health(self) -> bool:
        """Whether it is health data by itself."""
        return self.category == "health"


@dataclass(frozen=True, slots=True)
class Adapter:
    """One protocol: which requests speak it, and at which place it carries what, each with its reason."""

    id: str
    name: str
    url: re.Pattern[str]
    source: str
    values: tuple[tuple[tuple[str, ...], str, str], ...]  # place, property, reason

    def reason(self, property_id: str) -> str:
        """Why a value of this protocol is that property: the first reason given."""
        return next((why for _, name, why in self.values if name == property_id), "")


@dataclass(frozen=True, slots=True)
class Protocols:
    """All properties by id and all adapters."""

    properties: Mapping[str, Property]
    adapters: Mapping[str, Adapter]

    def adapter_for(self, address: str) -> Adapter | None:
        """The protocol of a request, by its host and path."""
        return next((adapter for adapter in self.adapters.values() if adapter.url.search(address)), None)


@cache
def load_protocols() -> Protocols:
    """Read both files once; a damaged one is our fault and is said at once."""
    properties = load_properties(read_yaml(_DATA / "properties.yaml"))
    return Protocols(
        MappingProxyType(properties), MappingProxyType(load_adapters(read_yaml(_DATA / "adapters.yaml"), properties))
    )


def load_properties(content: Mapping[str, Any]) -> dict[str, Property]:
    """Read the kinds of data, by id."""
    return index_once(((row["id"], _property(row)) for row in content["properties"]), "properties.yaml")


def _property(row: Mapping[str, Any]) -> Property:
    optional = ("identifying", "article9", "words", "anywhere")
    check_keys(row, ("id", "category", "fr", "en"), optional, f"properties.yaml {row.get('id')}")
    return Property(
        row["id"],
        row["category"],
        bool(row.get("identifying", False)),
        bool(row.get("article9", False)),
        Text(row["fr"], row["en"]),
        frozenset(row.get("words", ())),
        tuple(row.get("anywhere", ())),
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
    return Adapter(row["id"], row["name"], re.compile(row["url"]), row["source"], values)
