"""Named reads of the public catalogue: a page of cards, one card, the numbered changes."""

from collections.abc import Sequence

import sqlalchemy as sa

from catalog.errors import NotFound
from catalog.listings.model import Listing, ListingChange
from catalog.plumbing.database import Database


class ListingUnknown(NotFound):
    """No listing was ever published under this address."""

    code = "listing-unknown"


def list_page(database: Database, *, after: int, size: int, everything: bool) -> Sequence[Listing]:
    """Return at most `size` listings published after position `after`: those in search, or every one."""
    query = sa.select(Listing).where(Listing.position > after).order_by(Listing.position).limit(size)
    if not everything:
        query = query.where(Listing.is_in_search)
    with database.read() as session:
        return session.scalars(query).all()


def get_listing(database: Database, name: str) -> Listing:
    """Return the listing of this id or slug, whatever its state.

    Raises:
        ListingUnknown: none was ever published there.
    """
    with database.read() as session:
        listing = session.scalar(sa.select(Listing).where(sa.or_(Listing.id == name, Listing.slug == name)))
    if listing is None:
        raise ListingUnknown
    return listing


def get_change_number(database: Database) -> int:
    """Return the number of the last public change: the state of the catalogue a response was made from."""
    with database.read() as session:
        return session.scalar(sa.select(sa.func.max(ListingChange.number))) or 0


def list_changes(database: Database, *, after: int, size: int) -> Sequence[ListingChange]:
    """Return at most `size` changes after number `after`, in commit order."""
    query = sa.select(ListingChange).where(ListingChange.number > after).order_by(ListingChange.number).limit(size)
    with database.read() as session:
        return session.scalars(query).all()


def count_listings(database: Database) -> dict[str, int]:
    """Return how many listings are in each state."""
    query = sa.select(Listing.state, sa.func.count().label("number")).group_by(Listing.state).order_by(Listing.state)
    with database.read() as session:
        return {row.state: row.number for row in session.execute(query)}
