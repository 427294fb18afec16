"""The way of a file."""

from web.drawings.track import draw_track
from web.words.speech import Speech


def test_the_step_in_progress_is_said() -> None:
    drawn = draw_track(["draft", "lodged", "decision"], 1, Speech("en"))
    assert "Step 2 of 3: lodged." in drawn
    assert (drawn.count("dot-done"), drawn.count("dot-here"), drawn.count("dot-next")) == (1, 1, 1)
