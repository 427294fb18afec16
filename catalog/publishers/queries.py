"""Named reads of organisations and people."""

from collections.abc import Sequence

import sqlalchemy as sa

from catalog.journal.actor import AccountId, Actor, PublisherId, Role
from catalog.plumbing.database import Database
from catalog.publishers.model import Account, Authority, Publisher
from catalog.publishers.service import AccountUnknown, PublisherUnknown


def find_authority(database: Database) -> Authority | None:
    """Return the authority, or None while the instance is not initialised."""
    with database.read() as session:
        return session.get(Authority, 1)


def get_publisher(database: Database, publisher_id: PublisherId) -> Publisher:
    """Return one publisher.

    Raises:
        PublisherUnknown: there is none of this id.
    """
    with database.read() as session:
        publisher = session.get(Publisher, publisher_id)
    if publisher is None:
        raise PublisherUnknown
    return publisher


def get_account(database: Database, account_id: AccountId) -> Account:
    """Return one account that is known to exist."""
    with database.read() as session:
        return session.get_one(Account, account_id)


def list_accounts(database: Database) -> Sequence[Account]:
    """Return every account, in order of opening."""
    with database.read() as session:
        return session.scalars(sa.select(Account).order_by(Account.opened_at, Account.id)).all()


def get_actor(database: Database, email: str) -> Actor:
    """Return who acts under this address, by today's rights.

    Raises:
        AccountUnknown: no open account has it.
    """
    query = sa.select(Account).where(Account.email == email.strip().lower(), Account.closed_at.is_(None))
    with database.read() as session:
        account = session.scalar(query)
    if account is None:
        raise AccountUnknown(email=email)
    return Actor(account.id, Role(account.role), account.publisher_id)
