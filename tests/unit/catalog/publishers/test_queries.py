"""Tests of the reads of organisations and people."""

from pathlib import Path

import pytest

from catalog.journal.actor import PublisherId
from catalog.plumbing.database import Database, open_engine
from catalog.plumbing.schema import migrate
from catalog.publishers.model import Account
from catalog.publishers.queries import find_authority, get_account, get_actor, get_publisher, list_accounts
from catalog.publishers.service import AccountUnknown, PublisherUnknown
from tests.builders.instance import STAFF, Instance


def test_before_the_founding_there_is_no_authority(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/new.db")
    migrate(engine)

    assert find_authority(Database(engine)) is None
    engine.dispose()


def test_an_unknown_publisher_is_said_to_be_unknown(instance: Instance) -> None:
    with pytest.raises(PublisherUnknown):
        get_publisher(instance.services.database, PublisherId("pub_none"))
    assert instance.publisher.publisher_id
    assert get_publisher(instance.services.database, instance.publisher.publisher_id).name == "publisher (FICTIF)"


def test_accounts_are_listed_in_order_of_opening(instance: Instance) -> None:
    names = [account.name for account in list_accounts(instance.services.database)]

    assert names == ["operator", *STAFF, "publisher", "rival"]
    assert get_account(instance.services.database, instance.second.account_id).name == "second"


def test_an_address_acts_by_todays_rights(instance: Instance) -> None:
    assert get_actor(instance.services.database, " SECOND@sceau.example") == instance.second
    with instance.services.database.write() as session:
        session.get_one(Account, instance.second.account_id).closed_at = instance.clock.now()
    for email in ("second@sceau.example", "nobody@sceau.example"):
        with pytest.raises(AccountUnknown):
            get_actor(instance.services.database, email)
