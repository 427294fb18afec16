"""The address tables are searched where they lie; an absent one is simply silent."""

import ipaddress
from pathlib import Path

import pytest

from analyzers.knowledge.addresses import AddressTables, NetworkTable

CSV = """16777216,16777471,13335,"Cloudflare, Inc."
16778240,16779263,38803,Gtelecom
4294967040,4294967295,64500,Last "Net"
"""


@pytest.fixture
def table(tmp_path: Path) -> NetworkTable:
    (tmp_path / "asn.csv").write_text(CSV, "utf-8")
    return NetworkTable(tmp_path / "asn.csv")


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("0.255.255.255", None),
        ("1.0.0.0", (13335, "Cloudflare, Inc.")),
        ("1.0.0.255", (13335, "Cloudflare, Inc.")),
        ("1.0.1.0", None),
        ("1.0.4.0", (38803, "Gtelecom")),
        ("1.0.7.255", (38803, "Gtelecom")),
        ("1.0.8.0", None),
        ("255.255.255.255", (64500, 'Last "Net')),
    ],
)
def test_the_network_of_an_address_is_found_at_both_edges(
    table: NetworkTable, address: str, found: tuple[int, str] | None
) -> None:
    assert table.find(int(ipaddress.ip_address(address))) == found


@pytest.mark.parametrize("content", ["x", "1,2\n", "a,b,c,d\n\n\n"])
def test_a_broken_line_gives_no_answer(tmp_path: Path, content: str) -> None:
    (tmp_path / "asn.csv").write_text(content, "utf-8")
    assert NetworkTable(tmp_path / "asn.csv").find(16777216) is None


def test_the_locked_ranges_answer_without_any_fetched_table() -> None:
    tables = AddressTables(None, None, None)
    facts = tables.facts("13.36.0.9")
    assert (facts.provider, facts.provider_region, facts.table_country, facts.asn) == ("aws", "eu-west-3", None, None)
    assert tables.facts("80.10.10.1").provider is None
    assert not tables.has_country_table()


def test_networks_of_both_families_are_asked_in_their_own_table(tmp_path: Path) -> None:
    (tmp_path / "four.csv").write_text("0,4294967295,4,Four\n", "utf-8")
    (tmp_path / "six.csv").write_text(f"0,{2**128 - 1},6,Six\n", "utf-8")
    tables = AddressTables(None, tmp_path / "four.csv", tmp_path / "six.csv")
    assert (tables.facts("80.10.10.1").asn, tables.facts("2a00::1").asn) == (4, 6)


@pytest.mark.parametrize(
    ("record", "country"), [({"country_code": "FR"}, "FR"), ({"country_code": 3}, None), ("FR", None), (None, None)]
)
def test_the_country_is_read_from_the_record_and_from_nothing_else(
    monkeypatch: pytest.MonkeyPatch, record: object, country: str | None
) -> None:
    tables = AddressTables(Path("table.mmdb"), None, None)
    assert tables.has_country_table()
    monkeypatch.setattr(AddressTables, "_countries", {"80.10.10.1": record})
    assert tables.facts("80.10.10.1").table_country == country


def test_an_address_is_announced_by_a_network_or_not_or_nobody_can_tell(tmp_path: Path) -> None:
    (tmp_path / "four.csv").write_text(CSV, "utf-8")
    tables = AddressTables(None, tmp_path / "four.csv", None)
    assert [tables.facts(address).announced for address in ("1.0.0.1", "1.0.1.1", "2a00::1")] == [True, False, None]
