"""Real captures: what we read of tracker protocols, beside what TrackHAR reads, each difference with its reason."""

import json
import sys
from typing import Any

import pytest

from analyzers.extract.capture import extract_capture
from tests.integration.corpus import corpus, flow_names, read

pytestmark = [pytest.mark.corpus, pytest.mark.integration]

# Where TrackHAR names more. Browser headers say how a browser works; they are not among the kinds of data we list.
_LESS = {
    "userAgent": "a browser header; our list holds what an app tells beyond it",
    "referer": "a browser header; our list holds what an app tells beyond it",
    "screenHeight": "one value holds width and height; we name it once, as the width",
    "propertyId": "names the site of the publisher, not a person or a device",
    "viewedPage": "web advertising, no app protocol; its host is named as an advertiser's",
    "userId": "web advertising, no app protocol; its host is named as an advertiser's",
    "browserId": "web advertising, no app protocol; its host is named as an advertiser's",
}
# Where we name more.
_MORE = {
    "interaction": "the events themselves, which TrackHAR does not name",
    "sessionId": "documented by Branch, not named by TrackHAR",
    "language": "documented by Bugsnag, not named by TrackHAR",
    "diskFree": "documented by Bugsnag, not named by TrackHAR",
    "architecture": "sent by the same protocol in another request of this file, counted by host here",
    "carrier": "sent by the same protocol in another request of this file, counted by host here",
    "networkConnectionType": "sent by the same protocol in another request of this file, counted by host here",
}


def _references() -> dict[str, Any]:
    place = corpus()
    stated = json.loads((place / "expected.json").read_text())["flows"] if place else {}
    return {name: row["trackhar_1_0_0"] for name, row in stated.items() if "trackhar_1_0_0" in row}


_REFERENCES = _references()
# Without the corpus one of our own: nothing to compare it with, and nothing missing from it.
_NAMES = list(_REFERENCES) or [name for name in flow_names() if name.endswith(".har")]


def _ours(traffic: dict[str, Any]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for row in traffic["transmissions"]:
        if row["match"] == "adapter":
            found.setdefault(traffic["requests"][row["request"]]["host"], set()).add(row["property"])
    return found


@pytest.mark.parametrize("name", _NAMES)
def test_every_difference_from_trackhar_is_explained(name: str) -> None:
    evidence = extract_capture(read(name)).evidence
    assert evidence is not None
    traffic = evidence["traffic"]
    ours = _ours(traffic)
    lines = [f"{name}: {sum(map(len, ours.values()))} kinds of data by host, {traffic['coverage']['content']}"]
    unexplained = []
    for entry in _REFERENCES.get(name, {}).get("per_entry", ()):
        host = traffic["requests"][entry["i"]]["host"]
        theirs, mine = set(entry["props"]), ours.get(host, set())
        lines.append(f"  {entry['i']:>3} {host} ({entry['adapter']}): both {len(theirs & mine)}")
        for kind, reasons, sign in ((theirs - mine, _LESS, "-"), (mine - theirs, _MORE, "+")):
            lines += [f"      {sign} {one}: {reasons.get(one, '?')}" for one in sorted(kind)]
            unexplained += [(host, sign, one) for one in kind if one not in reasons]
    if sys.__stderr__:
        sys.__stderr__.write("\n".join(["", *lines, ""]))
    assert unexplained == []


@pytest.mark.parametrize("name", _NAMES)
def test_no_value_that_a_real_capture_sends_to_a_tracker_is_kept_in_clear(name: str) -> None:
    data = read(name)
    evidence = extract_capture(data).evidence
    assert evidence is not None
    kept = json.dumps(evidence)
    for entry in json.loads(data.decode("utf-8-sig"))["log"]["entries"]:
        for pair in entry["request"].get("queryString", ()):
            if len(str(pair["value"])) >= 16:
                assert str(pair["value"]) not in kept
