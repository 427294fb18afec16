"""Requests as real trackers write them, through the whole search: each protocol names what its places carry."""

from typing import Any

import pytest

from analyzers.extract.search import Search
from analyzers.extract.urls import read_url
from analyzers.formats.parts import Message, body_part, url_parts
from analyzers.knowledge.protocols import Adapter, load_protocols
from tests.builders.tracker_requests import REQUESTS, Sent

ADAPTERS = load_protocols().adapters


def told(sent: Sent) -> list[dict[str, Any]]:
    body = body_part(sent.body, list(sent.headers)) if sent.body else ()
    target = read_url(sent.url)
    assert target is not None
    search = Search([])
    search.take(0, target, Message((*url_parts(sent.url), *body)), "salt")
    return search.facts()[0]


@pytest.mark.parametrize("sent", REQUESTS, ids=[f"{one.adapter}-{place}" for place, one in enumerate(REQUESTS)])
def test_a_request_tells_each_property_and_by_its_own_protocol(sent: Sent) -> None:
    found = {(row["adapter"], row["property"]) for row in told(sent) if row["match"] == "adapter"}

    assert found == {(sent.adapter, kind) for kind in sent.tells}


@pytest.mark.parametrize(
    "adapter",
    [
        "segment/events", "braze/data", "datadog/rum", "matomo/tracking", "posthog/events", "microsoft/clarity",
        "yandex/appmetrica", "iterable/api", "airship/device", "clevertap/events", "new-relic/mobile", "instabug/sdk",
        "piano/events", "google/remote-config", "google/ads", "rudderstack/events",
    ],
)  # fmt: skip
def test_the_protocols_of_health_apps_are_there_and_tried(adapter: str) -> None:
    assert adapter in ADAPTERS
    assert adapter in {one.adapter for one in REQUESTS}


@pytest.mark.parametrize("adapter", ADAPTERS.values(), ids=list(ADAPTERS))
def test_every_value_of_a_protocol_has_a_reason_and_the_protocol_a_source(adapter: Adapter) -> None:
    assert adapter.source.startswith("https://")
    assert all(len(why.split()) > 1 for _, _, why in adapter.values)


@pytest.mark.parametrize(
    "url",
    [
        "https://api.segment.io.carnet.example/v1/batch",
        "https://segment.iodine.example/v1/batch",
        "https://carnet.example/matomo.phpx",
        "https://nonclarity.example/collect",
    ],
)
def test_a_name_that_only_looks_alike_speaks_no_protocol(url: str) -> None:
    sent = next(one for one in REQUESTS if one.adapter == "segment/events")
    rows = told(Sent("", url, frozenset(), sent.body, sent.headers))

    assert [row for row in rows if row["match"] == "adapter"] == []
