"""Entries side by side."""

from tests.builders.card import a_card, a_verdict
from web.portal.comparison import compare, say_languages, say_price
from web.portal.entry import open_entry
from web.words.speech import Speech

EN = Speech("en")


def test_only_what_differs_is_shown() -> None:
    one = open_entry(a_card("One", app={"price": "free"}), EN)
    other = open_entry(a_card("Other", verdicts=[a_verdict("TRK-01", "undetermined"), a_verdict("TRK-02")]), EN)
    table = compare([one, other], EN)
    names = dict(table.lines)
    assert names["Title of TRK-01"] == ("conforming", "undetermined")
    assert names["Price"] == ("free", "price not declared")
    assert "Title of TRK-02" in table.same


def test_a_criterion_that_one_was_not_judged_on_says_so() -> None:
    one, other = open_entry(a_card("One"), EN), open_entry(a_card("Other", verdicts=[a_verdict("TRK-01")]), EN)
    assert dict(compare([one, other], EN).lines)["Title of TRK-02"] == ("conforming", "not assessed")


def test_price_and_languages_are_said_or_said_unsaid() -> None:
    said = open_entry(a_card(app={"price": "paid", "languages": ["fr", "de"]}), EN)
    silent = open_entry(a_card(), EN)
    assert (say_price(said, EN), say_languages(said, EN)) == ("paid", "French and German")
    assert (say_price(silent, EN), say_languages(silent, EN)) == ("price not declared", "languages not declared")
