"""The code is drawn dark on white, with room around it, and says what it holds."""

import segno

from web.drawings.code import QUIET, SIDE, draw_code
from web.words.speech import Speech


def test_every_dark_module_is_drawn_and_nothing_else() -> None:
    drawn = draw_code("http://mitm.it/", Speech("fr"))

    rows = segno.make_qr("http://mitm.it/", error="m").matrix
    assert drawn.count("code-ink") == sum(bool(module) for row in rows for module in row)
    side = (len(rows) + 2 * QUIET) * SIDE
    assert f'viewBox="0 0 {side} {side}"' in drawn
    assert "http://mitm.it/" in drawn
    assert "Code à lire" in drawn
