"""Resource ids of the platform, as published."""

from analyzers.extract import attributes
from tests.builders.axml import ATTRIBUTE_IDS


def test_ids_agree_with_those_another_hand_wrote_down() -> None:
    spelled = {name.replace("_", "").lower(): value for name, value in vars(attributes).items() if name.isupper()}
    shared = {name: number for name, number in ATTRIBUTE_IDS.items() if name.lower() in spelled}

    assert len(shared) > 15
    assert {name: spelled[name.lower()] for name in shared} == shared
