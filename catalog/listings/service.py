"""The listing's verb: project. The card follows its certificate; every change of a public row is numbered."""

from dataclasses import dataclass

import sqlalchemy as sa

from catalog.certificates.lifecycle import IN_SEARCH, WITHOUT_PAGE
from catalog.certificates.queries import find_latest
from catalog.journal.actor import SERVICE
from catalog.journal.service import Act, Journal
from catalog.listings.card import build_card
from catalog.listings.facts import gather
from catalog.listings.model import Listing, ListingChange, ListingId
from catalog.plumbing.ids import Ids
from catalog.plumbing.signing import digest_of
from catalog.submissions.model import App, AppId


@dataclass(frozen=True, slots=True)
class Listings:
    """Public cards. A listing once published keeps its address for ever, whatever becomes of its certificate."""

    journal: Journal
    ids: Ids
    origin: str

    def project(self, app_id: AppId) -> None:
        """Rebuild the card of an app from its last certificate; nothing is written when nothing changed."""
        with self.journal.act(SERVICE) as act:
            standing = find_latest(act.session, app_id)
            if standing is None or standing.state in WITHOUT_PAGE:
                return
            app = act.session.get_one(App, app_id)
            listing = act.session.scalar(sa.select(Listing).where(Listing.app_id == app_id))
            listing_id = listing.id if listing else ListingId(self.ids.new("lst"))
            address = {"id": listing_id, "slug": app.slug, "url": f"{self.origin}/listings/{app.slug}"}
            card = build_card(gather(act.session, app, standing, address))
            digest = digest_of(card)
            if listing is None:
                position = (act.session.scalar(sa.select(sa.func.max(Listing.position))) or 0) + 1
                listing = Listing(id=listing_id, app_id=app_id, slug=app.slug, position=position)
                act.session.add(listing)
            elif listing.digest == digest:
                return
            listing.card, listing.digest, listing.changed_at = card, digest, act.now
            listing.state, listing.is_in_search = standing.state, standing.state in IN_SEARCH
            _number_change(act, listing)
            act.record("listing.projected", listing.id, facts={"state": listing.state, "digest": digest})


def _number_change(act: Act, listing: Listing) -> None:
    number = (act.session.scalar(sa.select(sa.func.max(ListingChange.number))) or 0) + 1
    row = ListingChange(
        number=number,
        kind="listing",
        subject_id=listing.id,
        digest=listing.digest,
        is_tombstone=not listing.is_in_search,
        at=act.now,
    )
    act.session.add(row)
