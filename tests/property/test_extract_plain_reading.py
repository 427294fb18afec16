"""What is read with all that makes it quick is what a plain reading gives: nothing is passed over, nothing added."""

import json
import zlib
from collections import Counter
from typing import Any
from urllib.parse import quote

import brotli
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzers.extract.capture import extract_capture
from analyzers.extract.disguises import list_disguises
from analyzers.extract.known import KnownValues
from analyzers.extract.readings import Readings
from analyzers.extract.scattered import KnownDays
from analyzers.formats.parts import Part, body_part
from analyzers.knowledge.protocols import load_protocols
from tests.builders.carriers import CARRIERS, an_archive
from tests.builders.plain_reading import PlainReader, Seeds, flat
from tests.builders.plain_search import agree_on, list_requests
from tests.unit.analyzers.extract.test_patterns import SHOWN

# A case reads whole captures twice: few of them in the gate, all in the proof.
_CASES = settings().max_examples if settings().max_examples > 200 else 60

SEEDS: Seeds = (
    ("emailAddress", "camille.exemple@courriel.example"),
    ("personName", "Camille Élémentaire"),
    ("phoneNumber", "+33612345678"),
    ("dateOfBirth", "1984-03-07"),
    ("preciseLocation", "48.85661,2.35222"),
    ("deviceId", "8f3b1c52-9d14-4e6a-b7a0-0c5de31f8a77"),
)
_ADAPTERS = load_protocols().adapters
_FORMS = [form for name, value in SEEDS for form in list_disguises(name, value)]
_WORDS = sorted({word for kind in load_protocols().properties.values() for word in (*kind.words, *kind.anywhere)})
_PLACES = sorted(
    {step for one in _ADAPTERS.values() for place, _, _ in one.values for step in place[1:] if step != "*"}
)
_TELLING = sorted(
    {name for name, _, _ in SHOWN} | {"lat", "lon", "lng", "latitude", "longitude", "year", "month", "day"}
)
_OTHERS = ["k", "0", "id", "user_id", "token", "gcs", "gcd", "tcString", "x-y", "camille", "a/b"]


def _nested(place: tuple[str, ...], value: Any) -> Any:
    """A document in which a value stands at a place."""
    for step in reversed(place):
        value = {"0" if step == "*" else step: value}
    return value


def _any(rows: list[Any]) -> Any:
    """One of many rows, which a strategy of the library would print each time it is named."""
    return st.integers(0, len(rows) - 1).map(lambda number: rows[number])


_names = _any([*_TELLING, *_OTHERS]) | _any(_WORDS) | _any(_PLACES)
_told = _any([value for _, value, _ in SHOWN]) | _any(_WORDS)
_seeded = _any(_FORMS).map(lambda form: form.form.decode("latin-1" if form.stand == "anywhere" else "utf-8", "replace"))
_odd = st.sampled_from(
    ["", "1984", "3", "07", "48.85661", "2.35222", "G101", "abc123def456ghi", "x" * 14, "{}", "a=b&c=d", "é", "&amp;",
     "12", "10000000000", "612345678", "%2B33612345678", "\u0000\u0001", "AAAAAAAAAAAAAAAA", "deadbeefdeadbeef"]
)  # fmt: skip
_short = _told | _seeded | _odd | st.text(max_size=6)
_texts = _short | st.builds(
    "{}{}{}".format, st.sampled_from(["", " ", "x", "/", "blob:"]), _short, st.sampled_from(["", "\n", "y", "."])
)
_numbers = st.integers(-5, 10**12) | st.sampled_from([612345678, 33612345678, 448070400, 1984, 3, 7, 10**10, 2**70])
_CONSENTS = [("gcs", "G101"), ("gcd", "13l3l3l3l1l1"), ("tcString", "CPxxRfAPxxRfAAfKABENB-CgAAAAAAAAAAYgAAAAAAAA")]
_members = _any([(name, value) for name, value, _ in SHOWN] + _CONSENTS).map(lambda member: dict([member]))
_placed = _any([(place[1:], one) for one in _ADAPTERS.values() for place, _, _ in one.values if place[1:]]).flatmap(
    lambda row: _texts.map(lambda text: _nested(row[0], text))
)
_bodies = st.recursive(
    _members | _placed | st.none() | st.booleans() | _numbers | st.floats(-200, 200) | _texts,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(_names | _texts, inner, max_size=4) | inner.map(json.dumps)
    ),
    max_leaves=14,
)
_latin = _texts.filter(lambda text: bool(text) and max(map(ord, text)) <= 0xFF)  # some carriers hold a byte a sign
_carried = st.builds(lambda how, text: CARRIERS[how](text), st.sampled_from(sorted(CARRIERS)), _latin)
_pairs = st.lists(st.tuples(_names, _texts), max_size=5)


