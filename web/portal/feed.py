"""The news of one entry, for readers who follow it without leaving a name."""

from dataclasses import dataclass
from datetime import datetime

from catalog.listings.model import Listing
from catalog.listings.queries import list_changes
from web.instance import get_services
from web.words.labels import label
from web.words.speech import Speech

PAGE = 500


@dataclass(frozen=True, slots=True)
class News:
    """One change of one entry."""

    number: int
    at: datetime
    title: str


def list_news(listing: Listing, speech: Speech) -> list[News]:
    """Return the entry's changes, newest first; the newest says the state it is in now."""
    rows = []
    after = 0
    while page := list_changes(get_services().database, after=after, size=PAGE):
        rows += [row for row in page if row.subject_id == listing.id]
        after = page[-1].number
    state = speech.text(label("certificate_state", listing.state))
    name = listing.card["app"]["name"]
    news = [
        News(row.number, row.at, speech.say(f"{name} : la fiche a changé", f"{name}: the entry changed"))
        for row in rows
    ]
    news.reverse()
    if news:
        now = speech.say(f"{name} : certificat {state}", f"{name}: certificate {state}")
        news[0] = News(news[0].number, news[0].at, now)
    return news
