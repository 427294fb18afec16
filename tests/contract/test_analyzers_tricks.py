"""Forty SDKs and more, each hidden or hinted at in every way: nothing is called there that is not, nothing cleared."""

import sys
from collections import Counter

import pytest

from analyzers.extract.package import extract_package
from analyzers.sdk_classes.detect import detect
from criteria.findings import Extent
from tests.builders.sdk_conditions import BOOK
from tests.builders.sdk_tricks import SWITCHABLE, SWITCHED, TRICKED, TRICKS, Answer

_THERE = ("wired", "defined")


def _look(raw: bytes) -> tuple[dict[str, Answer], Extent]:
    evidence = extract_package(raw).evidence
    assert evidence is not None
    found = detect("a" * 64, evidence, BOOK)
    rows = {
        str(row.attributes["sdk"]): (str(row.attributes["tier"]), str(row.attributes["state"]))
        for row in found.findings
    }
    return dict(rows), found.coverage[0].extent


def test_there_are_forty_of_them_and_more() -> None:
    assert len(TRICKED) >= 40
    assert len(SWITCHABLE) >= 8


@pytest.mark.parametrize("name", TRICKS)
def test_each_gets_its_tier_and_its_state_and_the_code_its_extent(name: str) -> None:
    trick, wrong = TRICKS[name], {}
    for sdk in TRICKED:
        said, extent = _look(trick.make(sdk))
        others = [key for key, answer in said.items() if answer and answer[0] in _THERE and key != sdk.id]
        if (said.get(sdk.id), extent, others) != (trick.answer(sdk), trick.extent, []):
            wrong[sdk.id] = (said.get(sdk.id), extent, others)

    sys.stdout.write(f"{name}: {len(TRICKED)} SDKs, {Counter(map(str, wrong.values())) or 'all right'}\n")
    assert wrong == {}


@pytest.mark.parametrize("name", SWITCHED)
def test_a_switch_is_off_only_where_the_sdk_would_read_it_so(name: str) -> None:
    trick = SWITCHED[name]
    said = {sdk.id: _look(trick.make(sdk))[0].get(sdk.id) for sdk in SWITCHABLE}

    assert said == {sdk.id: trick.answer(sdk) for sdk in SWITCHABLE}
