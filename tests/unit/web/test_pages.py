"""How a page is made."""

from pathlib import Path

import pytest

from tests.builders.instance import Instance, an_instance
from web.app import create_app
from web.pages import address, asset, find_counter, get_speech, show, vocabulary


@pytest.fixture
def instance(tmp_path: Path) -> Instance:
    return an_instance(tmp_path)


def test_a_chosen_language_goes_along_and_an_unchosen_one_does_not(instance: Instance) -> None:
    app = create_app(instance.services)
    with app.test_request_context("/listings?lang=en&q=sugar"):
        assert address("portal.home") == "/?lang=en"
        assert get_speech().language == "en"
    with app.test_request_context("/", headers={"Accept-Language": "en"}):
        assert address("portal.home") == "/"
        assert get_speech().language == "en"


def test_the_other_language_keeps_the_page_and_its_search(instance: Instance) -> None:
    with create_app(instance.services).test_request_context("/listings?q=sucre"):
        assert vocabulary()["other_language"] == "/listings?q=sucre&lang=en"
    with create_app(instance.services).test_request_context("/sign-out", method="POST"):
        assert vocabulary()["other_language"] == "/?lang=en"


def test_files_are_addressed_by_their_content(instance: Instance) -> None:
    with create_app(instance.services).test_request_context("/"):
        assert asset("site.css").startswith("/static/site.css?v=")


def test_nobody_signed_in_is_led_to_sign_in(instance: Instance) -> None:
    with create_app(instance.services).test_request_context("/"):
        assert find_counter() == "publisher.sign_in"


def test_a_page_says_whose_instance_it_is(instance: Instance) -> None:
    with create_app(instance.services).test_request_context("/contact"):
        page = show("operator/contact.html", 418)
        assert page.status_code == 418
        text = page.get_data(as_text=True)
        assert "Démonstration." in text
        assert "Autorité d&#39;essai" in text
