"""Real captures: every file is read in full or refused by name, whoever wrote it and whenever."""

import json
from pathlib import Path
from typing import Any

import pytest

from analyzers.extract.capture import extract_capture
from analyzers.extract.disguises import list_disguises
from analyzers.extract.known import KnownValues
from analyzers.extract.readings import Readings
from analyzers.extract.scattered import KnownDays
from analyzers.extract.shapes import find_fault
from tests.builders.plain_reading import PlainReader, Seeds, flat
from tests.builders.plain_search import adapter_for, agree_on, list_requests
from tests.integration.corpus import flow_names, read

pytestmark = [pytest.mark.corpus, pytest.mark.integration]

_FLOWS = flow_names()
_HARS = [name for name in _FLOWS if name.endswith(".har") and "har_extractor" not in name]
_MITM = [name for name in _FLOWS if name.endswith(".mitm")]


def _traffic(data: bytes) -> dict[str, Any]:
    extraction = extract_capture(data)
    assert extraction.evidence is not None, extraction.outcome.code
    assert find_fault(dict(extraction.evidence), "traffic") is None
    assert extraction.outcome.code == "read"
    facts: dict[str, Any] = extraction.evidence["traffic"]
    return facts


@pytest.mark.parametrize("name", _HARS)
def test_every_entry_of_a_real_archive_is_read_where_it_lies(name: str) -> None:
    data = read(name)
    entries = json.loads(data.decode("utf-8-sig"))["log"]["entries"]
    rows = _traffic(data)["requests"]

    assert len(rows) == len(entries)
    assert [json.loads(data[row["offset"] : row["offset"] + row["length"]]) for row in rows] == entries
    assert [row["peer_ip"] for row in rows] == [entry.get("serverIPAddress") for entry in entries]


@pytest.mark.parametrize("name", _MITM)
def test_flow_files_of_every_age_are_read(name: str) -> None:
    facts = _traffic(read(name))

    assert facts["requests"]
    assert all(row["host"] for row in facts["requests"])


@pytest.mark.parametrize("name", _FLOWS)
def test_every_file_is_read_in_full_or_refused_by_name(name: str) -> None:
    """The files refused are no captures: lists of flows as a tool's own tests expect them, and an archive in a box."""
    extraction = extract_capture(read(name))
    is_capture = name in _HARS or name in _MITM

    assert extraction.outcome.code == ("read" if is_capture else "not-a-capture")
    assert (extraction.evidence is not None) is is_capture


def test_a_capture_that_names_its_app_says_which() -> None:
    names = [name for name in _HARS if name.endswith("android_first-run.har")]

    assert [_traffic(read(name))["capture"]["app"]["packageName"] for name in names] == ["tld.sample.app"] * len(names)


_FIXTURES = sorted((Path(__file__).parents[2] / "fixtures" / "captures").iterdir())
_SEEDS: Seeds = (("emailAddress", "camille.exemple@courriel.example"), ("dateOfBirth", "1984-03-07"))


@pytest.mark.parametrize("name", [*_HARS, *_MITM, *(place.name for place in _FIXTURES)])
def test_a_capture_is_read_quickly_as_it_is_read_plainly(name: str) -> None:
    """Each part by itself and under its protocol, cold and warm, with known values and without; then the whole."""
    data = next((place.read_bytes() for place in _FIXTURES if place.name == name), None) or read(name)
    asked, seeds = list_requests(data)
    for known in ((), seeds or _SEEDS):
        forms = [form for kind, value in known for form in list_disguises(kind, value)]
        quick, plain = Readings(KnownValues(forms), KnownDays(value for _, value in known)), PlainReader(known)
        sent = [(part, adapter) for one in asked for part in one.message.sent for adapter in (None, adapter_for(one))]
        wanted = [plain.read(*one) for one in dict.fromkeys(sent)]
        for _ in range(2):
            assert [flat(quick.read(*one)) for one in dict.fromkeys(sent)] == wanted
        for part in {part for one in asked for part in one.message.received}:
            assert sorted(quick.learn(part)) == sorted(plain.learn(part))
    extraction = extract_capture(data)
    assert extraction.evidence is not None
    agree_on(data, extraction.evidence["traffic"], extraction.evidence["subject"]["sha256"])
