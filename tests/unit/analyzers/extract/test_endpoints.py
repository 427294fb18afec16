"""Hosts are gathered once each, with routes that tell no person from another."""

from analyzers.extract.code import read_code
from analyzers.extract.endpoints import constants_of, endpoints_of, look_at_texts
from analyzers.formats.archive import open_archive
from analyzers.formats.mentions import Mentions
from tests.builders.archive import Entry, write_archive
from tests.builders.dex import ClassSource, write_dex


def _of(text: bytes) -> Mentions:
    found = Mentions()
    found.look_at_text(text, 0, len(text), "classes.dex")
    return found


def test_one_row_per_host_with_its_routes() -> None:
    (row,) = endpoints_of(
        _of(b"https://api.fictif.example/v1/notes http://api.fictif.example/v2 https://api.fictif.example")
    )

    assert (row["host"], row["schemes"], row["paths"]) == (
        "api.fictif.example",
        ["http", "https"],
        ["/v1/notes", "/v2"],
    )
    assert (row["count"], row["at"][0]) == (3, {"entry": "classes.dex", "offset": 0, "length": 35})


def test_what_may_be_somebody_or_a_secret_is_masked() -> None:
    rows = endpoints_of(
        _of(b"https://user:pw@a.example/patients/1234567/x?token=sk_live_1 https://b.example/k/9f86d081884c7d65")
    )

    assert [row["paths"] for row in rows] == [["/patients/…/x"], ["/k/…"]]
    assert "sk_live" not in str(rows)
    assert "pw" not in str(rows)


def test_placeholders_and_the_phone_itself_are_left_out() -> None:
    assert endpoints_of(_of(b"http://localhost/x http://%s/x https://printer.local/ http://[::1/")) == []


def test_readable_files_are_looked_at_and_bundles_only_once() -> None:
    rows = [
        Entry("assets/a.json", b"https://a.example/"),
        Entry("assets/b.js", b"https://b.example/"),
        Entry("x.json", b"h"),
    ]
    found = Mentions()

    assert look_at_texts(open_archive(write_archive(rows)), found, ["assets/b.js"]) == []
    assert set(found.urls) == {b"https://a.example/"}


def test_names_are_sorted() -> None:
    assert constants_of(Mentions(names={b"b.c.d": ("x", 0, 1), b"a.b": ("x", 0, 1)})) == ["a.b", "b.c.d"]


def test_the_classes_that_load_an_address_are_told_by_the_code() -> None:
    classes = [ClassSource("com.a.Net", strings=("https://api.fictif.example/v1",)), ClassSource("com.a.Other")]
    raw = write_archive([Entry("classes.dex", write_dex(classes))])

    (row,) = endpoints_of(read_code(open_archive(raw)).mentions)
    assert (row["host"], row["users"]) == ("api.fictif.example", ["com.a.Net"])
