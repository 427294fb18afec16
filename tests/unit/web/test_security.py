"""Headers: strict everywhere, shared only for what anyone may read, and no cookie for a reader."""

import pytest

from tests.builders.client import Caller, a_caller
from tests.builders.instance import Instance, an_instance
from web.security import HEADERS


@pytest.fixture
def caller(instance: Instance) -> Caller:
    return a_caller(instance)


@pytest.mark.parametrize("path", ["/", "/nothing", "/api/v1/health", "/api/v1/nothing", "/static/nothing"])
def test_every_answer_is_hardened_and_sets_no_cookie(caller: Caller, path: str) -> None:
    response = caller.client.get(path)
    assert HEADERS.items() <= dict(response.headers).items()
    assert "Set-Cookie" not in response.headers


def test_nothing_comes_from_elsewhere(caller: Caller) -> None:
    policy = caller.client.get("/").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


def test_public_reads_may_be_read_by_any_page_and_nothing_else(caller: Caller) -> None:
    assert caller.get("listings").headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Origin" not in caller.get("apps", "publisher").headers
    assert "Access-Control-Allow-Origin" not in caller.post("reports", json={}).headers
    assert "Access-Control-Allow-Origin" not in caller.client.get("/").headers


def test_a_page_may_ask_beforehand_whether_it_may_read(caller: Caller) -> None:
    asked = caller.call("OPTIONS", "listings/x")
    assert asked.status_code == 200
    assert "If-None-Match" in asked.headers["Access-Control-Allow-Headers"]
    assert "Access-Control-Allow-Origin" not in caller.call("OPTIONS", "submissions/x").headers


def test_what_a_person_reads_is_kept_nowhere_on_the_way(caller: Caller) -> None:
    assert caller.get("apps", "publisher").headers["Cache-Control"] == "no-store"
    assert caller.get("listings?q=asthme").headers["Cache-Control"] == "no-store"
    assert caller.get("listings").headers["Cache-Control"] == "no-cache"


def test_transport_is_pinned_where_the_address_is_secure(tmp_path_factory: pytest.TempPathFactory) -> None:
    secure = an_instance(tmp_path_factory.mktemp("secure"), origin="https://sceau.example")
    assert "Strict-Transport-Security" in a_caller(secure).get("health").headers
    secure.close()


def test_transport_is_not_pinned_on_loopback(caller: Caller) -> None:
    assert "Strict-Transport-Security" not in caller.get("health").headers


def test_a_file_of_ours_is_kept_by_browsers_as_long_as_its_address_lives(caller: Caller) -> None:
    with caller.get("/static/site.css?v=0123456789") as versioned, caller.get("/static/site.css") as plain:
        assert "immutable" in versioned.headers["Cache-Control"]
        assert plain.headers["Cache-Control"] == "no-cache"
        assert "Cookie" not in plain.headers.get("Vary", "")
