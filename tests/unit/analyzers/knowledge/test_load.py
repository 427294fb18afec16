"""The shipped data is whole, sourced and dated; its version changes with any of it."""

import json
import re
from pathlib import Path

import pytest

from analyzers.knowledge.load import load_knowledge
from analyzers.knowledge.tables import PURPOSES
from tests.builders.knowledge import shipped_knowledge

BOOK = shipped_knowledge()


def test_the_tables_have_the_promised_size() -> None:
    assert len(BOOK.sdks) >= 450
    assert len(BOOK.operators) >= 120


def test_every_sdk_has_a_mark_a_purpose_a_source_and_a_date() -> None:
    for sdk in BOOK.sdks:
        assert sdk.prefixes or sdk.hosts, sdk.id
        assert set(sdk.purposes) <= PURPOSES
        assert sdk.source, sdk.id
        assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", sdk.as_of), sdk.id


def test_every_prefix_and_suffix_is_clean() -> None:
    for sdk in BOOK.sdks:
        for prefix in sdk.prefixes:
            assert re.fullmatch(r"[A-Za-z_][\w$-]*(\.[A-Za-z_][\w$-]*)*", prefix), prefix
        for host in sdk.hosts:
            assert re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", host), host


def test_every_tracker_names_an_owner_with_a_country() -> None:
    tracking = {"advertising", "profiling", "analytics", "attribution", "identification"}
    free = {"opentelemetry"}
    for sdk in BOOK.sdks:
        if tracking & set(sdk.purposes) and sdk.id not in free:
            assert sdk.owner is not None, sdk.id


def test_every_country_is_two_capital_letters() -> None:
    for owner in BOOK.owners.values():
        for country in (owner.country, owner.parent_country):
            assert country is None or re.fullmatch("[A-Z]{2}", country), owner.id


def test_every_organisation_is_sourced_dated_and_graded() -> None:
    for organization in BOOK.operators.values():
        assert organization.source.startswith("https://"), organization.id
        assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", organization.as_of), organization.id
        assert organization.confidence in {"high", "medium", "low"}, organization.id


def test_every_provider_that_publishes_ranges_has_an_operator() -> None:
    assert {"aws", "gcp", "azure", "cloudflare", "digitalocean", "oracle"} <= set(BOOK.rules.by_provider)


def test_loading_twice_gives_the_same_version() -> None:
    assert load_knowledge(None).version == BOOK.version
    assert re.fullmatch("[0-9a-f]{64}", BOOK.version)


def card(folder: Path, name: str, member: str, content: bytes) -> None:
    (folder / member).write_bytes(content)
    stamp = {"member": member, "size": len(content), "version": "1", "date": "2026-06-01", "licence": "CC-BY-4.0"}
    stamp |= {"attribution": "someone", "member_sha256": "0" * 64}
    (folder / f"{name}.json").write_text(json.dumps(stamp), "utf-8")


def test_a_fetched_data_set_is_dated_and_changes_the_version(tmp_path: Path) -> None:
    card(tmp_path, "asn-ipv4", "asn.csv", b"0,4294967295,64500,Example\n")
    book = load_knowledge(tmp_path)
    ages = {age.name: age for age in book.ages()}
    assert (ages["asn-ipv4"].present, ages["asn-ipv4"].date) == (True, "2026-06-01")
    assert book.version != BOOK.version
    assert book.locate("80.10.10.1").operator == "Example"


@pytest.mark.parametrize("damage", ["cut", "gone", "uncarded", "unreadable", "halved"])
def test_a_damaged_data_set_counts_as_absent(tmp_path: Path, damage: str) -> None:
    card(tmp_path, "asn-ipv4", "asn.csv", b"0,4294967295,64500,Example\n")
    if damage == "cut":
        (tmp_path / "asn.csv").write_bytes(b"0,4")
    elif damage in {"unreadable", "halved"}:
        (tmp_path / "asn-ipv4.json").write_text("{" if damage == "unreadable" else '{"member": "asn.csv"}', "utf-8")
    else:
        (tmp_path / ("asn.csv" if damage == "gone" else "asn-ipv4.json")).unlink()
    assert not any(age.present for age in load_knowledge(tmp_path).ages() if age.name == "asn-ipv4")


def test_every_regime_is_named_sourced_and_graded() -> None:
    assert {regime for owner in BOOK.owners.values() for regime in owner.reach} == set(BOOK.regimes)
    for regime in BOOK.regimes.values():
        assert regime.source.startswith("https://"), regime.id
        assert regime.confidence in {"high", "medium", "low"}
        assert regime.name.fr != regime.name.en


def test_a_host_of_health_data_that_is_not_listed_is_unknown() -> None:
    known = load_knowledge(None)
    holder = known.hds_of("OVHcloud")
    assert holder is not None
    assert holder.source.startswith("https://esante.gouv.fr/")
    assert known.hds_of("Hetzner") is None
    assert known.hds_of(None) is None
