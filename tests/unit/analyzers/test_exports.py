"""Others read our analysis in their own words, and no absence is made up on the way."""

from typing import Any

import pytest

from analyzers.analyze import document
from analyzers.contract import Extraction
from analyzers.exports import to_cyclonedx, to_sarif
from analyzers.extract.outcomes import outcome
from analyzers.registry import list_detectors
from analyzers.sandbox.limits import SandboxResult
from criteria.findings import ArtifactKind
from tests.builders.evidence import APK_SHA256, a_package, apk_evidence
from tests.builders.knowledge import shipped_knowledge


def _analysed(code: str = "read", **changes: Any) -> dict[str, Any]:
    evidence = apk_evidence(
        a_package("com.adjust.sdk", "Adjust"), a_package("com.amplitude.api", referenced=3), **changes
    )
    result = SandboxResult(Extraction(evidence, outcome(code)), "B", 0.1, 20, {}, evidence["subject"])
    return document(ArtifactKind.APK, result, list_detectors(ArtifactKind.APK), shipped_knowledge())


def test_components_are_what_the_code_defines() -> None:
    bom = to_cyclonedx(_analysed())

    assert (bom["bomFormat"], bom["specVersion"]) == ("CycloneDX", "1.6")
    assert [(row["bom-ref"], row["supplier"]["name"]) for row in bom["components"]] == [("sdk:adjust", "Adjust")]
    assert {"name": "sceau:tier", "value": "defined"} in bom["components"][0]["properties"]
    assert bom["metadata"]["component"]["hashes"] == [{"alg": "SHA-256", "content": APK_SHA256}]


@pytest.mark.parametrize(("code", "aggregate"), [("read", "unknown"), ("partly-read", "incomplete")])
def test_a_list_of_components_never_claims_to_be_complete(code: str, aggregate: str) -> None:
    assert to_cyclonedx(_analysed(code))["compositions"][0]["aggregate"] == aggregate


def test_what_was_not_read_is_said() -> None:
    unread = {"entries_unread": [{"entry": "classes2.dex", "why": "truncated-dex"}], "dex_bytes_unread": 7}
    changed = _analysed("code-unread", completeness=unread)

    assert to_cyclonedx(changed)["metadata"]["properties"][0]["name"] == "sceau:not-read"
    notes = to_sarif(changed)["runs"][0]["invocations"][0]["toolExecutionNotifications"]
    assert [note["level"] for note in notes][:2] == ["error", "warning"]


def test_every_finding_is_a_result_with_its_place() -> None:
    analysed = _analysed()
    sarif = to_sarif(analysed)
    (run,) = sarif["runs"]

    assert sarif["version"] == "2.1.0"
    assert len(run["results"]) == len(analysed["findings"])
    for row in run["results"]:
        assert run["tool"]["driver"]["rules"][row["ruleIndex"]]["id"] == row["ruleId"]
        assert row["message"]["text"]
    adjust = next(row for row in run["results"] if row["properties"]["attributes"].get("sdk") == "adjust")
    place = adjust["locations"][0]["physicalLocation"]
    assert (place["artifactLocation"]["uri"], place["region"]) == (
        "subject/classes.dex",
        {"byteOffset": 512, "byteLength": 30},
    )


def test_a_contested_entry_is_marked_in_both_forms() -> None:
    evidence = apk_evidence(a_package("org.acra", "ACRA"), a_package("com.adjust.sdk", "Adjust"))
    result = SandboxResult(Extraction(evidence, outcome("read")), "B", 0.1, 20, {}, evidence["subject"])
    analysed = document(ArtifactKind.APK, result, list_detectors(ArtifactKind.APK), shipped_knowledge())

    marked = [
        row["name"]
        for row in to_cyclonedx(analysed)["components"]
        if {"name": "sceau:contested", "value": "true"} in row["properties"]
    ]
    tagged = [
        row["properties"]["attributes"]["name"]
        for row in to_sarif(analysed)["runs"][0]["results"]
        if "contested" in row["properties"]["tags"]
    ]
    assert (marked, tagged) == (["ACRA"], ["ACRA"])
