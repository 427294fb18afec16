"""The way of a file: the steps behind, the one it is at, those to come."""

from collections.abc import Sequence

from markupsafe import Markup

from web.drawings.svg import circle, frame, line, words
from web.words.speech import Speech

WIDTH, TOP = 640, 26


def draw_track(steps: Sequence[str], reached: int, speech: Speech) -> Markup:
    """Draw the steps as a line of dots; `reached` is the one in progress."""
    gap = (WIDTH - 100) / max(len(steps) - 1, 1)
    parts = []
    for at, step in enumerate(steps):
        x = 50 + at * gap
        if at:
            parts.append(line(x - gap, TOP, x, TOP, "track-done" if at <= reached else "track-next"))
        css = "dot-done" if at < reached else "dot-here" if at == reached else "dot-next"
        parts += [circle(x, TOP, 9, css), words(x, TOP + 32, step, "small", anchor="middle")]
    here = steps[min(reached, len(steps) - 1)]
    sentence = speech.say(
        f"Étape {reached + 1} sur {len(steps)} : {here}.", f"Step {reached + 1} of {len(steps)}: {here}."
    )
    drawn = frame(WIDTH, 74, "track", speech.say("Avancement", "Progress"), sentence, parts)
    return Markup('{}<p class="here" aria-hidden="true">{}</p>').format(drawn, sentence)  # where letters get too small
