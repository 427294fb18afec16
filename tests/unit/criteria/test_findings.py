"""The shared words."""

from criteria.findings import Finding, Pointer, Source, Text

SAID = Text("Vu.", "Seen.")


def test_same_fact_in_another_order_has_the_same_digest() -> None:
    one = Finding("app.identified", {"package": "x", "label": None}, SAID, Pointer("a" * 64))
    other = Finding("app.identified", {"label": None, "package": "x"}, Text("Autre.", "Other."), Pointer("a" * 64))
    assert one.digest == other.digest


def test_who_saw_and_where_are_part_of_the_fact() -> None:
    one = Finding("app.identified", {"package": "x"}, SAID, Pointer("a" * 64))
    lodged = Finding("app.identified", {"package": "x"}, SAID, Pointer("a" * 64), Source.PUBLISHER)
    elsewhere = Finding("app.identified", {"package": "x"}, SAID, Pointer("a" * 64, offset=4))
    assert len({one.digest, lodged.digest, elsewhere.digest}) == 3
