"""The language is the one asked for in the address, then by the browser, then French."""

import pytest
from flask import Flask

from web.language import choose_language


@pytest.mark.parametrize(
    ("path", "accepted", "expected"),
    [
        ("/", "", "fr"),
        ("/", "de", "fr"),
        ("/", "en-GB,en;q=0.9", "en"),
        ("/", "fr-FR,fr;q=0.9,en;q=0.8", "fr"),
        ("/?lang=en", "fr", "en"),
        ("/?lang=fr", "en", "fr"),
        ("/?lang=xx", "en", "en"),
    ],
)
def test_the_language_is_chosen_in_order(path: str, accepted: str, expected: str) -> None:
    with Flask("web").test_request_context(path, headers={"Accept-Language": accepted}):
        assert choose_language() == expected
