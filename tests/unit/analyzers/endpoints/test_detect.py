"""Named servers: once each, without what is no server, with owner, party and the component whose code loads them."""

from typing import Any

import pytest

from analyzers.contract import Detection
from analyzers.endpoints.detect import detect, party_of, place_of
from criteria.findings import Extent
from tests.builders.evidence import APK_SHA256, an_endpoint, apk_evidence
from tests.builders.knowledge import shipped_knowledge

BOOK = shipped_knowledge()


def look(*endpoints: dict[str, Any], **changes: Any) -> Detection:
    return detect(APK_SHA256, apk_evidence(endpoints=list(endpoints), **changes), BOOK)


def test_a_server_has_its_owner_its_party_and_the_component_that_uses_it() -> None:
    (found,) = look(an_endpoint("app.adjust.com", "com.adjust.sdk.Constants", "fr.fictif.carnet.Net")).findings
    said = found.attributes

    assert (said["host"], said["domain"], said["party"]) == ("app.adjust.com", "adjust.com", "third")
    assert (said["owner"], said["owner_country"], said["parent_country"]) == ("Adjust", "DE", "US")
    assert (said["sdks"], said["loaded"], said["place"]) == (("adjust",), True, "code")
    assert found.pointer.path == ("classes.dex",)


def test_formats_licences_links_and_examples_are_left_out_and_counted() -> None:
    found = look(
        *map(an_endpoint, ("schemas.android.com", "www.w3.org", "www.apache.org", "example.com", "a.fictif.fr"))
    )

    assert [row.attributes["host"] for row in found.findings] == ["a.fictif.fr"]
    assert "names of formats (2)" in found.coverage[0].reason.en
    assert "examples (1)" in found.coverage[0].reason.en


@pytest.mark.parametrize(
    "host", ["schemas.android.com.tracker.example", "notw3.org", "api.example.com", "api.github.com"]
)
def test_a_look_alike_of_noise_is_no_noise(host: str) -> None:
    assert len(look(an_endpoint(host)).findings) == 1


def test_clear_text_is_said_only_where_no_secure_form_stands_beside_it() -> None:
    rows = look(an_endpoint("a.fictif.fr", schemes=["http"]), an_endpoint("b.fictif.fr", schemes=["http", "https"]))

    assert [row.attributes["cleartext"] for row in rows.findings] == [True, False]


def test_the_domain_after_which_the_package_is_named_is_the_publisher_s() -> None:
    assert party_of("api.carnet.fictif.fr", None, "fr.fictif.carnet") == "first"
    assert party_of("api.fictif.fr", None, None) == "unknown"
    assert party_of("app.adjust.com", BOOK.owner_of("app.adjust.com"), "fr.fictif.carnet") == "third"
    assert party_of("x.amazonaws.com", BOOK.owner_of("x.amazonaws.com"), "fr.fictif") == "unknown"
    assert party_of("play.google.com", BOOK.owner_of("play.google.com"), "fr.fictif") == "platform"


@pytest.mark.parametrize(
    ("entry", "place"),
    [
        ("classes2.dex", "code"),
        ("base.apk!/classes.dex", "code"),
        ("lib/arm64-v8a/libapp.so", "library"),
        ("assets/index.android.bundle", "bundle"),
        ("resources.arsc", "resource"),
        ("assets/config.json", "asset"),
    ],
)
def test_the_sort_of_file_is_told(entry: str, place: str) -> None:
    assert place_of(entry) == place


def test_nothing_is_ever_concluded_from_a_name_that_is_not_there() -> None:
    assert look().coverage[0].extent is Extent.PARTIAL
    assert detect(APK_SHA256, {}, BOOK).coverage[0].extent is Extent.NONE


def test_what_was_not_read_is_said() -> None:
    unread = {"entries_unread": [{"entry": "classes2.dex", "why": "truncated"}], "verdict_ceiling": None}

    assert "part of the package was not read" in look(completeness=unread).coverage[0].reason.en


@pytest.mark.parametrize(("host", "user"), [("a.count.ly", "fr.fictif.Net"), ("a.fictif.fr", "org.acra.Sender")])
def test_a_server_told_by_a_contested_entry_says_so(host: str, user: str) -> None:
    (found,) = look(an_endpoint(host, user)).findings

    assert found.attributes["contested"] is True
    assert "Entrée contestée" in found.reasoning.fr
