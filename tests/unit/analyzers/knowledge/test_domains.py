"""A registered domain is found by the public suffix list; a likeness is no ownership."""

from pathlib import Path

import pytest
from publicsuffixlist import PSLFILE, PublicSuffixList

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


def test_every_rule_answers_as_the_whole_list_does() -> None:
    whole = PublicSuffixList()
    rules = [line.split(" ")[0] for line in Path(PSLFILE).read_text("utf-8").splitlines()]
    suffixes = [rule.lstrip("!").replace("*", "star") for rule in rules if rule and not rule.startswith("//")]
    written = {form for name in suffixes for form in (name, name.encode("idna").decode())}
    asked = [f"{before}{name}" for name in sorted(written) for before in ("", "a.", "b.a.")]
    assert len(asked) > 30_000
    assert [name for name in asked if registrable_domain(name) != whole.privatesuffix(name)] == []


@pytest.mark.parametrize(
    "host", ["", ".", "a", "a..b", "1.2.3.4", "xn--", "a.xn--zzzz-", "x.no-such-label", "é.fr", "a.é"]
)
def test_odd_names_answer_as_the_whole_list_does(host: str) -> None:
    assert registrable_domain(host) == PublicSuffixList().privatesuffix(host.rstrip("."))
