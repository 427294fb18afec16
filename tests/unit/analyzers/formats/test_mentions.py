"""What looks like an address among strings is found with its place; what only looks like a host is not."""

import pytest

from analyzers.formats import mentions as reader
from analyzers.formats.dex import read_dex
from analyzers.formats.mentions import Mentions
from tests.builders.dex import ClassSource, write_dex


def of_strings(*strings: str) -> tuple[bytes, Mentions]:
    data = write_dex((ClassSource("fr.fictif.A", strings=strings),))
    found = Mentions()
    for first, last in read_dex(data).sections:
        found.look_at_constants(data, first, last, "classes.dex")
    return data, found


def test_addresses_are_found_where_they_are() -> None:
    data, found = of_strings(
        "avant https://api.fictif.example/v1?x=1 après", "wss://live.fictif.example", "HTTP://A.EXAMPLE/x"
    )

    assert set(found.urls) == {
        b"https://api.fictif.example/v1?x=1", b"wss://live.fictif.example", b"HTTP://A.EXAMPLE/x",
    }  # fmt: skip
    for text, (entry, at, length) in found.urls.items():
        assert (entry, data[at : at + length]) == ("classes.dex", text)


@pytest.mark.parametrize(
    "text", ["file:///etc", "content://fr.fictif/x", "http://", "://nothing", "https:// a", "xhttps"]
)
def test_what_is_no_web_address_is_passed_over(text: str) -> None:
    assert of_strings(text)[1].urls == {}


def test_bare_hosts_are_told_from_names_written_backwards() -> None:
    data, found = of_strings("api.mixpanel.com", "com.fictif.app", "mraid.js", "line.separator", "graph.facebook.com/x")

    assert set(found.hosts) == {b"api.mixpanel.com"}
    _, at, length = found.hosts[b"api.mixpanel.com"]
    assert data[at : at + length] == b"api.mixpanel.com"
    assert {b"com.fictif.app", b"mraid.js"} <= set(found.names)


def test_names_that_a_renamer_leaves_alone_are_kept() -> None:
    assert b"measurement.upload.max_bundles" in of_strings("measurement.upload.max_bundles")[1].names


def test_a_name_is_kept_where_it_was_met_first_and_met_again_is_no_flood(monkeypatch: pytest.MonkeyPatch) -> None:
    data, found = of_strings("measurement.upload.max_bundles")
    monkeypatch.setattr(reader, "MAX_NAMES", len(found.names))
    first = dict(found.names)
    for again in (data, of_strings("measurement.upload.max_bundles", "measurement.upload.min_bundles")[0]):
        assert not found.full
        found.look_at_constants(again, *read_dex(again).sections[0], "classes2.dex")

    assert found.names == first
    assert found.full


def test_a_sentence_is_no_name() -> None:
    assert of_strings("Il pleut. Voici un.mot", "a" * 140 + ".b.c")[1].names == {}


def test_an_address_kept_as_two_halves_is_put_together() -> None:
    found = of_strings("hts/frbslgigp.ogepscmv/ieo/eaybtho", "tp:/ieaeogn-agolai.o/1frlglgc/aclg")[1]

    assert [text[:38] for text in found.urls] == [b"https://firebaselogging-pa.googleapis."]
    assert of_strings("hts/frbslgigp.ogepscmv/ieo/eaybtho")[1].urls == {}


def test_a_flood_is_cut_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MAX_ADDRESSES", 3)
    found = Mentions()
    found.look_at_text(b" ".join(b"https://h%d.example/" % n for n in range(9)), 0, 999, "x")

    assert (len(found.urls), found.full) == (3, True)
