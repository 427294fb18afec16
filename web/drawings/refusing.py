"""What refusing changes: one line per recipient, one column for before, refused and accepted."""

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from web.drawings.svg import circle, frame, line, rect, shorten, words
from web.words.speech import Speech

WIDTH, ROW, TOP, LEFT, STEP, SHOWN = 352, 58, 40, 62, 114, 8  # as wide as a phone shows; a name has its own line
COLUMNS = ("before_choice", "refused", "accepted")
TRACKING = frozenset({"advertising", "profiling", "attribution", "analytics"})


def draw_refusing(choices: Mapping[str, Any], speech: Speech) -> Markup:
    """Draw a full disc where a recipient was contacted and an empty ring where it was not; the table says the same."""
    rows = order_recipients(choices)[:SHOWN]
    heads = (speech.say("avant", "before"), speech.say("refusé", "refused"), speech.say("accepté", "accepted"))
    height = TOP + max(len(rows), 1) * ROW + 8
    parts = [rect(LEFT + STEP - 42, 4, 84, height - 8, "refused-column", radius=8)]
    parts += [words(LEFT + at * STEP, 26, head, "bar-name", anchor="middle") for at, head in enumerate(heads)]
    for at, row in enumerate(rows):
        top = TOP + at * ROW
        middle = top + 40
        follows = follows_people(row)
        parts.append(words(6, top + 20, shorten(str(row["host"]), 38), "flow-name"))
        parts.append(line(LEFT - 40, middle, LEFT + 2 * STEP + 40, middle, "choice-line"))
        for column, name in enumerate(COLUMNS):
            seen = row[name]
            css = (
                "choice-unknown"
                if seen is None
                else ("choice-bad" if follows else "choice-seen")
                if seen
                else "choice-not"
            )
            parts.append(circle(LEFT + column * STEP, middle, 9, css))
    title = speech.say("Ce que refuser change", "What refusing changes")
    return frame(WIDTH, height, "refusing", title, say_refusing(choices, speech), parts)


def order_recipients(choices: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """Who follows people first, then the others, by name."""
    return sorted(choices["recipients"], key=lambda row: (not follows_people(row), str(row["host"])))


def follows_people(row: Mapping[str, Any]) -> bool:
    """Whether a recipient is known for following people."""
    return bool(TRACKING & set(row["purposes"]))


def say_refusing(choices: Mapping[str, Any], speech: Speech) -> str:
    """Say the same in a sentence: what was found, and how long was watched."""
    found = speech.say(choices["reason"]["fr"], choices["reason"]["en"])
    spans = speech.listing(f"{_name(phase['consent'], speech)} {phase['seconds']} s" for phase in choices["phases"])
    watched = speech.say(f"Observé : {spans}.", f"Watched: {spans}.")
    return f"{found} {watched}"


def _name(consent: str, speech: Speech) -> str:
    names = {
        "none": speech.say("avant tout choix", "before any choice"),
        "refused": speech.say("après un refus", "after a refusal"),
        "accepted": speech.say("après un accord", "after an agreement"),
    }
    return names[consent]
