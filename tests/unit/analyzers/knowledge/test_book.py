"""Look-ups are anchored: a prefix ends at a dot, a suffix begins at one, the longest wins."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers.knowledge.places import AddressFacts, place_of
from tests.builders.knowledge import KnownAddresses, shipped_knowledge

BOOK = shipped_knowledge()


@pytest.mark.parametrize(
    ("name", "sdk"),
    [
        ("com.adjust.sdk", "adjust"),
        ("com.adjust.sdk.Adjust$1", "adjust"),
        ("com.adjuster.sdk.Adjust", None),
        ("com.braze.Braze", "braze"),
        ("com.brazen.App", None),
        ("com.google.android.gms.ads.identifier.AdvertisingIdClient", "google-advertising-id"),
        ("com.google.android.gms.ads.AdView", "google-admob"),
        ("com.google.android.datatransport.runtime.X", "google-datatransport"),
        ("", None),
        ("com", None),
    ],
)
def test_a_class_belongs_to_the_longest_prefix(name: str, sdk: str | None) -> None:
    found = BOOK.sdk_by_prefix(name)
    assert (found.id if found else None) == sdk


@pytest.mark.parametrize(
    ("host", "owner"),
    [
        ("app.adjust.com", "adjust"),
        ("ADJUST.COM.", "adjust"),
        ("notadjust.com", None),
        ("adjust.com.evil.example", None),
        ("x.s3.eu-west-3.amazonaws.com", "aws"),
        ("firebasestorage.googleapis.com", "google-cloud"),
        ("", None),
    ],
)
def test_a_host_belongs_to_the_longest_suffix(host: str, owner: str | None) -> None:
    found = BOOK.owner_of(host)
    assert (found.owner.id if found else None) == owner


def test_a_sensitive_permission_is_described_and_another_is_not() -> None:
    found = BOOK.sensitive("android.permission.CAMERA")
    assert found is not None
    assert (found.group, found.words.en) == ("camera", "Take photos and videos")
    assert BOOK.sensitive("android.permission.INTERNET") is None


def test_a_place_and_its_region_are_said() -> None:
    assert BOOK.locate("13.36.0.9").country == "FR"
    assert BOOK.region_of("FR") == "eea"


def test_every_data_set_says_whether_it_is_here() -> None:
    ages = {age.name: age for age in BOOK.ages()}
    assert (ages["sceau-knowledge"].licence, ages["sceau-knowledge"].present) == ("ODbL-1.0", True)
    assert ages["cloud-ranges"].date is not None
    assert not ages["dbip-country"].present


def test_a_component_belongs_to_the_longest_prefix_too() -> None:
    found = BOOK.sdk_of_component("com.google.android.gms.measurement.AppMeasurementReceiver")
    assert found is not None
    assert found.id == "firebase-analytics"
    assert BOOK.sdk_of_component("fr.fictif.Receiver") is None


def test_only_packages_with_marks_of_their_own_classes_need_a_closer_look() -> None:
    assert BOOK.marks_below("com.mapbox.mapboxsdk.maps")
    assert not BOOK.marks_below("com.adjust.sdk")


@given(
    st.lists(
        st.sampled_from(["com", "adjust", "sdk", "google", "android", "gms", "ads", "x", "", "$", "é"]), max_size=7
    )
)
def test_a_found_sdk_has_a_prefix_of_the_name_word_by_word(parts: list[str]) -> None:
    name = ".".join(parts)
    found = BOOK.sdk_by_prefix(name)
    words = name.split("$", 1)[0].split(".")
    prefixes = {".".join(words[:length]) for length in range(1, len(words) + 1)}
    assert (found is not None) == bool(prefixes & {prefix for sdk in BOOK.sdks for prefix in sdk.prefixes})
    assert found is None or prefixes & set(found.prefixes)


_KNOWN = sorted({*BOOK._by_prefix, *BOOK.sdks_by_setting, *BOOK.sdks_by_trace("strings")})


@given(
    st.one_of(
        st.sampled_from(_KNOWN),
        st.tuples(st.sampled_from(_KNOWN), st.sampled_from([".x", "$y", "y", ".", "-"])).map("".join),
        st.tuples(st.sampled_from(_KNOWN), st.integers(1, 9)).map(lambda row: row[0][: row[1]]),
        st.text(st.sampled_from("comkil.io$"), max_size=8),
    )
)
def test_a_constant_that_is_passed_over_is_none_that_anything_known_accounts_for(word: str) -> None:
    starts = tuple(mark for mark in BOOK.sdks_by_trace("strings") if mark.endswith("."))
    is_known = BOOK.sdk_by_prefix(word) is not None or word in BOOK.sdks_by_setting or word.startswith(starts)

    assert BOOK.may_know(["", word]) in ([], [(1, word)])
    assert (1, word) in BOOK.may_know(["", word]) or not (is_known or word in BOOK.sdks_by_trace("strings"))


def test_every_known_word_is_looked_at() -> None:
    assert [word for _, word in BOOK.may_know(_KNOWN)] == _KNOWN


@pytest.mark.parametrize(
    ("host", "asn", "owner", "role"),
    [
        ("stats.editeur.example", 44788, "Criteo", "network"),  # a tracker's machine under another's name
        ("gum.criteo.com", 44788, "Criteo", "service"),
        ("x.amazonaws.com", 16509, "Amazon Web Services", "hosting"),  # rented out: nobody knows to whom
        ("api.editeur.example", 16276, None, None),
        ("api.maif.fr", 16276, "MAIF", "service"),
    ],
)
def test_whoever_runs_a_machine_for_itself_alone_receives(
    host: str, asn: int, owner: str | None, role: str | None
) -> None:
    place = place_of("193.252.1.1", KnownAddresses({"193.252.1.1": AddressFacts(asn=asn)}), BOOK.rules)
    found = BOOK.recipient_of(host, place)
    assert (found.owner.name if found else None, found.role if found else None) == (owner, role)


@pytest.mark.parametrize(
    ("host", "aliases", "owner", "role"),
    [
        ("stats.editeur.example", ("x.editeur.example", "gum.criteo.com"), "Criteo", "alias"),
        ("stats.editeur.example", ("d1.cloudfront.net",), None, None),  # rented out: nobody knows to whom
        ("api.maif.fr", ("gum.criteo.com",), "MAIF", "service"),  # its own name tells first
        ("x.amazonaws.com", ("gum.criteo.com",), "Criteo", "alias"),
    ],
)
def test_whoever_a_name_stands_for_receives(
    host: str, aliases: tuple[str, ...], owner: str | None, role: str | None
) -> None:
    found = BOOK.recipient_of(host, None, aliases)
    assert (found.owner.name if found else None, found.role if found else None) == (owner, role)


def test_a_recipient_has_the_kinds_of_all_who_control_it() -> None:
    kinds = {host: BOOK.owner_of(host) for host in ("axa.fr", "agkn.com", "cnp.fr", "iqvia.com")}
    assert {
        host: bool({"insurer", "databroker"} & set(found.owner.kinds)) for host, found in kinds.items() if found
    } == {
        "axa.fr": True,
        "agkn.com": True,
        "cnp.fr": True,
        "iqvia.com": True,
    }


def test_the_table_of_operators_is_as_large_as_promised_and_says_its_sources() -> None:
    roles = {"cloud", "hosting", "cdn", "tracker", "insurer", "databroker"}
    found = [one for one in BOOK.operators.values() if roles & set(one.roles)]
    assert len(found) >= 120
    assert all(one.source.startswith("https://") and one.as_of and one.confidence for one in BOOK.operators.values())
    assert {role for one in found for role in one.roles} >= roles
