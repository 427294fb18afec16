"""Five hundred test values seeded in a capture: all are found, and not one is in clear in what is kept or printed."""

import base64
import gzip
import hashlib
import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from analyzers.analyze import write_finding
from analyzers.extract.capture import extract_capture
from analyzers.registry import list_detectors
from criteria.findings import ArtifactKind
from tests.builders.capture import CaptureSource, Exchange
from tests.builders.har import write_har
from tests.builders.knowledge import shipped_knowledge

_HOW: tuple[Callable[[str], str], ...] = (
    str,
    str.upper,
    lambda v: v[::-1],
    lambda v: quote(v, safe=""),
    lambda v: quote(quote(v, safe=""), safe=""),
    lambda v: base64.b64encode(v.encode()).decode(),
    lambda v: base64.urlsafe_b64encode(b"? " + v.encode()).decode(),
    lambda v: v.encode().hex(),
    lambda v: hashlib.md5(v.encode(), usedforsecurity=False).hexdigest(),
    lambda v: hashlib.sha1(v.encode(), usedforsecurity=False).hexdigest(),
    lambda v: hashlib.sha256(v.lower().encode()).hexdigest(),
    lambda v: json.dumps({"inner": json.dumps({"v": v})}),
    lambda v: gzip.compress(v.encode(), mtime=0).decode("latin-1"),
)
_SEEDS = [f"Camille{n:03}.Canari@courriel{n % 7}.example" for n in range(500)]


def _exchange(number: int, value: str) -> Exchange:
    told = _HOW[number % len(_HOW)](value)
    url = "https://app.adjust.com/event"
    place = number // len(_HOW) % 4 if "\x1f" not in told else 3
    if place == 0:
        return Exchange(number, "GET", f"{url}?x={quote(told, safe='')}", "192.0.2.1")
    if place == 1:
        return Exchange(number, "GET", url, "192.0.2.1", headers={"X-Told": told})
    if place == 2:
        return Exchange(number, "GET", url, "192.0.2.1", headers={"Cookie": f"c={told}"})
    return Exchange(number, "POST", url, "192.0.2.1", sent=told, headers={"Content-Type": "text/plain"})


def _capture() -> bytes:
    source = CaptureSource(datetime(2026, 9, 1, tzinfo=UTC), tuple(map(_exchange, range(500), _SEEDS)))
    document = json.loads(write_har(source))
    seeded = [{"category": "emailAddress", "value": value} for value in _SEEDS]
    stated = {"version": "1.2", "_sceau": {"records_failures": True, "seeded": seeded}}
    return json.dumps({"log": stated | document["log"]}).encode()


def _printed(evidence: Any) -> str:
    found = [
        write_finding(finding)
        for detector in list_detectors(ArtifactKind.CAPTURE)
        for finding in detector.detect(evidence["subject"]["sha256"], evidence, shipped_knowledge()).findings
    ]
    return json.dumps([evidence, found], ensure_ascii=False)


def test_every_test_value_is_found_in_every_disguise_and_none_is_kept_in_clear() -> None:
    evidence = extract_capture(_capture()).evidence
    assert evidence is not None
    rows = [row for row in evidence["traffic"]["transmissions"] if row["match"] == "known"]
    digests = {row["value_sha256"] for row in rows}
    salt = evidence["subject"]["sha256"].encode()
    missed = [
        (number % len(_HOW), number // len(_HOW) % 4)
        for number, value in enumerate(_SEEDS)
        if hashlib.sha256(salt + b"\0" + value.encode()).hexdigest() not in digests
    ]
    assert missed == []

    printed = _printed(evidence).lower()
    assert [value for value in _SEEDS if value.lower() in printed or value.partition("@")[0].lower() in printed] == []
