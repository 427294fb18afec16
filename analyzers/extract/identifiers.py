"""Identifiers of a device, a network or an account, where the name that the message gives them says what they are.

An account has a key and is known by it under any name; the others have none, and are taken under their names alone.
"""

import ipaddress
import re
from collections.abc import Iterator
from functools import lru_cache

_IBAN = re.compile(rb"(?<![0-9A-Za-z])([A-Z]{2}[0-9]{2}(?: ?[0-9A-Z]{4}){2,7}(?: ?[0-9A-Z]{1,3})?)(?![0-9A-Za-z])")
_SHORTEST_IBAN = 15
_IBAN_SIZES = {
    "AT": 20, "BE": 16, "BG": 22, "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "EE": 20, "ES": 24, "FI": 18,
    "FR": 27, "GB": 22, "GR": 27, "HR": 21, "HU": 28, "IE": 22, "IS": 26, "IT": 27, "LI": 21, "LT": 20, "LU": 20,
    "LV": 21, "MC": 27, "MT": 31, "NL": 18, "NO": 15, "PL": 28, "PT": 25, "RO": 24, "SE": 24, "SI": 19, "SK": 24,
    "SM": 27,
}  # fmt: skip
_ABROAD = re.compile(rb"\+[1-9](?:[ .()-]{0,2}[0-9]){7,14}")
# Names under which a value is one device's or person's: whole words of a name, or its end.
_NAMED_KINDS = (
    ("advertisingId", r"idfa|gaid|aaid|adid|ifa|rdid|maid|gps adid|(?:google )?ad(?:vert[a-z]*)? id"),
    ("deviceId", r"idfv|(?:identifier for )?vendor(?: id)?|android id|ssaid|udid|device id|imei|meid|hardware id"),
    ("phone", r"(?:phone|mobile|telephone|portable|tel)(?: number| no| num)?"),
    ("mac", r"mac|mac addr(?:ess)?|bssid|wifi mac|bluetooth addr(?:ess)?|hw addr|ether"),
    ("ip", r"ip|ip v?[46]|ip addr(?:ess)?|(?:client|local|public|remote|device|user) ip(?: addr(?:ess)?)?"),
)
_NAMED = tuple((kind, re.compile(rf"(?:^| )(?:{words})$")) for kind, words in _NAMED_KINDS)
_HUMPS, _APART = re.compile(r"(?<=[a-z0-9])(?=[A-Z])"), re.compile(r"[^a-z0-9]+")
_UUID = re.compile(rb"(?=.*[1-9A-Fa-f])[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")
_DEVICE = re.compile(rb"(?=.*[1-9a-f])(?:[0-9a-f]{16}|[0-9a-f]{32})", re.IGNORECASE)
_IMEI = re.compile(rb"[0-9]{15}")
_MAC = re.compile(rb"(?=.*[1-9a-f])[0-9a-f]{2}(?:([:-])[0-9a-f]{2})(?:\1[0-9a-f]{2}){4}", re.IGNORECASE)
_NO_MAC = frozenset({b"02:00:00:00:00:00", b"ff:ff:ff:ff:ff:ff"})  # what Android gives instead, and everybody


def may_identify(data: bytes) -> bool:
    """Whether a value, or one of several with line breaks between them, may be an account's number."""
    return _IBAN.search(data) is not None


def find_identifiers(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """Property and value of what a value is, under its name."""
    if (named := kind_of_name(name)) is not None and (kind := _told_by(named, data.strip())) is not None:
        yield kind, data.strip()
    for hit in _IBAN.finditer(data) if len(data) >= _SHORTEST_IBAN else ():
        if has_iban_key(hit[1].decode()):
            yield "bankAccount", hit[1]


@lru_cache(maxsize=4096)
def kind_of_name(name: str) -> str | None:
    """The kind of identifier that a name says its value is."""
    words = _APART.sub(" ", _HUMPS.sub(" ", name).lower()).strip()
    return next((kind for kind, rule in _NAMED if rule.search(words)), None)


def _told_by(named: str, value: bytes) -> str | None:
    """The property of a value under such a name, where it has the form."""
    if named == "phone":
        return "phoneNumber" if _ABROAD.fullmatch(value) and not value.startswith(b"+33") else None
    if named == "ip":
        return _of_a_network(value)
    if named == "mac":
        return "deviceId" if _MAC.fullmatch(value) and value.lower() not in _NO_MAC else None
    if _UUID.fullmatch(value) or (named == "deviceId" and _DEVICE.fullmatch(value)):
        return named
    is_imei = named == "deviceId" and _IMEI.fullmatch(value) and has_luhn_key(value.decode())
    return "deviceId" if is_imei else None


def has_luhn_key(number: str) -> bool:
    """The last digit that many numbers have to be checked by: professionals, telephones, cards."""
    total = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value  # noqa: PLR2004 - the digits of the double, added
    return total % 10 == 0


def _of_a_network(value: bytes) -> str | None:
    try:
        address = ipaddress.ip_address(value.decode("ascii"))
    except ValueError:
        return None
    if address.is_unspecified or address.is_loopback or address.is_multicast:
        return None
    return "publicIp" if address.is_global else "localIp"


def has_iban_key(number: str) -> bool:
    """The length that the country has, and the two digits behind it: the rest by 97 is 1."""
    plain = number.replace(" ", "")
    if _IBAN_SIZES.get(plain[:2]) != len(plain):
        return False
    return int("".join(str(int(sign, 36)) for sign in plain[4:] + plain[:4])) % 97 == 1
