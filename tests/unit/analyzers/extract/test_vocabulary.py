"""Words of health are found in names and in values, as whole words, with or without the fast matcher."""

import pytest

from analyzers.extract import vocabulary
from analyzers.extract.vocabulary import kinds_named, may_speak, spoken_of


@pytest.mark.parametrize("name", ["bloodGlucose", "blood_glucose", "glucose", "last-glucose"])
def test_a_name_means_a_kind_as_a_whole_or_by_its_words(name: str) -> None:
    assert kinds_named(name)
    assert spoken_of(name, b"5") == sorted(kinds_named(name))
    assert spoken_of(name, b"") == []


@pytest.mark.parametrize("fast", [vocabulary._FAST, None])
@pytest.mark.parametrize(
    ("text", "is_there"),
    [
        ("GLYC\u00c9MIE \u00e0 jeun", True),
        ("la tension art\u00e9rielle", True),
        ("diabetes", True),
        ("prediabetesx", False),
        ("x" * 5_000 + " diabetes", False),  # beyond what is looked at
        ("home", False),
    ],
)
def test_a_word_counts_by_itself(fast: object, text: str, is_there: bool, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: FBT001 - a column
    monkeypatch.setattr(vocabulary, "_FAST", fast)
    assert bool(spoken_of("x", text.encode())) is is_there
    assert may_speak(b"a\n" + text.encode() + b"\nb") or not is_there
