"""Flows become requests; raw traffic becomes connections whose content was not read."""

from dataclasses import replace

from analyzers.extract.exchanges import Exchanges
from analyzers.extract.flow_rows import take_flow
from analyzers.formats.flow import Flow

_FLOW = Flow(
    offset=0, length=9, kind="http", method="GET", scheme="https", host="a.example", port=443, path="/users/7?q=1",
    http_version="HTTP/2.0", status=200, bytes_out=0, bytes_in=5, peer="192.0.2.1", sni="a.example", tls=True,
    websocket=False, error=None, started=1.0,
)  # fmt: skip


def test_a_request_keeps_its_route_without_the_query() -> None:
    found = Exchanges()

    assert take_flow(found, _FLOW) is None
    assert (found.requests[0]["path"], found.requests[0]["scheme"]) == ("/users/…", "https")
    assert found.first == "1970-01-01T00:00:01.000Z"


def test_raw_traffic_is_a_connection_that_was_not_read() -> None:
    found = Exchanges()
    take_flow(found, replace(_FLOW, kind="udp", host=None, error="connection reset"))

    (row,) = found.connections.values()
    assert (row["host"], row["transport"], row["intercepted"], row["failure"]) == ("a.example", "udp", False, "reset")
    assert found.requests == []


def test_a_flow_without_a_host_is_counted() -> None:
    assert take_flow(Exchanges(), replace(_FLOW, host=None)) == "no-host"


def test_an_unknown_scheme_follows_the_connection() -> None:
    found = Exchanges()
    take_flow(found, replace(_FLOW, scheme=None, tls=False, port=80))

    assert found.requests[0]["scheme"] == "http"


def test_old_proxies_that_kept_the_whole_address_are_read() -> None:
    found = Exchanges()
    take_flow(found, replace(_FLOW, path="http://b.example/x"))

    assert (found.requests[0]["host"], found.requests[0]["path"]) == ("b.example", "/x")
