"""Tests of the real laboratory, the sandbox's child stood in for by its answer."""

from pathlib import Path

import pytest

from analyzers.contract import Extraction
from analyzers.sandbox.limits import Limits, SandboxResult
from analyzers.sandbox.listening import Runner
from catalog.evaluations import instruments
from catalog.evaluations.instruments import Instruments
from catalog.evaluations.postings import Postings
from criteria.findings import ArtifactKind
from tests.fakes.laboratory import READ


def test_a_reading_says_under_what_it_ran(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def run(kind: ArtifactKind, path: Path, limits: Limits, runner: Runner) -> SandboxResult:
        asked.append((kind, path, limits, runner))
        return SandboxResult(Extraction({"schema": "x"}, READ), "reduced", 1.2345, 48, {"python": "3"}, {})

    monkeypatch.setattr(instruments, "run_extraction", run)
    limits = Limits(wall_seconds=7)
    laboratory = Instruments(tmp_path, limits)
    reading = laboratory.extract(ArtifactKind.APK, tmp_path / "a.apk")

    assert asked == [(ArtifactKind.APK, tmp_path / "a.apk", limits, laboratory.server.run)]
    assert (reading.outcome, reading.evidence, reading.tier) == (READ, {"schema": "x"}, "reduced")
    assert reading.facts["limits"]["wall_seconds"] == 7
    assert (reading.facts["milliseconds"], reading.facts["peak_mib"]) == (1234, 48)
    assert reading.facts["versions"] == {"python": "3"}


def test_the_knowledge_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read = []
    monkeypatch.setattr(instruments, "load_knowledge", lambda folder: read.append(folder) or object())
    laboratory = Instruments(tmp_path)

    assert laboratory.knowledge() is laboratory.knowledge()
    assert read == [tmp_path]


def test_each_kind_has_its_registered_detectors(tmp_path: Path) -> None:
    names = {kind: [one.manifest.name for one in Instruments(tmp_path).detectors(kind)] for kind in ArtifactKind}

    assert names[ArtifactKind.APK]
    assert names[ArtifactKind.CAPTURE]
    assert names[ArtifactKind.DOCUMENT] == []


def test_each_app_that_is_examined_is_noted_and_a_broken_index_stops_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packages = [{"name": "com.tracker", "count": 1}]
    evidence = {
        "subject": {"sha256": "d"},
        "apk": {"packageName": "fr.x", "versionName": "1", "code": {"packages": packages}},
    }
    answer = SandboxResult(Extraction(evidence, READ), "B", 1.0, 48, {}, {})
    monkeypatch.setattr(instruments, "run_extraction", lambda *_, **__: answer)
    index = Postings(tmp_path / "postings.db")
    for postings in (index, index, Postings(tmp_path), None):
        assert Instruments(tmp_path, postings=postings).extract(ArtifactKind.APK, tmp_path / "a.apk").evidence

    assert index.find("com.tracker") == (1, [("d", "fr.x 1")])
