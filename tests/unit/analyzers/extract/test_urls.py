"""Addresses keep where a request goes and drop whom it concerns."""

import pytest

from analyzers.extract.urls import clean_address, clean_host, read_url, redact_path, split_authority


@pytest.mark.parametrize(
    ("url", "scheme", "host", "port"),
    [
        ("https://API.Example.org/a", "https", "api.example.org", 443),
        ("http://u:p@a.example:8080/", "http", "a.example", 8080),
        ("wss://[2001:db8::1]:9/x", "wss", "2001:db8::1", 9),
        ("https://café.example/", "https", "xn--caf-dma.example", 443),
        ("data:text/html,<b>", "data", None, None),
    ],
)
def test_addresses_are_taken_apart(url: str, scheme: str, host: str | None, port: int | None) -> None:
    target = read_url(url)

    assert target is not None
    assert (target.scheme, target.host, target.port) == (scheme, host, port)


@pytest.mark.parametrize(
    "url", ["", "example.org", "https://", "https://a b/", "https://x:99999/", "https://-a-.x\r\n/"]
)
def test_what_names_no_host_is_none(url: str) -> None:
    assert read_url(url) is None


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("/v1/configuration", "/v1/configuration"),
        ("/patients/jean-dupont/notes", "/patients/…/notes"),
        ("/users/42", "/users/…"),
        ("/x/123e4567-e89b-12d3-a456-426614174000", "/x/…"),
        ("/x/123456", "/x/…"),
        ("/x/deadbeef01", "/x/…"),
        ("/x/jean@example.org", "/x/…"),
        ("/x/Zm9vYmFyMTIzAB", "/x/…"),
        ("/x/a%20b", "/x/…"),
        ("/" + "a" * 40, "/…"),
    ],
)
def test_paths_lose_what_looks_like_a_person(path: str, kept: str) -> None:
    assert redact_path(path) == kept


def test_the_query_never_enters_the_path() -> None:
    target = read_url("https://a.example/find?email=jean@example.org#frag")

    assert target is not None
    assert target.path == "/find"


def test_hosts_and_addresses_are_cleaned() -> None:
    assert (clean_host("A.Example."), clean_host("a..b"), clean_host("")) == ("a.example", None, None)
    assert (clean_address("[::1]"), clean_address("fe80::1%eth0"), clean_address("x")) == ("::1", "fe80::1", None)
    assert split_authority("a.example:x") == ("a.example", -1)
