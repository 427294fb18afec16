"""The page that holds our reading of real captures against TrackHAR's, request by request: `docs/trackhar.md`.

`python -m tests.integration.trackhar` writes it again; it needs the corpus, whose reference it prints as facts.
"""

import json
from pathlib import Path
from typing import Any

from analyzers.extract.capture import extract_capture
from tests.integration.corpus import corpus, read

PAGE = Path(__file__).resolve().parents[2] / "docs" / "trackhar.md"
# Where TrackHAR names more. Browser headers say how a browser works; they are not among the kinds of data we list.
LESS = {
    "userAgent": "a browser header; our list holds what an app tells beyond it",
    "referer": "a browser header; our list holds what an app tells beyond it",
    "screenHeight": "one value holds width and height; we name it once, as the width",
    "propertyId": "names the site of the publisher, not a person or a device",
    "viewedPage": "web advertising, no app protocol; its host is named as an advertiser's",
    "userId": "web advertising, no app protocol; its host is named as an advertiser's",
    "browserId": "web advertising, no app protocol; its host is named as an advertiser's",
}
# Where we name more.
MORE = {
    "interaction": "the events themselves, which TrackHAR does not name",
    "sessionId": "documented by Branch, not named by TrackHAR",
    "language": "documented by Bugsnag, not named by TrackHAR",
    "diskFree": "documented by Bugsnag, not named by TrackHAR",
    "architecture": "sent by the same protocol in another request of this file, counted by host here",
    "carrier": "sent by the same protocol in another request of this file, counted by host here",
    "networkConnectionType": "sent by the same protocol in another request of this file, counted by host here",
}
_HEAD = """# Four real captures, beside TrackHAR

Our reading of the four archives that ReportHAR (tweaselORG, MIT) publishes among its examples, beside what TrackHAR
1.0.0 decodes in them. Written by `python -m tests.integration.trackhar`; a test of the corpus fails where this page is
stale or a difference has no reason. TrackHAR's answers are a reference, not the truth. Ours are counted by host over
the whole file, since the same told again is written once; only what a protocol (`adapters.yaml`) names is compared.
Not compared: what we find beyond protocols (typed values, patterns, learned identifiers, health vocabulary), answers
and sockets, which TrackHAR does not read.

An advertising identifier that the Facebook library sends in the address of a GET, which no adapter of TrackHAR reads,
is found by its name and form (`pattern`).
"""

Traffic = dict[str, Any]


def references() -> dict[str, Any]:
    """Give what TrackHAR answered, by file."""
    place = corpus()
    stated = json.loads((place / "expected.json").read_text())["flows"] if place else {}
    return {name: row["trackhar_1_0_0"] for name, row in stated.items() if "trackhar_1_0_0" in row}


def read_traffic(name: str) -> Traffic:
    """Read one file as we do."""
    evidence = extract_capture(read(name)).evidence
    assert evidence is not None
    facts: Traffic = evidence["traffic"]
    return facts


def named_by_us(traffic: Traffic) -> dict[str, set[str]]:
    """List the kinds that protocols name, by host."""
    found: dict[str, set[str]] = {}
    for row in traffic["transmissions"]:
        if row["match"] == "adapter":
            found.setdefault(traffic["requests"][row["request"]]["host"], set()).add(row["property"])
    return found


def compare(name: str, reference: dict[str, Any]) -> list[tuple[int, str, str, set[str], set[str], set[str]]]:
    """For each request that TrackHAR decodes: number, host, adapter, named by both, by it alone, by us alone."""
    traffic = read_traffic(name)
    ours = named_by_us(traffic)
    rows = []
    for entry in reference.get("per_entry", ()):
        host = traffic["requests"][entry["i"]]["host"]
        theirs, mine = set(entry["props"]), ours.get(host, set())
        rows.append((entry["i"], host, entry["adapter"], theirs & mine, theirs - mine, mine - theirs))
    return rows


def render() -> str:
    """Write the page, from the corpus."""
    lines = [_HEAD]
    for name, reference in references().items():
        traffic, rows = read_traffic(name), compare(name, reference)
        patterns = sum(row["match"] == "pattern" for row in traffic["transmissions"])
        ours = sum(map(len, named_by_us(traffic).values()))
        decoded, entries = reference["entries_decoded_by_an_adapter"], reference["entries"]
        lines += [
            f"## {Path(name).stem.replace('_', ', ')}",
            "",
            f"{entries} requests; TrackHAR decodes {decoded}; we name {ours} by protocol and host, {patterns} by form.",
            "",
            "| request | host | adapter | named by both | by TrackHAR alone | by us alone |",
            "|---|---|---|---|---|---|",
        ]
        for number, host, adapter, both, less, more in rows:
            cells = (number, host, adapter, len(both), _listed(less), _listed(more))
            lines.append(f"| {' | '.join(map(str, cells))} |")
        lines.append("")
    lines += ["## Why they differ", "", "| kind | named by | reason |", "|---|---|---|"]
    lines += [f"| {kind} | TrackHAR alone | {reason} |" for kind, reason in LESS.items()]
    lines += [f"| {kind} | us alone | {reason} |" for kind, reason in MORE.items()]
    return "\n".join(lines) + "\n"


def _listed(kinds: set[str]) -> str:
    return ", ".join(sorted(kinds)) or "—"


if __name__ == "__main__":
    PAGE.write_text(render(), encoding="utf-8")
