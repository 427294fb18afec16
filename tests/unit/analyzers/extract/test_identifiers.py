"""Identifiers are what their names say, where they have the form; accounts and devices have their keys."""

import pytest

from analyzers.extract.identifiers import has_iban_key, has_luhn_key, kind_of_name


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("advertiser_id", "advertisingId"), ("googleAdId", "advertisingId"), ("IDFA", "advertisingId"),
        ("identifierForVendor", "deviceId"), ("deviceId", "deviceId"), ("wifi_mac", "mac"), ("clientIp", "ip"),
        ("tip", None), ("load_id", None), ("macro", None), ("zip", None), ("readId", None), ("", None),
    ],
)  # fmt: skip
def test_a_name_says_what_kind_of_identifier_it_is(name: str, kind: str | None) -> None:
    assert kind_of_name(name) == kind


def test_keys_are_computed() -> None:
    assert has_luhn_key("79927398713")
    assert not has_luhn_key("79927398710")
    assert has_iban_key("GB82 WEST 1234 5698 7654 32")
    assert not has_iban_key("GB82 WEST 1234 5698 7654 33")
    assert not has_iban_key("GB82 WEST 1234 5698 7654")
    assert not has_iban_key("XX82 WEST 1234 5698 7654 32")
