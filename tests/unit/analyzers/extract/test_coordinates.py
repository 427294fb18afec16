"""A position is known in degrees and minutes, as a geohash and as a plus code."""

import pytest

from analyzers.extract.coordinates import list_notations


def notations(value: str) -> set[str]:
    return {text for text, _ in list_notations(value)}


@pytest.mark.parametrize(
    ("value", "told"),
    [  # as the inventors of the two codes give them
        ("57.64911,10.40744", {"u4pruy", "u4pruydqqvj"}),
        ("47.365590, 8.524997", {"8FVC9G8F+6X", "9G8F+6X", "8FVC9G8F 6X"}),
        ("-33.85678,151.21530", {"33°51'24\"S", "151°12'55\"E", "S33°51'24\"", "33° 51.407' S"}),
        ("14.6415,-61.0242", {"14°38'29\"N", "61°1'27\"W", "61°01'27\"O", "14:38:29N", "61d1m27sW"}),
        ("48.8534,2.3488", {"48°51'12.24\"N", "48 51 12.2 N", "2°20′55.68″E", "2°20'56\"E", "2°20'55\"E"}),
    ],
)
def test_a_position_is_written_in_every_usual_way(value: str, told: set[str]) -> None:
    assert told - notations(value) == set()


def test_of_what_is_no_position_there_is_nothing() -> None:
    assert [notations(value) for value in ("48.8534", "here", "148.8534,2.3488", "48.8534,202.3488")] == [set()] * 4


def test_at_the_edges_of_the_earth_a_code_still_has_all_its_signs() -> None:
    for value in ("90.000,180.000", "-90.000,-180.000"):
        codes = [text for text, how in list_notations(value) if how == "plus-code"]
        assert [len(code) for code in codes] == [11, 11, 7]
