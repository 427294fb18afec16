"""HAR entries of any producer become requests; the app's statement is read with care."""

from typing import Any

import pytest

from analyzers.extract.exchanges import Exchanges
from analyzers.extract.har_rows import note_refusals, read_statement, take_entry
from analyzers.formats.har import Har


def _entry(**changes: Any) -> dict[str, Any]:
    return {"request": {"method": "GET", "url": "https://a.example/x"}, "serverIPAddress": "192.0.2.1"} | changes


def test_an_entry_without_a_response_is_a_request_all_the_same() -> None:
    found = Exchanges()

    assert take_entry(found, 0, _entry(), (3, 4)) is None
    (row,) = found.requests
    assert (row["host"], row["peer_ip"], row["status"], row["offset"], row["length"]) == (
        "a.example",
        "192.0.2.1",
        None,
        3,
        4,
    )


@pytest.mark.parametrize(
    ("entry", "why"),
    [
        ({}, "no-url"),
        ({"request": 5}, "no-url"),
        ({"request": {"url": None}}, "no-url"),
        ({"request": {"url": "nowhere"}}, "no-host"),
    ],
)
def test_an_entry_that_names_no_host_is_counted(entry: dict[str, Any], why: str) -> None:
    assert take_entry(Exchanges(), 0, entry, (0, 1)) == why


@pytest.mark.parametrize("response", [{"status": 0}, {"status": 0, "_error": "net::ERR_CERT_INVALID"}])
def test_a_failed_request_marks_its_connection(response: dict[str, Any]) -> None:
    found = Exchanges()
    take_entry(found, 0, _entry(response=response), (0, 1))

    (row,) = found.connections.values()
    assert (row["failure"] is not None, row["intercepted"]) == (True, False)


def test_the_server_that_was_reached_under_another_name_is_told_of_too() -> None:
    found = Exchanges()
    take_entry(found, 0, _entry(_server="Ads.example"), (0, 1))
    take_entry(found, 1, _entry(_server="a.example"), (0, 1))
    take_entry(found, 2, _entry(_server={}), (0, 1))

    assert {row["host"]: row["requests"] for row in found.connections.values()} == {"a.example": 3, "ads.example": 1}


def test_odd_types_are_unknown_not_fatal() -> None:
    found = Exchanges()
    odd = _entry(response={"status": "x", "content": 5}, serverIPAddress=7, startedDateTime=9)

    assert take_entry(found, 0, odd, (0, 1)) is None
    assert (found.requests[0]["peer_ip"], found.requests[0]["status"], found.first) == (None, None, None)


def test_one_stated_app_is_the_captures_app() -> None:
    app = {"id": "fr.fictif.app", "version": "1.2", "versionCode": 12, "sha256": "A" * 64, "md5": "short"}
    stated = read_statement(Har(tweasel={"apps": [app], "device": {"runTarget": "emulator"}}), Exchanges())

    assert stated["app"] == {
        "packageName": "fr.fictif.app",
        "versionName": "1.2",
        "versionCode": "12",
        "apk_sha256": "a" * 64,
        "md5": None,
        "platform": None,
    }
    assert stated["device"]["emulator"] is True


@pytest.mark.parametrize(("apps", "number"), [([], 0), ([{"id": "a"}, {"id": "b"}], 2), (5, 0), ([5], 0)])
def test_several_or_no_stated_apps_name_none(apps: Any, number: int) -> None:
    stated = read_statement(Har(tweasel={"apps": apps}), Exchanges())

    assert (stated["app"], stated["apps"], stated["device"]) == (None, number, None)


def test_phases_carry_their_choice_and_their_journeys() -> None:
    marks = [("journey", "before", "x"), ("phase", "refused", "2026-11-27T06:00:00Z"), ("phase", "nonsense", "?")]
    marks += [("journey", "a", ""), ("journey", "a", ""), ("journey", "b", "")]
    har = Har(sceau={"route": "evaluation_build", "rehearsal": True}, marks=marks, ended="stopped")
    stated = read_statement(har, Exchanges())

    assert stated["phases"] == [
        {"id": "refused", "consent": "refused", "start": "2026-11-27T06:00:00Z", "end": None, "journeys": 2}
    ]
    assert (stated["route"], stated["rehearsal"], stated["ended"]) == ("evaluation_build", True, "stopped")


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("51.38.10.1:443", "51.38.10.1"),
        ("a.example/51.38.10.1", "51.38.10.1"),
        ("[2a00:1450::200e]:443", "2a00:1450::200e"),
        ("::ffff:51.38.10.1", "51.38.10.1"),
        ("unknown", None),
        ("", None),
    ],
)
def test_the_address_of_the_server_is_read_as_producers_write_it(written: str, address: str | None) -> None:
    found = Exchanges()
    take_entry(found, 0, _entry(serverIPAddress=written), (0, 1))
    assert found.requests[0]["peer_ip"] == address


@pytest.mark.parametrize("url", ["a.example:443", "https://a.example:443", "http://a.example:443/"])
def test_what_a_proxy_only_carried_is_a_connection_without_content(url: str) -> None:
    found = Exchanges()
    asked = {"request": {"method": "CONNECT", "url": url}}
    assert take_entry(found, 0, _entry(**asked), (0, 1)) is None
    assert take_entry(found, 1, _entry(request={"method": "CONNECT", "url": ":"}), (1, 1)) == "no-host"

    facts = found.facts({}, 1, 1, [], 0)
    assert facts["requests"] == []
    assert [(row["host"], row["intercepted"], row["peer_ip"]) for row in facts["connections"]] == [
        ("a.example", False, "192.0.2.1")
    ]


def test_what_was_carried_and_read_as_well_is_no_blind_connection() -> None:
    found = Exchanges()
    take_entry(found, 0, _entry(request={"method": "CONNECT", "url": "a.example:443"}), (0, 1))
    take_entry(found, 1, _entry(), (1, 1))
    assert [row["intercepted"] for row in found.facts({}, 2, 2, [], 0)["connections"]] == [True]


def test_handshakes_that_the_app_broke_off_are_connections() -> None:
    found = Exchanges()
    rows = [
        {"hostname": "pinned.example", "cause": "cert-rejected"},
        {"hostname": None},
        {"sni": "b.example", "cause": 5},
    ]
    note_refusals(found, Har(refused=rows))
    assert [(row["host"], row["failure"], row["intercepted"]) for row in found.connections.values()] == [
        ("pinned.example", "untrusted_ca", False),
        ("b.example", "tls", False),
    ]


def test_the_version_of_http_may_stand_with_the_answer_only() -> None:
    found = Exchanges()
    take_entry(found, 0, _entry(response={"httpVersion": "h3"}), (0, 1))
    assert found.requests[0]["http_version"] == "h3"
