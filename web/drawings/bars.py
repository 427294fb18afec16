"""The families of criteria as bars: what was obtained, what was examined without points, what is still unknown."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from markupsafe import Markup

from web.drawings.svg import frame, rect, words
from web.words.labels import label
from web.words.speech import Speech

WIDTH, ROW, LEFT, BAR = 600, 40, 250, 270


def draw_families(families: Sequence[Mapping[str, Any]], speech: Speech) -> Markup:
    """Draw one bar per family, with its letter; the table beside says the same."""
    parts = []
    for at, family in enumerate(families):
        top = at * ROW + 8
        examined = BAR * float(Fraction(family["coverage"]))
        obtained = BAR * family["obtained"] / family["applicable"] if family["applicable"] else 0
        name = speech.text(label("family", family["family"]))
        parts += [
            words(LEFT - 12, top + 17, name, "bar-name", anchor="end"),
            rect(LEFT, top, BAR, 24, "bar-empty", radius=4),
            rect(LEFT, top, examined, 24, "bar-examined", radius=4),
            rect(LEFT, top, min(obtained, BAR), 24, "bar-obtained", radius=4),
            words(LEFT + BAR + 16, top + 18, family["letter"] or "–", "bar-letter"),
        ]
    title = speech.say("Résultat par famille de critères", "Result by family of criteria")
    sentence = speech.say(
        "; ".join(_say(one, speech) for one in families), "; ".join(_say(one, speech) for one in families)
    )
    return frame(WIDTH, len(families) * ROW + 8, "bars", title, sentence, parts)


def _say(family: Mapping[str, Any], speech: Speech) -> str:
    name = speech.text(label("family", family["family"]))
    letter = family["letter"] or speech.say("sans note", "no grade")
    return f"{name} {letter} ({speech.percent(family['coverage'])})"
