"""Packages of our own, with forty SDKs and more in each condition: what is said of every one, in one printed table."""

import sys
from collections import Counter
from functools import cache

import pytest

from analyzers.extract.apk import extract_apk
from analyzers.sdk_classes.detect import detect
from criteria.findings import Extent
from tests.builders.apk import build_apk
from tests.builders.sdk_conditions import BOOK, CHOSEN, CONDITIONS, SLEEPERS

Answer = dict[str, tuple[str, str]]


@cache
def _look(name: str) -> tuple[Answer, Extent]:
    made = CONDITIONS[name]
    evidence = extract_apk(build_apk(made.make(made.sdks), None)).evidence
    assert evidence is not None
    found = detect("a" * 64, evidence, BOOK)
    said = {
        str(row.attributes["sdk"]): (str(row.attributes["tier"]), str(row.attributes["state"]))
        for row in found.findings
    }
    return said, found.coverage[0].extent


def test_there_are_forty_of_them_and_more() -> None:
    assert len(CHOSEN) >= 40
    assert len(SLEEPERS) >= 20  # whose sleep the manifest proves; of the others it says nothing


@pytest.mark.parametrize("name", CONDITIONS)
def test_every_sdk_is_said_to_be_what_it_is(name: str) -> None:
    made, (said, _) = CONDITIONS[name], _look(name)

    assert {sdk.id: said.get(sdk.id) for sdk in made.sdks} == {sdk.id: made.expected(sdk) for sdk in made.sdks}


@pytest.mark.parametrize("name", ["plain", "dormant", "disabled", "stub", "moved"])
def test_nothing_else_is_said_to_be_there(name: str) -> None:
    made, (said, extent) = CONDITIONS[name], _look(name)

    assert {key for key, (tier, _) in said.items() if tier in ("wired", "defined")} == {sdk.id for sdk in made.sdks}
    assert extent is Extent.COMPLETE


def test_no_absence_is_concluded_from_renamed_code() -> None:
    said, extent = _look("renamed")

    assert extent is Extent.PARTIAL
    assert not {tier for tier, _ in said.values()} & {"wired", "defined"}


def test_the_table_is_printed() -> None:
    lines = [f"{'condition':<16}{'SDKs':>6}  said"]
    for name, made in CONDITIONS.items():
        said, _ = _look(name)
        counts = Counter("/".join(said.get(sdk.id, ("absent", "-"))) for sdk in made.sdks)
        lines.append(f"{name:<16}{len(made.sdks):>6}  {', '.join(f'{key} {n}' for key, n in counts.most_common())}")
    sys.stdout.write("\n".join(lines) + "\n")
    assert all("absent" not in line for line in lines)
