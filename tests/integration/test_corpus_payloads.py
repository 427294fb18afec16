"""Real captures: what we read of tracker protocols, beside what TrackHAR reads, each difference with its reason."""

import json

import pytest

from tests.integration.corpus import flow_names, read
from tests.integration.trackhar import LESS, MORE, PAGE, compare, read_traffic, references, render

pytestmark = [pytest.mark.corpus, pytest.mark.integration]

_REFERENCES = references()
# Without the corpus one of our own: nothing to compare it with, and nothing missing from it.
_NAMES = list(_REFERENCES) or [name for name in flow_names() if name.endswith(".har")]


@pytest.mark.parametrize("name", _NAMES)
def test_every_difference_from_trackhar_is_explained(name: str) -> None:
    unexplained = [
        (host, sign, kind)
        for _, host, _, _, less, more in compare(name, _REFERENCES.get(name, {}))
        for sign, kinds, reasons in (("-", less, LESS), ("+", more, MORE))
        for kind in kinds
        if kind not in reasons
    ]
    assert unexplained == []


@pytest.mark.skipif(not _REFERENCES, reason="the page is written from the corpus")
def test_the_page_of_differences_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == render(), "stale: python -m tests.integration.trackhar"


@pytest.mark.parametrize("name", _NAMES)
def test_no_value_that_a_real_capture_sends_to_a_tracker_is_kept_in_clear(name: str) -> None:
    data = read(name)
    kept = json.dumps(read_traffic(name))
    for entry in json.loads(data.decode("utf-8-sig"))["log"]["entries"]:
        for pair in entry["request"].get("queryString", ()):
            if len(str(pair["value"])) >= 16:
                assert str(pair["value"]) not in kept
