"""Every sentence of the comparison exists in both languages and names what it speaks of."""

import pytest

from analyzers.synthesis import consent_wording as wording


@pytest.mark.parametrize("change", ["kept", "vanished", "appeared"])
def test_a_change_names_the_recipient_and_the_data(change: str) -> None:
    for kind in (None, "advertisingId"):
        said = wording.say_change("t.example", kind, change)
        assert all("t.example" in text and (kind or "") in text for text in (said.fr, said.en))


def test_refusing_names_who_stays() -> None:
    assert "t.example" in wording.say_refusal("nothing_changed", ["t.example"], ["t.example"]).fr
    assert "2" in wording.say_refusal("all_gone", [], ["a", "b"]).en
    assert wording.say_refusal("nothing_to_refuse", [], []).fr != ""


def test_a_signal_that_contradicts_says_so() -> None:
    assert "contredit" in wording.say_signal("t.example", "tcf", "granted", "refused", agrees=False).fr
    assert "agrees" in wording.say_signal("t.example", "tcf", "refused", "refused", agrees=True).en
    unknown = wording.say_signal("t.example", "gpp", "unknown", "accepted", agrees=None)
    assert "ne savons pas lire (GPP) : rien ne dit" in unknown.fr
    assert "cannot read (GPP): nothing says" in unknown.en
    assert "12 s" in wording.say_played("refused", 12, 3).fr
    assert "before any choice" in wording.say_unconsented("t.example", None, "before_choice").en
