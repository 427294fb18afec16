"""The synthetic person: the same seed the same person, every value of a kind that the search knows."""

import re

from analyzers.bench.person import invent_person
from analyzers.knowledge.protocols import load_protocols


def test_the_seed_decides_everything() -> None:
    assert invent_person("a") == invent_person("a")
    other = {row.category: row.value for row in invent_person("b")}
    same = [row.category for row in invent_person("a") if other[row.category] == row.value]
    assert len(same) <= 2  # a first name may meet; addresses, numbers and identifiers may not


def test_every_value_is_of_a_known_kind_and_long_enough_to_be_proof() -> None:
    known = load_protocols().properties
    for seed in map(str, range(50)):
        values = invent_person(seed)
        assert {row.category for row in values} <= set(known)
        assert all(len(row.value) >= 8 for row in values)


def test_nobody_can_be_called_or_written_to() -> None:
    for seed in map(str, range(50)):
        stated = {row.category: row.value for row in invent_person(seed)}
        assert re.fullmatch(r"\+3363998[0-9]{4}", stated["phoneNumber"])
        assert stated["emailAddress"].endswith("@banc.example")
        assert re.fullmatch(r"19[5-9][0-9]-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])", stated["dateOfBirth"])