def _body(document: Any) -> Part:
    return body_part(json.dumps(document).encode(), [])[0]


def _form(place: str) -> Any:
    return _pairs.map(
        lambda pairs: Part(place, "", "&".join(f"{a}={b}" for a, b in pairs).encode("utf-8", "replace"), "form")
    )


def _named(place: str) -> Any:
    return st.builds(lambda name, text: Part(place, name, text.encode("utf-8", "replace")), _names, _texts)


_raw = st.builds(
    lambda data, media: Part("body", "", data, media),
    st.binary(max_size=60)
    | _texts.map(lambda text: text.encode("utf-16-le"))
    | _bodies.map(lambda one: json.dumps(one).encode()),
    st.sampled_from(["", "application/json", "application/x-protobuf", "text/plain", "application/grpc"]),
)
_part = _bodies.map(_body) | _form("query") | _form("fragment") | _named("header") | _named("cookie") | _raw
_parts = st.lists(_part, min_size=1, max_size=5)
_adapters = _any([None, *(_ADAPTERS[key] for key in sorted(_ADAPTERS))])


def _reader(seeds: Seeds) -> Readings:
    known = KnownValues(form for name, value in seeds for form in list_disguises(name, value))
    return Readings(known, KnownDays(value for name, value in seeds if name == "dateOfBirth"))


def _apart(read: list[Any], wanted: list[Any]) -> tuple[Counter[Any], Counter[Any]]:
    """What the one adds and what it passes over."""
    return Counter(read) - Counter(wanted), Counter(wanted) - Counter(read)


def _agree(parts: list[Part], adapters: list[Any]) -> None:
    for seeds in ((), SEEDS):
        quick, plain = _reader(seeds), PlainReader(seeds)
        for part in parts * 2:
            for adapter in adapters:
                read, wanted = flat(quick.read(part, adapter)), plain.read(part, adapter)
                assert [_apart(*both) for both in zip(read[1:], wanted[1:], strict=True)] == [({}, {})] * 3, part
                assert read == wanted
            assert sorted(quick.learn(part)) == sorted(plain.learn(part))


@settings(max_examples=_CASES)
@given(_parts, _adapters)
def test_a_part_shows_what_a_plain_reading_shows_cold_and_warm(parts: list[Part], adapter: Any) -> None:
    _agree(parts, [None, adapter])


@settings(max_examples=_CASES)
@given(st.lists(_carried, min_size=1, max_size=4), _adapters)
def test_however_a_value_is_carried_both_see_the_same(entries: list[Any], adapter: Any) -> None:
    asked, _ = list_requests(an_archive(entries, []))
    _agree([part for one in asked for part in (*one.message.sent, *one.message.received)], [None, adapter])


_hosts = st.sampled_from(
    ["t.example", "camille.t.example", "api2.branch.io", "www.google-analytics.com", "app-measurement.com", "192.0.2.9"]
)
_answers = st.lists(st.tuples(st.sampled_from(["Set-Cookie", "ETag", "X-Id"]), st.sampled_from(
    ["uid=abc123def456ghi; Path=/", "abc123def456ghi", "a=b", "id=zzz999yyy888xxx"])), max_size=2)  # fmt: skip


@st.composite
def _entries(draw: st.DrawFn) -> list[Any]:
    """Some requests of an archive, in which the same servers, bodies and identifiers come again."""
    bodies = [*draw(st.lists(_bodies, min_size=1, max_size=2)), {"user_id": "abc123def456ghi"}]
    entries = []
    for _ in range(draw(st.integers(1, 8))):
        query = "&".join(f"{name}={value}" for name, value in draw(_pairs)).replace("#", "")
        path = draw(st.sampled_from(["/g/collect", "/v1/open", "/v2/event", "/a/camille.exemple@courriel.example/b"]))
        request = {
            "method": "POST", "url": f"https://{draw(_hosts)}{path}?{query}",
            "headers": [{"name": "Cookie", "value": "u=abc123def456ghi"}] if draw(st.booleans()) else [],
            "postData": {"mimeType": "application/json", "text": json.dumps(draw(st.sampled_from(bodies)))},
        }  # fmt: skip
        headers = [{"name": name, "value": value} for name, value in draw(_answers)]
        content = {"mimeType": "application/json", "text": json.dumps(draw(st.sampled_from(bodies)))}
        response = {"status": 200, "headers": headers, "content": content}
        phase = draw(st.sampled_from([None, 0, 1]))
        entries.append({"request": request, "response": response, "_phase": phase})
    return entries


