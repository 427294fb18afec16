"""Whoever reads a criterion meets no name of the code: every attribute and word of its rules and examples has words."""

from collections.abc import Iterator

import pytest

from criteria.attributes import NAMES, name_of, words_of
from criteria.load import list_editions, load_edition
from criteria.model import Edition


def _spoken(edition: Edition) -> Iterator[tuple[str, object]]:
    """Each attribute that a rule or an example speaks of, with a value."""
    for criterion in edition.criteria:
        for part in criterion.rule:
            for condition in (*getattr(part, "where", ()), *getattr(part, "must", ())):
                yield from ((condition.name, value) for value in condition.values)
        for example in criterion.examples:
            for finding in example.dossier.findings:
                for name, value in finding.attributes.items():
                    yield from ((name, one) for one in (value if isinstance(value, tuple) else (value,)))


@pytest.mark.parametrize("edition", list_editions())
def test_every_attribute_and_listed_word_is_said_in_both_languages(edition: str) -> None:
    spoken = set(_spoken(load_edition(edition)))
    assert len(spoken) > 5
    assert {name for name, _ in spoken} - set(NAMES) == set()
    for name, value in spoken:
        known = words_of(name)
        if known and isinstance(value, str) and "_" in value and "." not in value:
            assert value in known, f"{name} = {value}"
    assert all("_" not in text.fr + text.en for text in NAMES.values())


def test_an_attribute_without_words_keeps_its_name_and_a_country_is_named() -> None:
    assert name_of("color").fr == "color"
    assert words_of("owner_country")["US"].fr == "États-Unis"
    assert words_of("host") == {}
