"""Tests of who acts."""

from catalog.journal.actor import ANYONE, SERVICE, AccountId, Actor, PublisherId, Role


def test_the_authoritys_people_are_staff_and_publishers_are_not() -> None:
    staff = {role for role in Role if Actor(AccountId("acc"), role).is_staff}

    assert staff == set(Role) - {Role.PUBLISHER}
    assert not Actor(AccountId("acc"), Role.PUBLISHER, PublisherId("pub")).is_staff


def test_neither_the_service_nor_a_visitor_is_staff() -> None:
    assert not SERVICE.is_staff
    assert not ANYONE.is_staff
