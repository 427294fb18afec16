"""The frame and the pieces of a drawing."""

from web.drawings.svg import arc, circle, frame, line, rect, shorten, words


def test_every_drawing_has_a_title_and_a_sentence() -> None:
    drawn = frame(10, 10, "x", "Title", "Sentence.", [circle(1, 1, 1, "c")])
    assert 'role="img"' in drawn
    assert ">Title</title>" in drawn
    assert ">Sentence.</desc>" in drawn


def test_nothing_written_in_a_drawing_can_become_markup() -> None:
    evil = '<script>alert("x")</script>'
    drawn = frame(10, 10, "x", evil, evil, [words(0, 0, evil, "w")])
    assert "<script" not in drawn
    assert drawn.count("&lt;script&gt;") == 3


def test_pieces_hold_no_style_that_the_policy_forbids() -> None:
    parts = (rect(0, 0, 1, 1, "r"), line(0, 0, 1, 1, "l"), arc(0, 0, 5, 0.5, "a"), circle(0, 0, 1, "c"))
    assert not [part for part in parts if "style=" in part]


def test_long_texts_are_cut() -> None:
    assert shorten("abcdef", 4) == "abc…"
    assert shorten("abc", 4) == "abc"
