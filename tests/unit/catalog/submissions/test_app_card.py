"""What a publisher may say of its app."""

import pytest

from catalog.publishers.service import FieldRefused
from catalog.submissions.app_card import UNSAID, CardDetails, check_details


def test_saying_nothing_is_taken() -> None:
    assert check_details(UNSAID) is UNSAID


def test_a_whole_card_is_taken() -> None:
    said = CardDetails(("diabetes", "blood-pressure"), "free", ("fr", "en"), "https://store.example/app?id=1")
    assert check_details(said) == said


@pytest.mark.parametrize(
    ("details", "field"),
    [
        (CardDetails(needs=("Diabète",)), "needs"),
        (CardDetails(needs=tuple(f"need-{letter}a" for letter in "abcdefg")), "needs"),
        (CardDetails(price="cheap"), "price"),
        (CardDetails(languages=("français",)), "languages"),
        (CardDetails(store_link="javascript:alert(1)"), "store_link"),
        (CardDetails(store_link="http://store.example"), "store_link"),
        (CardDetails(store_link='https://store.example/"><script>'), "store_link"),
        (CardDetails(store_link="https://" + "a" * 500), "store_link"),
    ],
)
def test_what_is_not_written_as_it_should_is_refused_by_its_field(details: CardDetails, field: str) -> None:
    with pytest.raises(FieldRefused) as refused:
        check_details(details)
    assert refused.value.facts["field"] == field
