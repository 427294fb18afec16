"""The drawing of what refusing changes says nothing that its table does not, and flags who follows people."""

from typing import Any

from web.drawings.refusing import SHOWN, draw_refusing, order_recipients, say_refusing
from web.words.speech import Speech


def choices(*recipients: dict[str, Any]) -> dict[str, Any]:
    reason = {"fr": "Refuser n'a rien changé.", "en": "Refusing changed nothing."}
    phases = [{"consent": "none", "seconds": 30, "journeys": 0}, {"consent": "refused", "seconds": 60, "journeys": 2}]
    return {"reason": reason, "phases": phases, "recipients": list(recipients), "source": "bench"}


def recipient(host: str, purposes: list[str], seen: str) -> dict[str, Any]:
    """`seen` is a letter for each column: y contacted, n not seen, - not watched."""
    cells = [{"y": True, "n": False, "-": None}[letter] for letter in seen]
    columns = dict(zip(("before_choice", "refused", "accepted"), cells, strict=True))
    return {"host": host, "owner": None, "purposes": purposes} | columns


def test_each_cell_shows_what_was_seen() -> None:
    drawn = draw_refusing(
        choices(
            recipient("api.example", [], "yyy"),
            recipient("t.example", ["advertising"], "-yn"),
        ),
        Speech("en"),
    )
    assert [drawn.count(f'class="choice-{css}"') for css in ("seen", "bad", "not", "unknown")] == [3, 1, 1, 1]
    assert drawn.index("t.example") < drawn.index("api.example")  # who follows people first
    assert "Refusing changed nothing. Watched: before any choice 30 s and after a refusal 60 s." in drawn


def test_both_languages_and_hostile_names() -> None:
    rows = [recipient(f"<b>{number}.example", [], "nny") for number in range(20)]
    drawn = draw_refusing(choices(*rows), Speech("fr"))
    assert "<b>" not in drawn
    assert drawn.count("choice-line") == SHOWN
    assert "Observé" in say_refusing(choices(), Speech("fr"))
    assert order_recipients(choices()) == []
