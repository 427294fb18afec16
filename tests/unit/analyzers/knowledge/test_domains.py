"""A registered domain is found by the public suffix list; a likeness is no ownership."""

import pytest

from analyzers.knowledge.domains import names_domain, registrable_domain


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("api.cardia.fr", "cardia.fr"),
        ("a.b.cardia.co.uk.", "cardia.co.uk"),
        ("CARDIA.fr", "cardia.fr"),
        ("co.uk", None),
        ("x.herokuapp.com", "x.herokuapp.com"),
    ],
)
def test_the_registered_part_is_named(host: str, domain: str | None) -> None:
    assert registrable_domain(host) == domain


@pytest.mark.parametrize(
    ("package", "host", "answer"),
    [
        ("fr.cardia.tension", "api.cardia.fr", True),
        ("fr.cardia", "cardia.fr", True),
        ("fr.cardiatension", "cardia.fr", False),
        ("com.cardia.tension", "cardia.fr", False),
        ("fr", "fr", False),
    ],
)
def test_a_package_bears_a_domain_only_word_by_word(package: str, host: str, answer: bool) -> None:  # noqa: FBT001 — a pytest parameter
    assert names_domain(package, host) is answer
