"""Tests of the five families of errors."""

import pytest

from catalog.errors import CatalogError, Conflict, NotAllowed, NotFound, Rejected, Unavailable


@pytest.mark.parametrize("family", [Rejected, NotFound, NotAllowed, Conflict, Unavailable])
def test_an_error_carries_its_code_and_the_facts_of_its_sentence(family: type[CatalogError]) -> None:
    error = family(limit=3)

    assert error.facts == {"limit": 3}
    assert str(error) == family.code
    assert isinstance(error, CatalogError)


def test_a_message_for_developers_may_stand_beside() -> None:
    assert str(Conflict("another worker was first", job=4)) == "another worker was first"
