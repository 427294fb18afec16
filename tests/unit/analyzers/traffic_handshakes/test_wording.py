"""What a handshake says to a person, in both languages, with each fault named."""

import pytest

from analyzers.traffic_handshakes.settled import settle
from analyzers.traffic_handshakes.wording import describe, name_version
from criteria.findings import Attribute
from tests.builders.evidence import a_handshake

GOOD: dict[str, Attribute] = {
    "host": "api.example", "version": "TLSv1.2", "current": True, "forward_secrecy": True, "certificate_valid": True,
    "refused_interception": False, "app_version": "TLSv1.3", "server_version": "TLSv1.2", "cipher": "ECDHE-X",
    "app_cipher": "TLS_AES",
    "protocol": "h2", "issuer": "Authority", "certificate_until": "2027-01-01",
}  # fmt: skip


@pytest.mark.parametrize(
    ("version", "named"),
    [("TLSv1", "TLS 1.0"), ("TLSv1.2", "TLS 1.2"), ("SSLv3", "SSLv3"), ("QUICv1", "QUIC (TLS 1.3)")],
)
def test_versions_are_written_as_people_write_them(version: str, named: str) -> None:
    assert name_version(version) == named


def test_a_good_connection_is_told_whole() -> None:
    said = describe(GOOD)
    assert said.fr == (
        "api.example : au mieux TLS 1.2 (application : TLS 1.3, TLS_AES ; serveur : TLS 1.2, ECDHE-X, h2), "
        "version à jour. Certificat du serveur valable, délivré par Authority, jusqu'au 2027-01-01."
    )
    assert said.en.startswith(
        "api.example: TLS 1.2 at best (app: TLS 1.3, TLS_AES; server: TLS 1.2, ECDHE-X, h2), a current"
    )


@pytest.mark.parametrize(
    ("changes", "fr", "en"),
    [
        ({"current": False}, "dépassée", "outdated"),
        ({"current": None}, "un seul côté", "one side only"),
        ({"version": None}, "aucune version", "no version"),
        ({"forward_secrecy": False}, "Sans confidentialité persistante", "Without forward secrecy"),
        ({"forward_secrecy": None}, "n'a pas pu être établie", "could not be established"),
        ({"certificate_valid": False}, "non valable", "Invalid"),
        ({"certificate_valid": None}, "n'a pas été vérifié", "was not verified"),
        ({"refused_interception": True}, "a refusé notre certificat", "refused our certificate"),
    ],
)
def test_each_fault_and_each_silence_is_named(changes: dict[str, Attribute], fr: str, en: str) -> None:
    said = describe(GOOD | changes)
    assert fr in said.fr
    assert en in said.en


def test_what_was_not_seen_is_not_written_as_none() -> None:
    nothing = dict.fromkeys(GOOD) | {"host": "a.example", "refused_interception": False}
    settled = settle([(0, a_handshake("a.example", app_version=None, server_version=None, offered=[]))])
    said = describe(nothing | {"version": settled.version})
    assert "None" not in said.fr + said.en
