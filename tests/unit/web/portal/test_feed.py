"""The news of one entry."""

from pathlib import Path

from catalog.listings.queries import get_listing
from tests.builders.instance import a_file, an_instance
from web.app import create_app
from web.portal.feed import list_news
from web.words.speech import Speech


def test_the_newest_change_says_the_state_of_now(tmp_path: Path) -> None:
    instance = an_instance(tmp_path)
    a_file(instance).listed()
    listing = get_listing(instance.services.database, "souffle-fictif")
    with create_app(instance.services).app_context():
        news = list_news(listing, Speech("en"))
    assert [one.title for one in news] == ["Souffle (FICTIF): certificate in force"]
