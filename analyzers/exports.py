"""One analysis in the words of others: CycloneDX 1.6 for components, SARIF 2.1.0 for findings. No time, no machine."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

Document = Mapping[str, Any]

_EMBEDDED = ("wired", "defined")
_SARIF = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json"


def to_cyclonedx(document: Document) -> dict[str, Any]:
    """The components that the code defines. One that is only mentioned is no component; what was not read is said."""
    embedded = [row for row in document["findings"] if row["kind"] == "sdk.embedded"]
    present = [row for row in embedded if row["attributes"]["tier"] in _EMBEDDED]
    gaps = [row for row in document["coverage"] if row["kind"] == "sdk.embedded" and row["extent"] != "complete"]
    facts = document.get("apk") or {}
    subject = {"type": "application", "bom-ref": "subject", "name": facts.get("packageName") or "unknown"}
    if facts.get("versionName"):
        subject["version"] = facts["versionName"]
    subject["hashes"] = [{"alg": "SHA-256", "content": document["subject"]["sha256"]}]
    whole = "incomplete" if gaps or document["outcome"]["state"] != "read" else "unknown"
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": subject,
            "properties": [{"name": "sceau:not-read", "value": row["reason"]["en"]} for row in gaps],
        },
        "components": [_component(row) for row in present],
        "compositions": [{"aggregate": whole, "assemblies": ["subject"]}],
    }


def _component(finding: Document) -> dict[str, Any]:
    said = finding["attributes"]
    names = ("tier", "state", "classes", "owner_country", "owner_confidence", "parent", "parent_country")
    rows = [{"name": f"sceau:{name}", "value": str(said[name])} for name in names if said[name] is not None]
    rows += [{"name": "sceau:contested", "value": "true"}] if said["contested"] else []
    rows += [{"name": "sceau:purpose", "value": purpose} for purpose in said["purposes"]]
    found: dict[str, Any] = {"type": "library", "bom-ref": f"sdk:{said['sdk']}", "name": said["name"]}
    if said["version"] is not None:
        found["version"] = said["version"]
    if said["owner"] is not None:
        found["supplier"] = {"name": said["owner"]}
    return found | {"description": finding["reasoning"]["en"], "properties": rows}


def to_sarif(document: Document) -> dict[str, Any]:
    """Every finding as a note: it states, it does not judge. What was not looked at is a notification."""
    kinds = sorted({row["kind"] for row in document["findings"]})
    partial = [row for row in document["coverage"] if row["extent"] != "complete"]
    outcome = document["outcome"]
    notes = [{"level": "warning", "message": {"text": f"{row['kind']}: {row['reason']['en']}"}} for row in partial]
    if outcome["state"] != "read":
        notes.insert(0, {"level": "error", "message": {"text": outcome["message"]["en"]}})
    run = {
        "tool": {"driver": {"name": "Sceau", "rules": [{"id": kind} for kind in kinds]}},
        "artifacts": [
            {"location": {"uri": _uri(())}, "hashes": {"sha-256": document["subject"]["sha256"]}},
        ],
        "invocations": [
            {
                "executionSuccessful": outcome["state"] in ("read", "partly_read"),
                "toolExecutionNotifications": notes,
            }
        ],
        "results": [_result(row, kinds) for row in document["findings"]],
    }
    return {"$schema": _SARIF, "version": "2.1.0", "runs": [run]}


def _result(finding: Document, kinds: list[str]) -> dict[str, Any]:
    pointer = finding["pointer"]
    place: dict[str, Any] = {"artifactLocation": {"uri": _uri(pointer["path"])}}
    if pointer["offset"] is not None:
        place["region"] = {"byteOffset": pointer["offset"], "byteLength": pointer["length"]}
    return {
        "ruleId": finding["kind"],
        "ruleIndex": kinds.index(finding["kind"]),
        "kind": "informational",
        "level": "none",
        "message": {"text": finding["reasoning"]["en"]},
        "locations": [{"physicalLocation": place}],
        "fingerprints": {"sceau/finding": finding["digest"]},
        "properties": {"tags": _tags(finding), "attributes": finding["attributes"], "evidence": pointer["evidence"]},
    }


def _tags(finding: Document) -> list[str]:
    """Words by which viewers filter: an entry that somebody contests is not taken for settled."""
    return ["contested"] if finding["attributes"].get("contested") else []


def _uri(path: Any) -> str:
    """The place inside the lodged file; its own name is nobody's business."""
    return "/".join(quote(part, safe="/") for part in ("subject", *path))
