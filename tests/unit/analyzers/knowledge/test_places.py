"""A provider's own range first, a country table second; disagreement and anycast leave the country open."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers.knowledge.places import AddressFacts, NoAddresses, Place, place_of
from tests.builders.knowledge import KnownAddresses, shipped_knowledge

RULES = shipped_knowledge().rules


def at(address: str, **facts: object) -> Place:
    return place_of(address, KnownAddresses({address: AddressFacts(**facts)}), RULES)  # type: ignore[arg-type] - each test names its own facts


def test_a_published_region_gives_the_country() -> None:
    place = at("13.36.0.9", provider="aws", provider_region="eu-west-3", table_country="FR")
    assert (place.country, place.basis, place.region) == ("FR", "provider-range", "eea")
    assert "est d'accord" in place.reasoning.fr


def test_aws_paris_is_french_soil_and_american_law() -> None:
    place = at("13.36.0.9", provider="aws", provider_region="eu-west-3")
    assert (place.operator, place.operator_country) == ("Amazon Web Services", "US")
    assert (place.parent, place.parent_country) == ("Amazon.com, Inc.", "US")
    assert place.foreign_reach == ("us-cloud-act", "us-fisa-702")


def test_ovh_in_france_is_out_of_foreign_reach() -> None:
    place = at("51.38.10.1", table_country="FR", asn=16276, as_name="OVH SAS")
    assert (place.country, place.basis) == ("FR", "country-table")
    assert (place.operator, place.parent, place.parent_country) == ("OVHcloud", "OVH Groupe SA", "FR")
    assert place.foreign_reach == ()


def test_ovh_in_the_united_states_is_run_by_its_american_company() -> None:
    place = at("51.81.10.1", table_country="US", asn=16276)
    assert (place.operator, place.parent, place.region) == ("OVHcloud US", "OVH Groupe SA", "third")
    assert place.foreign_reach == ("us-cloud-act", "us-fisa-702")


AMERICAN = ("us-cloud-act", "us-fisa-702")


@pytest.mark.parametrize(
    ("facts", "country", "parent_country", "reach"),
    [
        ({"asn": 12876, "table_country": "FR"}, "FR", "FR", ()),
        ({"asn": 50624, "table_country": "FR"}, "FR", "FR", ()),
        ({"asn": 24940, "table_country": "DE"}, "DE", "DE", ()),
        ({"asn": 24940, "table_country": "FI"}, "FI", "DE", ()),
        ({"asn": 8560, "table_country": "DE"}, "DE", "DE", ()),
        ({"asn": 6878, "table_country": "DE"}, "DE", "DE", ()),
        ({"asn": 3215, "table_country": "FR"}, "FR", "FR", ()),
        ({"asn": 12322, "table_country": "FR"}, "FR", "FR", ()),
        ({"asn": 29222, "table_country": "CH"}, "CH", "CH", ()),
        ({"asn": 213394, "table_country": "FR"}, "FR", "FR", ()),
        ({"asn": 12601, "table_country": "FR"}, "FR", "FR", ()),
        ({"asn": 16276, "table_country": "PL"}, "PL", "FR", ()),
        ({"asn": 16276, "table_country": "CA"}, "CA", "FR", ()),
        ({"asn": 63949, "table_country": "DE"}, "DE", "US", AMERICAN),
        ({"asn": 20473, "table_country": "FR"}, "FR", "US", AMERICAN),
        ({"asn": 19551, "table_country": "FR"}, None, "FR", AMERICAN),
        ({"asn": 61273, "table_country": "DE"}, "DE", "US", AMERICAN),
        ({"asn": 20940, "table_country": "FR"}, None, "US", AMERICAN),
        ({"asn": 54113, "table_country": "FR"}, None, "US", AMERICAN),
        ({"asn": 32934, "table_country": "FR"}, None, "US", AMERICAN),
        ({"asn": 45102, "table_country": "DE"}, "DE", "CN", ("cn-national-intelligence",)),
        ({"asn": 13238, "table_country": "RU"}, "RU", "RU", ("ru-yarovaya",)),
        ({"asn": 20860, "table_country": "GB"}, "GB", "GB", ("uk-ipa",)),
    ],
    ids=str,
)
def test_place_and_control_are_two_facts(
    facts: dict[str, object], country: str | None, parent_country: str, reach: tuple[str, ...]
) -> None:
    place = at("193.252.1.1", **facts)
    assert (place.country, place.parent_country, place.foreign_reach) == (country, parent_country, reach)


@pytest.mark.parametrize(
    ("address", "country", "operator"),
    [
        ("13.38.50.1", "FR", "Amazon Web Services"),
        ("18.184.1.1", "DE", "Amazon Web Services"),
        ("54.154.1.1", "IE", "Amazon Web Services"),
        ("54.164.1.1", "US", "Amazon Web Services"),
        ("2a05:d012::1", "FR", "Amazon Web Services"),
        ("99.84.1.1", None, "Amazon Web Services"),
        ("20.188.32.1", "FR", "Microsoft"),
        ("13.69.1.1", "NL", "Microsoft"),
        ("51.116.1.1", "DE", "Microsoft"),
        ("34.155.10.1", "FR", "Google Cloud"),
        ("34.76.1.1", "BE", "Google Cloud"),
        ("104.16.1.1", None, "Cloudflare"),
    ],
)
def test_the_locked_ranges_place_known_addresses(address: str, country: str | None, operator: str) -> None:
    place = shipped_knowledge().locate(address)
    assert (place.country, place.operator, place.parent_country) == (country, operator, "US")


def test_disagreement_leaves_the_country_open_and_is_said() -> None:
    place = at("13.36.0.9", provider="aws", provider_region="eu-west-3", table_country="US")
    assert (place.country, place.basis, place.region) == (None, "disagreement", "unknown")
    assert "eu-west-3 (FR)" in place.reasoning.fr


@pytest.mark.parametrize(
    "facts",
    [
        {"provider": "cloudflare", "table_country": "US"},
        {"provider": "aws", "provider_region": "GLOBAL", "provider_service": "AMAZON"},
        {"provider": "aws", "provider_region": "eu-west-3", "provider_service": "CLOUDFRONT"},
        {"provider": "azure", "provider_service": "AZUREFRONTDOOR.FRONTEND"},
        {"asn": 15169, "table_country": "US"},
    ],
    ids=str,
)
def test_anycast_and_delivery_networks_are_not_decidable(facts: dict[str, object]) -> None:
    place = at("104.16.1.1", **facts)
    assert (place.country, place.basis, place.region) == (None, "anycast", "unknown")
    assert place.operator is not None


def test_a_published_region_wins_over_the_networks_habit() -> None:
    assert at("34.155.10.1", provider="gcp", provider_region="europe-west9", asn=15169).country == "FR"


def test_a_network_outside_the_table_keeps_its_announced_name_without_a_parent() -> None:
    place = at("193.252.1.1", asn=64500, as_name="Example Net", table_country="DE")
    assert (place.operator, place.operator_country, place.parent, place.foreign_reach) == (
        "Example Net",
        None,
        None,
        (),
    )


def test_without_data_nothing_is_known() -> None:
    place = place_of("193.252.1.1", NoAddresses(), RULES)
    assert (place.country, place.basis, place.operator) == (None, "none", None)
    assert not NoAddresses().has_country_table()


@pytest.mark.parametrize(
    "address",
    [
        "10.0.0.1",
        "127.0.0.1",
        "192.0.2.7",
        "203.0.113.9",
        "169.254.1.1",
        "::1",
        "fe80::1%eth0",
        "2001:db8::1",
        "224.0.0.1",
    ],
)
def test_reserved_addresses_are_in_no_country(address: str) -> None:
    place = place_of(address, KnownAddresses({address: AddressFacts(table_country="US")}), RULES)
    assert (place.country, place.basis, place.operator) == (None, "none", None)
    assert "réservée" in place.reasoning.fr


@pytest.mark.parametrize("address", ["", "not an address", "999.1.1.1", "1.2.3", "é", "\x00"])
def test_what_is_no_address_is_in_no_country(address: str) -> None:
    assert place_of(address, NoAddresses(), RULES).basis == "none"


def test_a_mapped_address_is_looked_up_as_what_it_maps() -> None:
    source = KnownAddresses({"13.36.0.9": AddressFacts(provider="aws", provider_region="eu-west-3")})
    assert place_of("::ffff:13.36.0.9", source, RULES).country == "FR"
    assert place_of("[::ffff:10.0.0.1]", source, RULES).country is None


@pytest.mark.parametrize(
    ("country", "region"),
    [
        ("FR", "eea"),
        ("NO", "eea"),
        ("RE", "eea"),
        ("CH", "adequate"),
        ("GB", "adequate"),
        ("US", "third"),
        ("CA", "third"),
        (None, "unknown"),
    ],
)
def test_countries_fall_into_the_dated_regions(country: str | None, region: str) -> None:
    assert RULES.region_of(country) == region


@given(st.one_of(st.text(max_size=60), st.ip_addresses().map(str)), st.sampled_from([None, "FR", "US", "ZZ"]))
def test_any_address_gets_a_place_that_agrees_with_itself(address: str, country: str | None) -> None:
    place = place_of(address, KnownAddresses({address: AddressFacts(table_country=country)}), RULES)
    assert place.region == RULES.region_of(place.country)
    assert (place.country is None) == (place.basis in {"none", "anycast", "disagreement"})
    assert place.reasoning.fr != place.reasoning.en


def test_a_network_on_which_sources_contradict_each_other_stays_open_and_names_them() -> None:
    place = at("51.15.10.1", asn=12876, table_country="NL")
    assert (place.country, place.basis, place.region) == (None, "disagreement", "unknown")
    assert place.operator == "Scaleway"
    assert "NL selon DB-IP Lite" in place.reasoning.fr
    assert "contradict each other" in place.reasoning.en


def test_a_provider_s_own_region_is_believed_before_a_contested_table() -> None:
    place = at("51.15.10.1", provider="aws", provider_region="eu-west-3", table_country="FR")
    assert (place.country, place.basis) == ("FR", "provider-range")


def test_a_network_known_to_answer_from_everywhere_is_in_no_country() -> None:
    assert at("76.76.21.21", asn=16509, table_country="US").basis == "anycast"


def test_the_law_of_the_place_is_apart_from_the_law_of_control() -> None:
    place = at("5.161.10.1", asn=3215, table_country="US")
    assert (place.operator, place.foreign_reach) == ("Orange", ())
    assert place.local_reach == ("us-cloud-act", "us-fisa-702")
    assert "Le droit du pays où sont les machines (US)" in place.reasoning.fr
    assert at("193.252.1.1", asn=3215, table_country="FR").local_reach == ()


@pytest.mark.parametrize("written", ["::ffff:13.36.0.9", "64:ff9b::13.36.0.9", "2002:0d24:0009::1"])
def test_an_ipv6_form_of_an_ipv4_address_is_that_address(written: str) -> None:
    facts = AddressFacts(provider="aws", provider_region="eu-west-3")
    place = place_of(written, KnownAddresses({"13.36.0.9": facts}), RULES)
    assert (place.address, place.country, place.operator) == ("13.36.0.9", "FR", "Amazon Web Services")


@pytest.mark.parametrize("written", ["::13.36.0.9", "64:ff9b::10.0.0.1", "2002:0a00:0001::1", "2001:0:4136:e378::1"])
def test_what_stands_for_no_machine_is_in_no_country(written: str) -> None:
    everywhere = {written: AddressFacts(table_country="FR"), "10.0.0.1": AddressFacts(table_country="FR")}
    assert place_of(written, KnownAddresses(everywhere), RULES).country is None


def test_an_address_that_no_network_announces_has_only_its_place_in_the_registry() -> None:
    place = at("159.8.1.1", table_country="NL", announced=False)
    assert (place.country, place.basis, place.region) == (None, "none", "unknown")
    assert "registre" in place.reasoning.fr
    assert at("159.8.1.1", table_country="NL", announced=None).country == "NL"


def test_a_country_where_the_operator_has_no_data_centre_is_left_open() -> None:
    place = at("51.89.1.1", table_country="BE", asn=16276)
    assert (place.country, place.basis, place.operator) == (None, "disagreement", "OVHcloud")
    assert "BE" in place.reasoning.fr
    assert at("51.89.1.1", table_country="DE", asn=16276).country == "DE"


@pytest.mark.parametrize(
    ("asn", "country", "operator", "software"),
    [
        (2376, "FR", "Bleu", "Microsoft"),
        (198678, "DE", "Delos Cloud", "Microsoft"),
        (58593, "CN", "21Vianet (Azure in China)", "Microsoft"),
        (6878, "DE", "T-Systems (Open Telekom Cloud)", "Huawei"),
        (16276, "FR", "OVHcloud", None),
    ],
)
def test_whose_software_an_operator_runs_adds_no_law(
    asn: int, country: str, operator: str, software: str | None
) -> None:
    place = at("193.252.1.1", asn=asn, table_country=country)
    assert (place.operator, place.software) == (operator, software)
    assert "us-cloud-act" not in place.foreign_reach
