"""The names of states, outcomes and the like."""

import pytest

from catalog.certificates.lifecycle import CertificateState
from catalog.reviews.lifecycle import OpinionKind
from catalog.submissions.app_card import Price
from catalog.submissions.lifecycle import SubmissionState
from criteria.model import Level, Outcome
from web.words.labels import TABLES, label


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ("certificate_state", CertificateState),
        ("submission_state", SubmissionState),
        ("outcome", Outcome),
        ("level", Level),
        ("opinion", OpinionKind),
        ("price", Price),
    ],
)
def test_every_word_of_the_procedure_has_its_name(table: str, words: type[OpinionKind]) -> None:
    assert set(TABLES[table]) == {str(word) for word in words}


def test_an_unknown_word_stands_for_itself() -> None:
    assert label("purpose", "teleportation").fr == "teleportation"


def test_no_name_promises_that_an_app_is_safe() -> None:
    said = [text for table in TABLES.values() for text in table.values()]
    assert not [text for text in said if "sûr" in text.fr.lower().split() or "safe" in text.en.lower().split()]