@settings(max_examples=_CASES)
@given(_entries())
def test_a_capture_tells_what_a_plain_search_finds_and_each_request_counts_once(entries: list[Any]) -> None:
    for seeds in ((), SEEDS):
        data = an_archive(entries, list(seeds))
        evidence = extract_capture(data).evidence
        assert evidence is not None
        agree_on(data, evidence["traffic"], evidence["subject"]["sha256"])


_ALL_PLACES = [(one, place) for one in _ADAPTERS.values() for place, _, _ in one.values if len(place) > 1]


@pytest.mark.parametrize("value", ["dull", 7, "1984", True])
def test_every_place_of_every_protocol_is_told_whatever_was_dull_before(value: Any) -> None:
    quick = _reader(SEEDS)
    for one, place in _ALL_PLACES:
        steps = tuple("0" if step == "*" else step for step in place[1:])
        if place[0] == "body":
            part = _body({"a": "before", **_nested(place[1:], value), "z": "behind"})
        elif len(steps) == 1:
            part = Part(place[0], "", f"a=before&{quote(steps[0])}={json.dumps(value)}&z=behind".encode(), "form")
            part = part if place[0] == "query" else Part(place[0], steps[0], json.dumps(value).encode())
        else:
            continue
        for adapter in (None, one, None, one):
            hits = quick.read(part, adapter).hits
        assert [(hit.adapter, hit.kind) for hit in hits if hit.match == "adapter" and hit.leaf.path == steps], (
            one.id,
            place,
        )


@pytest.mark.parametrize("crowd", [0, 1, 63, 64, pytest.param(200, marks=pytest.mark.prove)])
def test_every_name_and_word_that_tells_is_heard_in_any_company(crowd: int) -> None:
    cases = [(name, value) for name, value, _ in SHOWN] + [("k", word) for word in _WORDS] + _CONSENTS
    cases += [(word, "7") for word in _WORDS] + [
        ("k", form.form.decode()) for form in _FORMS if form.stand != "anywhere" and form.form.isascii()
    ]
    _same_alone_and_among(cases, crowd)


def _same_alone_and_among(cases: list[tuple[str, str]], crowd: int) -> None:
    for seeds in ((), SEEDS):
        quick, alone = _reader(seeds), PlainReader(seeds)
        for start in range(0, len(cases), 40):
            rows = [{name: value} for name, value in cases[start : start + 40]]
            others = [{f"other{number}": f"dull {number}"} for number in range(crowd)]
            part = _body([*others, *rows, *others])
            for _ in range(2):
                read, wanted = flat(quick.read(part)), alone.read(part)
                assert [_apart(*both) for both in zip(read[1:], wanted[1:], strict=True)] == [({}, {})] * 3


_GIVEN = json.dumps({"session": {"user_id": "abc123def456ghi"}}).encode()
_SOCKET = zlib.compressobj(wbits=-15)
_WRAPPED = {
    "as it is": _GIVEN,
    "two bytes a sign": _GIVEN.decode().encode("utf-16"),
    "brotli": brotli.compress(_GIVEN),
    "deflate": zlib.compress(_GIVEN),
    "a socket's": (_SOCKET.compress(_GIVEN) + _SOCKET.flush(zlib.Z_SYNC_FLUSH))[:-4],
    "numbers": json.dumps({"user_id": list(b"abc123def456ghi")}).encode(),
    "entities": b'{"user_id":"%s"}' % b"".join(b"&#%d;" % sign for sign in b"abc123def456ghi"),
    "escapes": b'{"user_id":"%s"}' % b"".join(b"\\u%04x" % sign for sign in b"abc123def456ghi"),
    "hexadecimal": b'{"d":"%s"}' % _GIVEN.hex().encode(),
}


@pytest.mark.parametrize("how", _WRAPPED)
def test_an_identifier_is_learned_however_it_is_wrapped(how: str) -> None:
    for place in ("body", "websocket"):
        part = Part(place, "", _WRAPPED[how])
        assert _reader(()).learn(part) == tuple(PlainReader().learn(part)) == (b"abc123def456ghi",)
