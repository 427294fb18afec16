"""An address as a code that a phone reads, with the address itself in words beside it."""

import segno
from markupsafe import Markup

from web.drawings.svg import frame, rect
from web.words.speech import Speech

SIDE, QUIET = 5, 4  # pixels of a module; modules of white around, as readers ask


def draw_code(text: str, speech: Speech) -> Markup:
    """Draw the QR code of a short address."""
    rows = list(segno.make_qr(text, error="m").matrix)
    side = (len(rows) + 2 * QUIET) * SIDE
    parts = [rect(0, 0, side, side, "code-paper")]
    for down, row in enumerate(rows):
        for right, is_dark in enumerate(row):
            if is_dark:
                parts.append(rect((right + QUIET) * SIDE, (down + QUIET) * SIDE, SIDE, SIDE, "code-ink"))
    title = speech.say("Code à lire avec le téléphone", "Code to read with the phone")
    return frame(side, side, "code", title, text, parts)
