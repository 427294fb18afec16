"""Under the edition of the demo each app can end where the demo says: a fact forbids some, none forbids the listed."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
import yaml

from analyzers.contract import Evidence
from analyzers.extract.apk import extract_apk
from analyzers.extract.capture import extract_capture
from analyzers.knowledge.load import load_knowledge
from analyzers.registry import list_detectors
from analyzers.synthesis.attribution import attribute_capture
from criteria.engine import assess
from criteria.findings import ArtifactKind, Coverage, Finding, Source
from criteria.load import load_edition
from criteria.model import Answer, Assessment, Dossier, Level, Outcome
from fixtures.build import HERE

_DEMO: Mapping[str, Any] = yaml.safe_load((HERE / "manifest.yaml").read_text(encoding="utf-8"))
_APPS = {app["slug"]: app for app in _DEMO["apps"]}
_EDITION = load_edition(_DEMO["edition"])

Facts = tuple[list[Finding], list[Coverage]]


def _detect(kind: ArtifactKind, evidence: Evidence, source: Source) -> Iterator[tuple[Finding | None, Coverage | None]]:
    artifact, knowledge = evidence["subject"]["sha256"], load_knowledge(None)
    for detector in list_detectors(kind):
        detection = detector.detect(artifact, evidence, knowledge)
        yield from ((replace(finding, source=source), None) for finding in detection.findings)
        yield from ((None, replace(row, source=source)) for row in detection.coverage)


def _facts(build: Mapping[str, Any]) -> Facts:
    """What a build and the captures that belong to it show, with the source that the demo states."""
    apk = extract_apk((HERE / build["apk"]).read_bytes()).evidence
    assert apk is not None
    seen = list(_detect(ArtifactKind.APK, apk, Source.BENCH))
    for capture in build["captures"]:
        traffic = extract_capture((HERE / capture["file"]).read_bytes()).evidence
        assert traffic is not None
        if attribute_capture(apk, traffic, attested="attested" in capture).state == "belongs":
            seen += _detect(ArtifactKind.CAPTURE, traffic, Source(capture["source"]))
    return [found for found, _ in seen if found], [row for _, row in seen if row]


@cache
def _assess(slug: str, build: int = 0) -> Assessment:
    app = _APPS[slug]
    findings, coverage = _facts(app["builds"][build])
    answers = {
        name: Answer(answer["value"], tuple(answer.get("documents", ())))
        for name, answer in app["declarations"].items()
    }
    return assess(_EDITION, Dossier(tuple(findings), tuple(coverage), answers, answers))


def _failed(slug: str, build: int = 0) -> set[str]:
    """The gates that a fact forbids, whatever people may rule on the rest."""
    verdicts = _assess(slug, build).verdicts
    return {one.criterion for one in verdicts if one.outcome is Outcome.NONCONFORMING and one.level is Level.GATE}


@pytest.mark.parametrize("slug", [slug for slug, app in _APPS.items() if app["fate"] == "listed"])
def test_no_fact_forbids_an_app_that_ends_listed(slug: str) -> None:
    assert _failed(slug) == set()


def test_facts_forbid_the_app_that_ends_refused() -> None:
    assert _failed("mon-dossier-allergies") >= {"SEC-01", "SEC-09", "HEB-01", "HEB-02"}


def test_facts_forbid_the_app_full_of_trackers() -> None:
    assert _failed("pas-a-pas") >= {"MON-03", "SEC-01", "SEC-09", "TRK-01", "TRK-02"}


def test_the_second_build_would_not_have_been_listed() -> None:
    assert _failed("respire", 1) - _failed("respire", 0) != set()


def test_what_could_not_be_read_is_undetermined_and_not_conforming() -> None:
    outcomes = {one.criterion: one.outcome for one in _assess("glyco-note").verdicts}

    assert outcomes["TRK-01"] is Outcome.UNDETERMINED
    assert outcomes["TRK-02"] is Outcome.UNDETERMINED
    assert _failed("glyco-note") == set()
