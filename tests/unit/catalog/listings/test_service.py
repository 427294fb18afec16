"""Tests of the listing's verb."""

from typing import Any

import pytest
import sqlalchemy as sa

from catalog.certificates.queries import find_latest
from catalog.listings.model import Listing, ListingChange
from catalog.listings.queries import get_listing, list_changes, list_page
from catalog.submissions.model import App, AppId
from tests.builders.instance import GROUNDS, File, Instance, a_file


def changes(instance: Instance) -> list[ListingChange]:
    return list(list_changes(instance.services.database, after=0, size=100))


def decide_on(file: File, kind: Any) -> None:
    instance = file.instance
    with instance.services.database.read() as session:
        standing = find_latest(session, file.app_id)
    assert standing is not None
    decide = instance.services.decisions.decide_on_certificate
    decide(instance.authority, file.id, standing.certificate.id, kind, GROUNDS)
    file.examined()


def test_the_listing_follows_the_certificate_by_itself(instance: Instance) -> None:
    file = a_file(instance).listed()
    listing = get_listing(instance.services.database, "souffle-fictif")

    assert (listing.app_id, listing.state, listing.is_in_search, listing.position) == (file.app_id, "active", True, 1)
    assert listing.card["certificate"]["number"] == "SC-2026-000001"
    assert listing.card["app"]["fictional"] is True
    (change,) = changes(instance)
    assert (change.number, change.subject_id, change.digest, change.is_tombstone) == (
        1,
        listing.id,
        listing.digest,
        False,
    )


def test_projecting_again_writes_nothing_when_nothing_changed(instance: Instance) -> None:
    file = a_file(instance).listed()
    before = get_listing(instance.services.database, "souffle-fictif").changed_at
    instance.services.listings.project(file.app_id)

    assert len(changes(instance)) == 1
    assert get_listing(instance.services.database, "souffle-fictif").changed_at == before


@pytest.mark.parametrize("state", ["nothing", "granted"])
def test_without_a_signed_certificate_there_is_no_listing(instance: Instance, state: str) -> None:
    file = a_file(instance)
    if state == "granted":
        file.examined_with_capture().ruled().opined().decide()
    instance.services.listings.project(file.app_id)
    instance.services.listings.project(AppId("app_none"))

    assert list_page(instance.services.database, after=0, size=10, everything=True) == []


@pytest.mark.parametrize(("kind", "state"), [("suspend", "suspended"), ("withdraw", "withdrawn")])
def test_what_no_longer_stands_leaves_the_search_and_keeps_its_address(
    instance: Instance, kind: str, state: str
) -> None:
    file = a_file(instance).listed()
    address = get_listing(instance.services.database, "souffle-fictif").id
    decide_on(file, kind)
    listing = get_listing(instance.services.database, address)

    assert (listing.state, listing.is_in_search, listing.slug) == (state, False, "souffle-fictif")
    assert listing.card["state"] == {"state": state, "since": "2026-03-02", "reason": GROUNDS}
    assert list_page(instance.services.database, after=0, size=10, everything=False) == []
    assert [row.id for row in list_page(instance.services.database, after=0, size=10, everything=True)] == [address]
    assert [(change.number, change.is_tombstone) for change in changes(instance)] == [(1, False), (2, True)]


def test_a_restored_listing_is_found_again(instance: Instance) -> None:
    file = a_file(instance).listed()
    decide_on(file, "suspend")
    decide_on(file, "restore")

    assert get_listing(instance.services.database, "souffle-fictif").is_in_search
    assert [change.is_tombstone for change in changes(instance)] == [False, True, False]


def test_a_second_build_takes_the_same_address(instance: Instance) -> None:
    first = a_file(instance).listed()
    address = get_listing(instance.services.database, "souffle-fictif")
    a_file(instance, first.app_id).listed()
    listing = get_listing(instance.services.database, "souffle-fictif")

    assert (listing.id, listing.position) == (address.id, address.position)
    assert listing.card["certificate"]["number"] == "SC-2026-000002"
    with instance.services.database.read() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Listing)) == 1


def test_an_address_outlives_a_new_name_of_its_app(instance: Instance) -> None:
    file = a_file(instance).listed()
    with instance.services.database.write() as session:
        session.get_one(App, file.app_id).slug = "another-name"
    decide_on(file, "suspend")

    assert get_listing(instance.services.database, "souffle-fictif").state == "suspended"
