"""What a part shows is the same the first time and every other time, whatever was remembered in between."""

import base64
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers.extract import readings
from analyzers.extract.disguises import list_disguises
from analyzers.extract.known import KnownValues
from analyzers.extract.readings import Readings
from analyzers.formats.parts import Part, body_part
from analyzers.knowledge.protocols import load_protocols
from tests.unit.analyzers.extract.test_patterns import SHOWN

_SEED = "camille.exemple@courriel.example"
_ADAPTER = load_protocols().adapters["branch/v1"]
_texts = st.sampled_from(["plain", "x" * 14, "abc123def456", _SEED, "diabetes", "+33612345678", "é", "{}", "a=b&c=d"])
_names = st.sampled_from(["k", "lat", "lon", "glucose", "model", "id", _SEED, "0"])
_bodies = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 10**12) | st.floats(-90, 90) | _texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_names, inner, max_size=3),
    max_leaves=10,
)


def _readings() -> Readings:
    return Readings(KnownValues(list_disguises("emailAddress", _SEED)))


def _body(document: Any) -> Part:
    return body_part(json.dumps(document).encode(), [])[0]


@given(st.lists(_bodies, min_size=1, max_size=6))
def test_nothing_that_was_remembered_changes_what_a_part_shows(documents: list[Any]) -> None:
    warm = _readings()
    for document in documents * 2:
        part = _body(document)
        assert warm.read(part) == _readings().read(part)
        assert warm.read(part, _ADAPTER) == _readings().read(part, _ADAPTER)
        assert warm.learn(part) == _readings().learn(part)


@pytest.mark.parametrize(("name", "value", "kind"), SHOWN)
def test_what_a_value_shows_by_itself_is_read_in_company(name: str, value: str, kind: str) -> None:
    for known in (_readings(), Readings(KnownValues(()))):
        hits = known.read(_body({"before": "plain", name: value, "after": 1})).hits
        assert kind in [hit.kind for hit in hits if hit.match == "pattern"]


def test_a_value_under_a_name_that_tells_is_told_be_it_dull() -> None:
    warm = _readings()
    warm.read(_body({"k": "dull", "n": 5}))
    hits = warm.read(_body({_SEED: {"k": "dull", "n": 5}})).hits

    assert {(hit.leaf.path, hit.match) for hit in hits if hit.match == "known"} == {
        ((_SEED, "k"), "known"),
        ((_SEED, "n"), "known"),
    }


def test_a_part_of_a_name_is_told_as_a_name_of_a_value_wherever_that_stands() -> None:
    warm = Readings(KnownValues(list_disguises("personName", "Camille Exemple")))
    for _ in range(2):
        hits = warm.read(_body({"people": {"exemple": {"n": 5}}})).hits
        assert [(hit.kind, hit.leaf.path, hit.inside) for hit in hits] == [
            ("personName", ("people", "exemple", "n"), ("part",))
        ]


def test_a_document_in_a_text_under_a_name_that_tells_is_told_whole() -> None:
    warm = _readings()
    warm.read(_body({"k": "dull"}))

    assert warm.read(_body({_SEED: '{"k":"dull"}'})) == _readings().read(_body({_SEED: '{"k":"dull"}'}))


def test_a_token_that_was_received_is_opened_when_it_is_sent() -> None:
    payload = base64.urlsafe_b64encode(json.dumps({"sub": _SEED}).encode()).decode().rstrip("=")
    token = f"eyJhbGciOiJIUzI1NiJ9.{payload}.c2ln"
    warm = _readings()
    warm.learn(_body({"token": token}))

    assert ("jwt", "payload", "sub") in [hit.leaf.path for hit in warm.read(_body({"jwt": token})).hits]


def test_a_text_is_opened_for_a_protocol_however_dull_it_was() -> None:
    warm, token = _readings(), "eyJhbGciOiJIUzI1NiJ9.eyJtb2RlbCI6IlBpeGVsIn0.c2ln"
    for document in ({"model": "Pixel"}, {"a": token}, {"b": token}):
        warm.read(_body(document))

    assert warm.read(_body({"c": token}), _ADAPTER) == _readings().read(_body({"c": token}), _ADAPTER)


def test_an_adapter_names_what_its_places_carry() -> None:
    hits = _readings().read(_body({"model": "Pixel", "x": "Pixel"}), _ADAPTER).hits
    assert [(hit.kind, hit.adapter, hit.leaf.path) for hit in hits] == [("model", "branch/v1", ("model",))]


@pytest.mark.parametrize(
    ("document", "learned"),
    [
        ({"user_id": "abc123def456ghi"}, ("abc123def456ghi",)),
        ({"deep": json.dumps({"uid": "abc123def456ghi"})}, ("abc123def456ghi",)),
        ({"id": 1234567890123}, ("1234567890123",)),
        ({"other": "abc123def456ghi", "id": "short"}, ()),
        ({"data": [{"session": {"user_id": "abc123def456ghi"}}]}, ("abc123def456ghi",)),
    ],
)
def test_identifiers_are_learned_from_names_that_say_so(document: Any, learned: tuple[str, ...]) -> None:
    assert _readings().learn(_body(document)) == tuple(text.encode() for text in learned)


def test_a_memory_that_is_full_begins_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("MAX_READINGS", "MAX_VALUES"):
        monkeypatch.setattr(readings, name, 2)
    warm = _readings()
    for number in range(20):
        part = _body({f"k{number}": f"diabetes {number}"})
        assert warm.read(part) == _readings().read(part)
