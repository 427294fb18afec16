"""What a request tells is found wherever it stands, linked across servers, and never kept in clear."""

import base64
import gzip
import hashlib
import json
from typing import Any

import pytest

from analyzers.extract.search import Search, redact_value
from analyzers.extract.urls import read_url
from analyzers.formats.parts import Message, Part, body_part, header_parts, url_parts

_MAIL = "camille.exemple@courriel.example"
_SEEDS = [{"category": "emailAddress", "value": _MAIL}]


def told(*messages: tuple[str, Message], seeds: Any = _SEEDS) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    search = Search(seeds)
    for index, (url, message) in enumerate(messages):
        target = read_url(url)
        assert target is not None
        search.take(index, target, message, "salt")
    return search.facts()


def sent(*parts: Part, url: str = "https://a.example/") -> tuple[str, Message]:
    return url, Message(tuple(parts))


def kinds(*parts: Part, url: str = "https://a.example/", seeds: Any = _SEEDS) -> set[tuple[str, str]]:
    return {(row["match"], row["property"]) for row in told(sent(*parts, url=url), seeds=seeds)[0]}


@pytest.mark.parametrize(
    "part",
    [
        url_parts(f"https://a.example/u/{_MAIL}")[0],
        url_parts("https://a.example/?m=camille.exemple%40courriel.example")[-1],
        header_parts([("X-User", _MAIL.encode())])[0],
        header_parts([("Cookie", b"u=" + base64.b64encode(_MAIL.encode()))])[0],
        body_part(gzip.compress(json.dumps({"a": {"b": _MAIL}}).encode()), [("content-encoding", b"gzip")])[0],
        body_part(hashlib.sha256(_MAIL.encode()).hexdigest().encode(), [])[0],
        Part("websocket", "", json.dumps([_MAIL]).encode()),
        url_parts("https://camille.exemple%40courriel.example:x@a.example/")[-1],
        url_parts("https://a.example/#m=camille.exemple%40courriel.example")[-1],
        header_parts([("Accept-Language", _MAIL.encode())])[0],
    ],
)
def test_a_test_value_is_found_in_every_part_of_a_request(part: Part) -> None:
    assert ("known", "emailAddress") in kinds(part)


def test_layers_digest_and_place_are_recorded_and_the_value_is_not() -> None:
    body = json.dumps({"user": {"mail": hashlib.md5(_MAIL.encode(), usedforsecurity=False).hexdigest()}}).encode()
    rows, counted = told(sent(*body_part(body, [])))
    (row,) = [row for row in rows if row["match"] == "known"]

    assert (row["part"], row["path"], row["layers"], row["hash"]) == ("body", "user/…", ["json"], "md5")
    assert row["value_sha256"] == hashlib.sha256(b"salt\0" + _MAIL.encode()).hexdigest()
    assert _MAIL not in json.dumps(rows)
    assert (counted["seeds"], counted["bodies"], counted["bodies_understood"]) == (1, 1, 1)


def test_no_digest_is_kept_of_what_can_be_tried_out() -> None:
    rows, _ = told(sent(*body_part(b'{"tel": "0612345678"}', [])))
    assert [(row["property"], row["value_sha256"]) for row in rows] == [("phoneNumber", None)]


def test_an_identifier_given_by_one_server_and_sent_to_another_links_them() -> None:
    given = Message((), tuple(header_parts([("Set-Cookie", b"uid=abcdef1234567890; Path=/")])))
    there = sent(*url_parts("https://b.example/?x=abcdef1234567890"), url="https://b.example/")
    back = sent(*header_parts([("Cookie", b"uid=abcdef1234567890")]))
    rows, counted = told(("https://a.example/", given), there, back)

    assert [(row["match"], row["property"], row["request"]) for row in rows] == [("learned", "learnedId", 1)]
    assert counted["learned"] == 1


def test_health_vocabulary_is_found_in_names_and_values() -> None:
    assert kinds(*body_part(b'{"bloodGlucose": 1.2}', [])) == {("vocabulary", "bloodGlucose")}
    assert kinds(*url_parts("https://a.example/?q=mon+diab%C3%A8te")) == {("vocabulary", "diagnosisCode")}


def test_a_test_value_that_names_another_value_is_found_and_not_kept() -> None:
    rows, _ = told(sent(*body_part(b'{"Exemplier": 1}', [])), seeds=[{"category": "personName", "value": "Exemplier"}])
    assert [(row["match"], row["property"], row["path"]) for row in rows] == [("known", "personName", "…")]


def test_words_that_only_contain_a_health_word_are_none() -> None:
    assert kinds(*body_part(b'{"fontWeight": 4, "hivernal": "cancers2", "cycleway": true}', [])) == set()


def test_a_protocol_names_what_its_places_carry() -> None:
    body = body_part(
        b"advertiser_id=aaaaaaaa-bbbb&event=CUSTOM", [("content-type", b"application/x-www-form-urlencoded")]
    )
    url = "https://graph.facebook.com/v14.0/123456/activities"
    assert kinds(*url_parts(url), *body, url=url) == {("adapter", "advertisingId"), ("adapter", "interaction")}


def test_told_many_times_is_counted_not_repeated() -> None:
    rows, _ = told(*[sent(*body_part(_MAIL.encode(), []))] * 5)
    assert [row["requests"] for row in rows if row["match"] == "known"] == [5]


@pytest.mark.parametrize(
    "seeds", [None, 5, [5], [{"category": "nothing", "value": "abcdefg"}], [{"category": "userId", "value": 4}]]
)
def test_a_statement_of_another_shape_seeds_nothing(seeds: object) -> None:
    assert told(seeds=seeds)[1]["seeds"] == 0


def test_a_redacted_value_shows_its_form_only() -> None:
    assert redact_value(b"Camille.7@x.fr") == "aaaaaaa.9@a.aa"
    assert redact_value(b"1" * 40) == "9" * 24 + "… (40)"


def test_a_piece_of_a_route_that_is_a_test_value_is_hidden() -> None:
    search = Search([{"category": "medication", "value": "Canarizole"}])
    twice = [search.hide("/drugs/canarizole/elozirana/eloziranaC/add") for _ in range(2)]

    assert twice == ["/drugs/…/elozirana/…/add"] * 2
    assert Search().hide("/drugs/canarizole") == "/drugs/canarizole"


def test_a_path_tells_as_a_whole_and_by_its_pieces() -> None:
    told_by = base64.b64encode(json.dumps({"mail": _MAIL}).encode()).decode()
    rows, _ = told(sent(*url_parts(f"https://a.example/x/{told_by}/y")))
    assert [row["property"] for row in rows if row["match"] == "known"][:1] == ["emailAddress"]


def test_a_label_of_a_server_that_is_a_test_value_is_found_and_hidden() -> None:
    seeds = [{"category": "diagnosisCode", "value": "zorbellose-3f2a"}]
    for label in ("zorbellose-3f2a", b"zorbellose-3f2a".hex()):
        url = f"https://{label}.a.example/"
        assert kinds(url=url, seeds=seeds) == {("known", "diagnosisCode")}
        assert Search(seeds).hide_host(f"{label}.a.example") == "….a.example"
    assert kinds(url="https://diabete.a.example/") == set()
    assert Search().hide_host("zorbellose-3f2a.a.example") == "zorbellose-3f2a.a.example"
