"""What a handshake settled: checked field by field, bounded, and what is dropped is counted."""

from typing import Any

import pytest

from analyzers.extract.exchanges import Exchanges
from analyzers.extract.handshakes import MAX_HANDSHAKES, note_handshake

GOOD: dict[str, Any] = {
    "host": "Api.Example.", "port": 443, "sni": "api.example", "peer_ip": "192.0.2.1", "phase": 1,
    "offered": ["TLSv1.3", "TLSv1.2"], "app": "TLSv1.3", "server": "TLSv1.2", "cipher": "ECDHE-RSA", "alpn": "h2",
    "app_cipher": "TLS_AES",
    "verified": True, "certificate_sha256": "a" * 64, "issuer": "An authority", "refused": False,
    "not_after": "2027-01-01T00:00:00+00:00",
}  # fmt: skip


def noted(**changes: Any) -> dict[str, Any]:
    found = Exchanges()
    note_handshake(found, GOOD | changes, (7, 20))
    return found.handshakes[0]


def test_a_handshake_is_kept_field_by_field() -> None:
    row = noted()
    assert (row["host"], row["offered"]) == ("api.example", ["TLSv1.2", "TLSv1.3"])
    assert (row["app_version"], row["server_version"], row["certificate_valid"]) == ("TLSv1.3", "TLSv1.2", True)
    assert (row["offset"], row["length"], row["issuer"]) == (7, 20, "An authority")


@pytest.mark.parametrize(
    ("field", "value", "kept"),
    [
        ("app", "TLSv9", "app_version"), ("server", 3, "server_version"), ("verified", "yes", "certificate_valid"),
        ("certificate_sha256", "A" * 64, "certificate_sha256"), ("not_after", "tomorrow", "not_after"),
        ("issuer", 5, "issuer"), ("cipher", {}, "cipher"), ("peer_ip", "nowhere", "peer_ip"), ("port", -1, "port"),
        ("app_cipher", 1, "app_cipher"),
    ],
)  # fmt: skip
def test_what_is_not_of_its_kind_is_unknown(field: str, value: Any, kept: str) -> None:
    assert noted(**{field: value})[kept] is None
    assert noted(offered=value)["offered"] == []


def test_an_issuer_is_bounded_and_printable() -> None:
    assert len(noted(issuer="x" * 999)["issuer"]) <= 200
    assert "\x1b" not in noted(issuer="a\x1b[31m")["issuer"]


def test_one_too_many_or_without_a_host_is_counted_as_not_listed() -> None:
    found = Exchanges()
    note_handshake(found, GOOD | {"host": None, "sni": None, "peer_ip": None}, (0, 0))
    for _ in range(MAX_HANDSHAKES + 2):
        note_handshake(found, GOOD, (0, 0))
    assert (len(found.handshakes), found.unlisted["handshakes"]) == (MAX_HANDSHAKES, 3)
