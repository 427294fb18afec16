"""Numbers agree with their nouns, in each language by its own rule."""

import pytest

from analyzers.counting import in_english, in_french


@pytest.mark.parametrize(
    ("number", "fr", "en"),
    [(0, "0 serveur", "0 servers"), (1, "1 serveur", "1 server"), (2, "2 serveurs", "2 servers")],
)
def test_a_noun_agrees_with_its_number(number: int, fr: str, en: str) -> None:
    assert in_french(number, "serveur", "serveurs") == fr
    assert in_english(number, "server", "servers") == en
