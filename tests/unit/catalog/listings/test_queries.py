"""Tests of the reads of the public catalogue."""

import pytest

from catalog.listings.queries import ListingUnknown, get_change_number, get_listing, list_changes, list_page
from tests.builders.instance import Instance, a_file, an_app


def test_an_empty_catalogue_is_empty(instance: Instance) -> None:
    database = instance.services.database

    assert list_page(database, after=0, size=10, everything=True) == []
    assert get_change_number(database) == 0
    assert list_changes(database, after=0, size=10) == []


def test_pages_follow_the_order_of_publication_and_changes_that_of_commit(instance: Instance) -> None:
    for name in ("Un", "Deux", "Trois"):
        a_file(instance, an_app(instance, name)).listed()
    database = instance.services.database

    first = list_page(database, after=0, size=2, everything=False)
    second = list_page(database, after=first[-1].position, size=2, everything=False)
    assert [row.slug for row in [*first, *second]] == ["un", "deux", "trois"]
    assert [change.number for change in list_changes(database, after=1, size=10)] == [2, 3]
    assert len(list_changes(database, after=0, size=2)) == 2
    assert get_change_number(database) == 3


@pytest.mark.parametrize("name", ["nothing", "", "%", "lst_"])
def test_an_address_never_published_is_unknown(instance: Instance, name: str) -> None:
    a_file(instance).listed()
    with pytest.raises(ListingUnknown):
        get_listing(instance.services.database, name)
