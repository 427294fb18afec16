"""Knowledge for tests: the curated data as shipped, and addresses answered from a table in memory."""

from dataclasses import replace
from functools import cache

from analyzers.knowledge.book import Knowledge
from analyzers.knowledge.load import load_knowledge
from analyzers.knowledge.places import AddressFacts


class KnownAddresses:
    """An address source whose answers stand in the test."""

    def __init__(self, facts: dict[str, AddressFacts], *, has_table: bool = True) -> None:
        self._facts, self._has_table = facts, has_table

    def facts(self, address: str) -> AddressFacts:
        """Answer from the table; an unknown address has no facts."""
        return self._facts.get(address, AddressFacts())

    def has_country_table(self) -> bool:
        """Say what the test decided."""
        return self._has_table


@cache
def shipped_knowledge() -> Knowledge:
    """The curated data, without any fetched data set."""
    return load_knowledge(None)


def knowledge_with(*, has_table: bool = True, **facts: AddressFacts) -> Knowledge:
    """The curated data with addresses of the test's own, written a_b_c_d for a.b.c.d."""
    table = {name.lstrip("_").replace("_", "."): fact for name, fact in facts.items()}
    return replace(shipped_knowledge(), addresses=KnownAddresses(table, has_table=has_table))
