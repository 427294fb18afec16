"""The printed document: evidence, findings, coverage and outcome, in one shape."""

from analyzers.analyze import document, write_finding
from analyzers.contract import Detection, Evidence, Extraction, Manifest
from analyzers.extract.outcomes import outcome
from analyzers.knowledge.book import Knowledge
from analyzers.sandbox.limits import SandboxResult
from criteria.findings import ArtifactKind, Coverage, Extent, Finding, Pointer, Text
from tests.builders.evidence import apk_evidence
from tests.builders.knowledge import shipped_knowledge

_TEXT = Text("fr", "en")
_FINDING = Finding(
    "sdk.embedded", {"purposes": ("a", "b"), "classes": 1}, _TEXT, Pointer("a" * 64, ("x",), 1, 2, "/apk")
)


class _Detector:
    manifest = Manifest("d", "1", ArtifactKind.APK, ("sdk.embedded",), _TEXT)

    def detect(self, artifact: str, evidence: Evidence, knowledge: Knowledge) -> Detection:
        assert (artifact, evidence["subject"]["sha256"]) == ("a" * 64, "a" * 64)
        assert knowledge is shipped_knowledge()
        return Detection((_FINDING,), (Coverage("sdk.embedded", "apk", Extent.COMPLETE, _TEXT),))


def test_what_was_read_carries_findings_and_coverage() -> None:
    evidence = apk_evidence()
    result = SandboxResult(Extraction(evidence, outcome("read")), "B", 0.1, 20)
    found = document(ArtifactKind.APK, result, [_Detector()], shipped_knowledge())

    assert list(found) == ["schema", "subject", "apk", "findings", "coverage", "outcome"]
    assert found["apk"] == evidence["apk"]
    assert found["findings"] == [write_finding(_FINDING)]
    assert found["findings"][0]["attributes"]["purposes"] == ["a", "b"]
    assert found["coverage"][0]["extent"] == "complete"
    assert (found["outcome"]["state"], found["outcome"]["code"]) == ("read", "read")


def test_a_refused_file_gives_neither_findings_nor_coverage() -> None:
    subject = {"kind": "apk", "sha256": "b" * 64, "size": 3}
    result = SandboxResult(Extraction(None, outcome("not-an-apk")), "B", 0.1, 20, {}, subject)
    found = document(ArtifactKind.APK, result, [_Detector()], shipped_knowledge())

    assert (found["subject"], found["apk"], found["findings"], found["coverage"]) == (subject, None, [], [])
    assert set(found["outcome"]["message"]) == {"fr", "en"}
