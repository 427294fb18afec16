"""What is said of a named server: by whom, whose, from which data, and that a name is no contact."""

from analyzers.endpoints.wording import describe, describe_coverage
from criteria.findings import Extent
from tests.builders.knowledge import shipped_knowledge

BOOK = shipped_knowledge()
ADJUST = next(sdk for sdk in BOOK.sdks if sdk.id == "adjust")


def test_who_uses_it_and_whose_it_is_are_said_in_both_languages() -> None:
    host = "app.adjust.com"
    said = describe(host, BOOK.owner_of(host), [ADJUST], (["com.adjust.sdk.A"], ["/session"]), BOOK)

    assert "com.adjust.sdk.A" in said.fr
    assert "code of Adjust" in said.en
    assert "/session" in said.en
    assert "Nommer n'est pas contacter." in said.fr


def test_an_owner_that_is_not_known_is_said_to_be_unknown() -> None:
    assert "we do not know" in describe("a.fictif.fr", None, [], ([], []), BOOK).en


def test_a_rented_name_is_said_to_be_rented() -> None:
    assert "rented out" in describe("x.run.app", BOOK.owner_of("x.run.app"), [], ([], []), BOOK).en


def test_gaps_are_named() -> None:
    said = describe_coverage({"completeness": {"verdict_ceiling": "code-unread"}}, Extent.PARTIAL, {"format": 2})

    assert "incomplete" in said.reason.en
    assert "not read" in said.reason.en
    assert "noms de formats (2)" in said.reason.fr


def test_an_unread_runtime_is_a_gap_and_a_read_one_is_none() -> None:
    def said(*, readable: bool) -> str:
        return describe_coverage({"runtimes": [{"kind": "python", "readable": readable}]}, Extent.PARTIAL, {}).reason.en

    assert "another runtime" in said(readable=False)
    assert "another runtime" not in said(readable=True)
