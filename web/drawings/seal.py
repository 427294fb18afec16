"""The seal: the letter inside a ring that is closed only as far as the criteria were examined."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from markupsafe import Markup

from web.drawings.svg import arc, circle, frame, words
from web.words.labels import label
from web.words.speech import Speech

SIZE = 120
MIDDLE, RADIUS = SIZE / 2, 50


def draw_seal(grade: Mapping[str, Any], speech: Speech) -> Markup:
    """Draw the letter with its coverage; the sentence says both, with the build, the date and the state."""
    letter, coverage = grade["score"]["overall"], Fraction(grade["score"]["coverage"])
    parts = [
        circle(MIDDLE, MIDDLE, RADIUS, "ring-empty"),
        arc(MIDDLE, MIDDLE, RADIUS, float(coverage), "ring"),
        words(MIDDLE, MIDDLE + 12, letter or "?", "seal-letter", anchor="middle"),
        words(MIDDLE, MIDDLE + 30, speech.percent(coverage), "seal-share", anchor="middle"),
    ]
    title = speech.say(f"Note {letter or 'inconnue'}", f"Grade {letter or 'unknown'}")
    return frame(SIZE, SIZE, "seal", title, say_grade(grade, speech), parts)


def say_grade(grade: Mapping[str, Any], speech: Speech) -> str:
    """Say the grade with everything it must never be shown without."""
    letter = grade["score"]["overall"]
    coverage = speech.percent(grade["score"]["coverage"])
    version = grade["build"].get("version_name") or speech.say("inconnue", "unknown")
    state = speech.text(label("certificate_state", grade["state"]))
    head = speech.say(f"Note {letter}", f"Grade {letter}") if letter else speech.say("Sans note", "No grade")
    return speech.say(
        f"{head}, sur {coverage} des critères examinables ; version {version} pour Android seulement, "
        f"examinée le {speech.date(grade['examined_on'])} selon l'édition {grade['edition']} ; certificat {state}.",
        f"{head}, on {coverage} of the criteria that could be examined; version {version} for Android only, "
        f"examined on {speech.date(grade['examined_on'])} under edition {grade['edition']}; certificate {state}.",
    )
