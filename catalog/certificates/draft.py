"""What a certificate says, and the checks its text must pass before it is signed. Pure."""

import re
from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

SCHEMA = "sceau/certificate/1"
HEXADECIMAL = re.compile(r"[0-9a-f]{64}")
NUMBER = re.compile(r"SC-\d{4}-\d{6}")


@dataclass(frozen=True, slots=True)
class Subject:
    """The build that was examined, and who answers for it."""

    app_id: str
    name: str
    publisher: str
    package: str | None
    version_name: str | None
    version_code: str | None
    apk_sha256: str
    is_fictional: bool


def months_after(day: date, months: int) -> date:
    """Return the day `months` later; the last day of a shorter month."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def draw(
    number: str,
    authority: Mapping[str, str],
    subject: Subject,
    decision: Mapping[str, Any],
    evidence: Sequence[str],
    issued_on: date,
    expires_on: date,
    address: str,
) -> dict[str, Any]:
    """Return the certificate's document. `decision` has id, decided_on, conditions and snapshot."""
    snapshot = decision["snapshot"]
    return {
        "schema": SCHEMA,
        "number": number,
        "instance": authority["instance"],
        "authority": authority["name"],
        "platform": "android",
        "app": {
            "id": subject.app_id,
            "name": subject.name,
            "publisher": subject.publisher,
            "fictional": subject.is_fictional,
        },
        "build": {
            "package": subject.package,
            "version_name": subject.version_name,
            "version_code": subject.version_code,
            "apk_sha256": subject.apk_sha256,
        },
        "edition": {"id": snapshot["edition"], "digest": snapshot["edition_digest"]},
        "decision": {
            "id": decision["id"],
            "decided_on": decision["decided_on"],
            "conditions": decision["conditions"],
        },
        "verdicts": snapshot["verdicts"],
        "score": snapshot["score"],
        "evidence": sorted(evidence),
        "issued_on": issued_on.isoformat(),
        "expires_on": expires_on.isoformat(),
        "url": address,
    }


def lint(document: Mapping[str, Any], *, is_demo_key: bool, criteria: Sequence[str]) -> list[str]:
    """Return what forbids signing `document`, one sentence each; nothing is signed unless the list is empty."""
    verdicts = {item["criterion"]: item for item in document["verdicts"]}
    reserved = {item["criterion"] for item in document["decision"]["conditions"]}
    gates = [item for item in verdicts.values() if item["level"] == "gate"]
    checks = {
        "the number is not of the form SC-YYYY-NNNNNN": NUMBER.fullmatch(document["number"]),
        "the authority has no name": document["authority"].strip(),
        "a demonstration key signs demonstrations only": is_demo_key == (document["instance"] == "demo"),
        "an invented app is certified by a real instance": not (
            document["app"]["fictional"] and document["instance"] == "real"
        ),
        "the build has no package name": document["build"]["package"],
        "the build has no SHA-256": HEXADECIMAL.fullmatch(document["build"]["apk_sha256"]),
        "no evidence is cited": document["evidence"],
        "a piece of evidence has no SHA-256": all(HEXADECIMAL.fullmatch(item) for item in document["evidence"]),
        "the verdicts are not exactly those of the edition": sorted(verdicts) == sorted(criteria)
        and len(document["verdicts"]) == len(verdicts),
        "a mandatory criterion is failed or open, and no condition says so": all(
            item["outcome"] in ("conforming", "not_applicable") or item["criterion"] in reserved for item in gates
        ),
        "it expires before it is issued": document["issued_on"] < document["expires_on"],
        "it is issued before it was decided": document["decision"]["decided_on"] <= document["issued_on"],
        "it has no address": document["url"].endswith(document["number"]),
    }
    return [problem for problem, holds in checks.items() if not holds]
