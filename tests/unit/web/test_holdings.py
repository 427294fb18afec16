"""Components are grouped by owner and counted by country of control; what is only named is counted nowhere."""

import re
from typing import Any

from web.holdings import hold, say_holdings
from web.words.speech import Speech

FR, EN = Speech("fr"), Speech("en")


def row(name: str, owner: str | None, tier: str = "defined", **more: Any) -> dict[str, Any]:
    country = {"Google": "US", "Matomo": "NZ", "Adjust": "DE"}.get(owner or "")
    found = {"name": name, "owner": owner, "owner_country": country, "parent": owner, "parent_country": country}
    return found | {"tier": tier, "state": "unknown", "purposes": ["analytics"], "owner_confidence": "high"} | more


ROWS = [
    row("Matomo", "Matomo", owner_confidence="low"),
    row("Retrofit", None),
    row("Maps", "Google", "string"),
    row("Firebase", "Google"),
    row("AdMob", "Google", "wired"),
    row("Adjust", "Adjust", parent="AppLovin Corporation", parent_country="US"),
]


def test_who_has_most_in_the_code_comes_first_and_nobody_last() -> None:
    held = hold(ROWS, FR)

    assert [one.owner for one in held] == ["Google", "Adjust", "Matomo", None]
    assert [one["name"] for one in held[0].rows] == ["AdMob", "Firebase", "Maps"]
    assert (held[1].parent, held[1].control) == ("AppLovin Corporation", "US")


def test_a_doubt_about_the_owner_is_said_and_certainty_is_not() -> None:
    said = {one.owner: one.sure for one in hold(ROWS, FR)}

    assert (said["Matomo"], said["Google"]) == ("confiance faible", None)


def test_the_sentence_counts_what_is_in_the_code_by_country_of_control() -> None:
    assert re.sub(r"\s", " ", say_holdings(hold(ROWS, FR), FR)) == (
        "5 composants dans le code, de 3 propriétaires ; contrôle par pays : États-Unis 3, Nouvelle-Zélande 1."
    )
    assert "United States 3" in say_holdings(hold(ROWS, EN), EN)


def test_nothing_found_is_no_country() -> None:
    assert say_holdings(hold([], EN), EN) == "0 components in the code, of 0 owners."


def test_cards_of_before_are_read_without_what_they_lack() -> None:
    old = {key: value for key, value in row("Maps", "Google").items() if key != "owner_confidence"}

    assert hold([old], FR)[0].sure is None
