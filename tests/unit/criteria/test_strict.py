"""Strict reading: each refusal is one sentence that names file and key."""

from collections.abc import Callable
from datetime import date

import pytest

from criteria.findings import Text
from criteria.model import Level
from criteria.strict import EditionError, Entry, refuse_cycle


def _entry(value: object, key: str = "rule") -> Entry:
    return Entry("criteria/x.yaml", key, value)


@pytest.mark.parametrize(
    ("read", "sentence"),
    [
        (lambda: _entry([]).open(("a",)), "criteria/x.yaml: rule must be a mapping."),
        (
            lambda: _entry({1: 2}).open(()),
            "criteria/x.yaml: rule has a key that is not a word: write it between quotes.",
        ),
        (lambda: _entry({}).open(("a",)), "criteria/x.yaml: rule lacks the key 'a'."),
        (lambda: _entry({"b": 1}).open(()), "criteria/x.yaml: rule.b is not a key known here."),
        (lambda: _entry(3, "").items(), "criteria/x.yaml: the document must be a list."),
        (lambda: _entry(" ").word(), "criteria/x.yaml: rule must be a text that is not empty."),
        (lambda: _entry(4).word(), "criteria/x.yaml: rule must be a text that is not empty."),
        (lambda: _entry(0).number(1), "criteria/x.yaml: rule must be a whole number of at least 1."),
        (lambda: _entry(value=True).number(1), "criteria/x.yaml: rule must be a whole number of at least 1."),
        (lambda: _entry("1").number(1), "criteria/x.yaml: rule must be a whole number of at least 1."),
        (lambda: _entry("yes").flag(), "criteria/x.yaml: rule must be true or false."),
        (lambda: _entry("2026").day(), "criteria/x.yaml: rule must be a date written YYYY-MM-DD."),
        (lambda: _entry({"fr": "Oui."}).text(), "criteria/x.yaml: rule lacks its 'en' translation."),
        (lambda: _entry({"en": "Yes."}).text(), "criteria/x.yaml: rule lacks its 'fr' translation."),
        (lambda: _entry({"fr": "", "en": "Yes."}).text(), "criteria/x.yaml: rule.fr must be a text that is not empty."),
        (lambda: _entry({"fr": "a", "en": "b", "de": "c"}).text(), "criteria/x.yaml: rule.de is not a key known here."),
        (lambda: _entry("door").one_of(Level), "criteria/x.yaml: rule must be one of: gate, scored, bonus."),
        (lambda: _entry(["gate"]).one_of(Level), "criteria/x.yaml: rule must be one of: gate, scored, bonus."),
    ],
)
def test_refusal_names_file_and_key(read: Callable[[], object], sentence: str) -> None:
    with pytest.raises(EditionError) as caught:
        read()
    assert str(caught.value) == sentence


def test_what_is_well_written_is_read() -> None:
    assert _entry({"fr": " Oui. ", "en": "Yes."}).text() == Text("Oui.", "Yes.")
    assert _entry(date(2030, 1, 1)).day() == date(2030, 1, 1)
    assert _entry("gate").one_of(Level) is Level.GATE
    assert _entry(3).number(1) == 3
    assert _entry(value=False).flag() is False
    assert [one.key for one in _entry([5, 6]).items()] == ["rule[0]", "rule[1]"]


def test_optional_keys_may_be_absent_or_null() -> None:
    fields = _entry({"a": 1, "b": None, "c": [2]}, "").open(("a",), ("b", "c", "d"))
    assert fields.get("b") is None
    assert fields.get("d") is None
    assert fields["a"].key == "a"
    assert [one.value for one in fields.items_of("c")] == [2]
    assert list(fields.items_of("d")) == []


def test_links_that_come_back_are_refused_and_others_are_not() -> None:
    links = {"a": ["b"], "b": ["c"], "c": ["b"], "d": ["c", "c"]}
    refuse_cycle(_entry(None), "a", links.__getitem__, "supersedes")
    refuse_cycle(_entry(None), "d", links.__getitem__, "supersedes")
    with pytest.raises(EditionError, match=r"^criteria/x\.yaml: supersedes comes back to b\.$"):
        refuse_cycle(_entry(None), "b", links.__getitem__, "supersedes")
