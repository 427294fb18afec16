"""Values that show what they are are recognised by their form and, where there is one, by their key."""

import random
import uuid
from typing import Any

import pytest

from analyzers.extract.patterns import Positions, find_patterns, has_nir_key, is_telling, may_show

SHOWN = [
    ("x", "camille@courriel.example", "emailAddress"),
    ("x", "appelez le +33 6 12 34 56 78 svp", "phoneNumber"),
    ("phone", "06 12 34 56 78", "phoneNumber"),
    ("x", "2 69 05 49 588 157 80", "nationalHealthId"),
    ("x", "269054958815780", "nationalHealthId"),
    ("rpps", "10003456786", "professionalId"),
    ("location", "48.8566,2.3522", "preciseLocation"),
    ("x", "FR76 3000 6000 0112 3456 7890 189", "bankAccount"),
    ("x", "NL91ABNA0417164300", "bankAccount"),
    ("iban", "DE89370400440532013000", "bankAccount"),
    ("phone_number", "+32 470 12 34 56", "phoneNumber"),
    ("advertiser_id", "1209d0b9-b959-42e6-b921-aa5d9d08c1af", "advertisingId"),
    ("gps_adid", "1209d0b9-b959-42e6-b921-aa5d9d08c1af", "advertisingId"),
    ("IDFA", "1209D0B9-B959-42E6-B921-AA5D9D08C1AF", "advertisingId"),
    ("idfv", "1209D0B9-B959-42E6-B921-AA5D9D08C1AF", "deviceId"),
    ("androidId", "9774d56d682e549c", "deviceId"),
    ("imei", "490154203237518", "deviceId"),
    ("wifiMac", "a4:5e:60:c2:01:9f", "deviceId"),
    ("localIp", "192.168.1.24", "localIp"),
    ("client_ip", "2a01:cb00:12::1", "publicIp"),
    ("ip", "80.10.10.1", "publicIp"),
]


def kinds(name: str, value: str) -> list[str]:
    return [kind for kind, _ in find_patterns(name, value.encode())]


@pytest.mark.parametrize(("name", "value", "kind"), SHOWN)
def test_a_value_shows_what_it_is(name: str, value: str, kind: str) -> None:
    assert kinds(name, value) == [kind]


@pytest.mark.parametrize(("name", "value", "kind"), SHOWN)
def test_what_a_value_shows_is_looked_for_in_company(name: str, value: str, kind: str) -> None:
    assert is_telling(name) or may_show(f"1\n{value}\n2".encode()), kind


@pytest.mark.parametrize(
    "value", ["camille@courriel.example", "+33 6 12 34 56 78", "2 69 05 49 588 157 80", "180052A00400146"]
)
def test_what_shows_itself_is_never_denied_in_company(value: str) -> None:
    assert all(may_show(text.encode()) for text in (value, f"1\n{value}\n2", f"a\n{value}"))
    assert not may_show(b"1700000000123\n2026-09-01T10:00:00Z\nhome")


def test_some_names_tell_what_a_value_is() -> None:
    assert [is_telling(name) for name in ("phone", "rpps", "position", "ip", "x")] == [True, True, True, True, False]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("x", "logo@2x.png"),
        ("x", "06 12 34 56 78"),
        ("x", "269054958815781"),
        ("x", "269991958815780"),
        ("rpps", "10003456789"),
        ("x", "10003456786"),
        ("size", "48.8566,2.3522"),
        ("location", "148.8566,2.3522"),
        ("x", "FR76 3000 6000 0112 3456 7890 188"),
        ("x", "FR7630006000011234567890"),
        ("id", "1209d0b9-b959-42e6-b921-aa5d9d08c1af"),
        ("ad_id", "00000000-0000-0000-0000-000000000000"),
        ("imei", "490154203237519"),
        ("mac", "02:00:00:00:00:00"),
        ("mac", "12:30:45"),
        ("ip", "0.0.0.0"),  # noqa: S104 - a look-alike
        ("version", "10.0.0.1"),
        ("tip", "10.0.0.1"),
        ("x", "269054900015780"),
    ],
)
def test_a_look_alike_is_nothing(name: str, value: str) -> None:
    assert kinds(name, value) == []


def test_keys_are_computed_and_corsica_counts() -> None:
    assert has_nir_key("2690549588157" + "80")
    body = "180052A004001"
    key = 97 - int(body.replace("2A", "19")) % 97
    assert has_nir_key(f"{body}{key:02}")
    assert not has_nir_key(f"{body}{(key + 1) % 97:02}")


def test_a_position_is_two_numbers_of_one_object() -> None:
    positions = Positions()
    assert positions.take(("p", "lat"), b"48.8566") is None
    assert positions.take(("q", "lng"), b"2.3522") is None
    assert positions.take(("p", "lng"), b"2.3522") == ("preciseLocation", b"48.8566,2.3522")
    assert positions.take(("p", "lon"), b"900.25") is None
    assert positions.take((), b"x") is None


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        ((("p", "longitude"), b"2.3522"), (("p", "latitude"), b"48.8566"), b"48.8566,2.3522"),
        ((("p", "coordinates", "0"), b"2.3522"), (("p", "coordinates", "1"), b"48.8566"), b"2.3522,48.8566"),
        ((("geo", "0"), b"148.8566"), (("geo", "1"), b"-42.3522"), b"-42.3522,148.8566"),
        ((("coordinates", "0"), b"0.5"), (("coordinates", "1"), b"0.25"), None),  # of a screen
        ((("size", "0"), b"2.3522"), (("size", "1"), b"48.8566"), None),
        ((("0",), b"2.3522"), (("1",), b"48.8566"), None),
    ],
)
def test_a_position_is_told_in_either_order_and_as_a_list(first: Any, second: Any, told: bytes | None) -> None:
    positions = Positions()
    assert positions.take(*first) is None
    assert positions.take(*second) == (None if told is None else ("preciseLocation", told))


def test_a_thousand_look_alikes_are_nothing() -> None:
    chance = random.Random(3)  # noqa: S311 - look-alikes, not secrets
    number = chance.randrange
    makers = (
        lambda: str(1_600_000_000 + number(200_000_000)),
        lambda: str(1_600_000_000_000 + number(200_000_000_000)),
        lambda: f"20{number(10, 30)}-{number(1, 13):02}-{number(1, 29):02}T{number(24):02}:{number(60):02}:00Z",
        lambda: f"{number(1000)}.{number(100):02}",
        lambda: str(uuid.UUID(int=chance.getrandbits(128))),
        lambda: f"{number(20)}.{number(20)}.{number(20)}.{number(999)}",
        lambda: f"{number(20)}.{number(20)}.{number(20)}-beta+{number(999)}",
        lambda: f"{chance.getrandbits(64):016x}",
        lambda: f"{chance.getrandbits(128):032x}",
        lambda: f"GIDSignIn@{number(9)}.{number(9)}.{number(9)}",
        lambda: f"{number(10**12, 10**13)}",
        lambda: f"{number(3840)}x{number(2160)}",
    )
    names = (
        "ts",
        "time",
        "price",
        "id",
        "uuid",
        "version",
        "build",
        "event_id",
        "order",
        "sku",
        "x",
        "session",
        "etag",
    )
    taken = [
        (name, value) for name in names for make in makers for value in [make() for _ in range(8)] if kinds(name, value)
    ]
    assert taken == []
