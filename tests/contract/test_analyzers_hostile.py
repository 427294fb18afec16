"""Odd and hostile evidence gives low coverage, never an exception and never a favourable answer."""

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest

from analyzers.registry import FoundDetector, load_detectors
from criteria.findings import Extent
from criteria.kinds import find_fault
from criteria.load import load_kinds
from tests.builders.knowledge import shipped_knowledge
from tests.contract.test_analyzers_registry import ARTIFACT, RICH

DETECTORS = load_detectors()
NAMES = [detector.manifest.name for detector in DETECTORS]
WRONG: tuple[Any, ...] = (
    None,
    True,
    -1,
    2**70,
    1.5,
    "x" * 5000,
    "\ud800",
    "\x00",
    [],
    [[]],
    [None],
    {},
    {"": {}},
    "10.0.0.1",
)


def places(node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """List every place of a document, the outer ones first."""
    children = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, child in children:
        yield (*path, key)
        yield from places(child, (*path, key))


def changed(document: Any, path: tuple[Any, ...], value: Any) -> Any:
    """Copy a document with another value in one place."""
    copied = copy.deepcopy(document)
    node = copied
    for key in path[:-1]:
        node = node[key]
    node[path[-1]] = value
    return copied


@pytest.mark.parametrize("detector", DETECTORS, ids=NAMES)
def test_a_wrong_value_in_any_place_breaks_nothing(detector: FoundDetector) -> None:
    evidence = RICH[detector.manifest.consumes]
    kinds = load_kinds()
    for path in places(evidence):
        for value in WRONG:
            detection = detector.detect(ARTIFACT, changed(evidence, path, value), shipped_knowledge())
            assert sorted(row.kind for row in detection.coverage) == sorted(detector.manifest.emits)
            for finding in detection.findings:
                assert find_fault(finding, kinds) is None, (path, value)


@pytest.mark.parametrize("detector", DETECTORS, ids=NAMES)
def test_a_missing_key_in_any_place_never_raises_coverage(detector: FoundDetector) -> None:
    evidence = RICH[detector.manifest.consumes]
    order = [Extent.NONE, Extent.PARTIAL, Extent.COMPLETE]
    before = {row.kind: row.extent for row in detector.detect(ARTIFACT, evidence, shipped_knowledge()).coverage}
    for path in places(evidence):
        if not isinstance(path[-1], str):
            continue  # a shorter list is another observation, not a missing key
        cut = changed(evidence, path, None)
        for row in detector.detect(ARTIFACT, cut, shipped_knowledge()).coverage:
            if path[-1] not in {"failure", "verdict_ceiling", "why", "entry", "offset"}:
                assert order.index(row.extent) <= order.index(before[row.kind]), path


@pytest.mark.parametrize("detector", DETECTORS, ids=NAMES)
@pytest.mark.parametrize("evidence", [None, [], "text", 3, {"apk": []}, {"traffic": [1]}], ids=repr)
def test_a_document_of_another_type_covers_nothing(detector: FoundDetector, evidence: Any) -> None:
    detection = detector.detect(ARTIFACT, evidence, shipped_knowledge())
    assert detection.findings == ()
    assert {row.extent for row in detection.coverage} == {Extent.NONE}


@pytest.mark.parametrize("detector", DETECTORS, ids=NAMES)
def test_evidence_is_left_as_it_was(detector: FoundDetector) -> None:
    evidence = RICH[detector.manifest.consumes]
    before = json.dumps(evidence, sort_keys=True)
    detector.detect(ARTIFACT, evidence, shipped_knowledge())
    assert json.dumps(evidence, sort_keys=True) == before
