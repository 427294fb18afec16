"""A known day is found in its pieces, and another day is not."""

import pytest

from analyzers.extract.scattered import KnownDays, Pieces, piece_of_a_day

_KNOWN = KnownDays(["1987-03-09", "hier"])


@pytest.mark.parametrize(
    ("name", "piece"),
    [
        ("year", "year"), ("birthYear", "year"), ("birth_month", "month"), ("mois", "month"), ("jourNaissance", None),
        ("day", "day"), ("dob_day", "day"), ("yearly", None), ("holiday", None), ("", None),
    ],
)  # fmt: skip
def test_a_name_says_which_piece(name: str, piece: str | None) -> None:
    assert piece_of_a_day(name) == piece


def test_the_last_piece_tells_the_day_as_it_was_typed() -> None:
    pieces = Pieces(_KNOWN)
    assert pieces.take(("b", "year"), b"1987") is None
    assert pieces.take(("b", "day"), b"09") is None
    assert pieces.take(("c", "month"), b"3") is None
    assert pieces.take(("b", "month"), b"3") == "1987-03-09"


def test_another_day_or_no_number_is_nothing() -> None:
    pieces = Pieces(_KNOWN)
    taken = [
        pieces.take((name,), data) for name, data in (("year", b"1987"), ("month", b"3"), ("day", b"8"), ("day", b"x"))
    ]
    assert taken == [None] * 4
    assert pieces.take((), b"9") is None
