"""Every ending has a sentence in both languages that says what to do."""

import pytest

from analyzers.contract import ReadState
from analyzers.extract.outcomes import outcome, outcome_codes


@pytest.mark.parametrize("code", outcome_codes())
def test_every_code_speaks_both_languages(code: str) -> None:
    found = outcome(code)

    assert found.code == code
    assert found.message.fr.endswith(".")
    assert found.message.en.endswith(".")
    assert found.message.fr != found.message.en


def test_a_readers_refusal_falls_into_its_family() -> None:
    assert outcome("no-end-record").code == "not-an-apk"
    assert outcome("zip64-archive").code == "ambiguous-archive"


def test_a_name_nobody_knows_is_never_a_clean_reading() -> None:
    assert outcome("something-new").state is not ReadState.READ
