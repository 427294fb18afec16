"""What a page says of a refusal."""

from web.refusals import REFUSALS
from web.words.advice import ON_A_PAGE, advise
from web.words.speech import Speech


def test_a_page_never_speaks_of_the_api() -> None:
    for code, refusal in REFUSALS.items():
        said = advise(code, refusal.advice.en, Speech("en"))
        if code in ON_A_PAGE:
            assert "/api/" not in said
            assert "If-Match" not in said


def test_other_refusals_keep_their_sentence() -> None:
    assert advise("file-empty", "No byte came.", Speech("en")) == "No byte came."
