"""What a publisher says of its app for people who choose: needs, price, languages, store page. Unsaid stays unsaid."""

import re
from dataclasses import dataclass
from enum import StrEnum

from catalog.publishers.service import FieldRefused

NEEDS_MAX, LANGUAGES_MAX, LINK_MAX = 6, 30, 500
NEED = re.compile(r"[a-z]{2,20}(-[a-z]{2,20})?")
LANGUAGE = re.compile(r"[a-z]{2,3}")
LINK = re.compile(r"https://[^\s\"'<>\\]+")


class Price(StrEnum):
    """What an app costs the person who uses it."""

    FREE = "free"
    FREE_WITH_PURCHASES = "free_with_purchases"
    PAID = "paid"
    SUBSCRIPTION = "subscription"
    REIMBURSED = "reimbursed"


@dataclass(frozen=True, slots=True)
class CardDetails:
    """What the card says beyond its name and purpose; None where the publisher says nothing."""

    needs: tuple[str, ...] | None = None
    price: str | None = None
    languages: tuple[str, ...] | None = None
    store_link: str | None = None


UNSAID = CardDetails()


def check_details(details: CardDetails) -> CardDetails:
    """Return the details if each can be taken.

    Raises:
        FieldRefused: one cannot: too many, or not written as it should be.
    """
    if not all(NEED.fullmatch(need) for need in details.needs or ()) or len(details.needs or ()) > NEEDS_MAX:
        raise FieldRefused(field="needs", limit=NEEDS_MAX)
    if details.price is not None and details.price not in [*Price]:
        raise FieldRefused(field="price", limit=None)
    languages = details.languages or ()
    if not all(LANGUAGE.fullmatch(code) for code in languages) or len(languages) > LANGUAGES_MAX:
        raise FieldRefused(field="languages", limit=LANGUAGES_MAX)
    link = details.store_link
    if link is not None and (len(link) > LINK_MAX or not LINK.fullmatch(link) or not link.isprintable()):
        raise FieldRefused(field="store_link", limit=LINK_MAX)
    return details
