"""Consent strings: what was granted is read from their bits and letters; what is none is never taken for one."""

import base64

import pytest

from analyzers.extract.consents import read_signal


def tcf(purposes: int, version: int = 2) -> bytes:
    """A core segment: the version, 146 bits of other facts, 24 purposes, 24 legitimate interests, the rest."""
    bits = version << (240 - 6) | 0x5A5A << 170 | purposes << (240 - 152 - 24)
    return base64.urlsafe_b64encode(bits.to_bytes(30, "big")).rstrip(b"=")


ALL, SOME, NONE = 0b1111111111 << 14, 0b1000000001 << 14, 0


@pytest.mark.parametrize(("purposes", "said"), [(ALL, "granted"), (SOME, "mixed"), (NONE, "refused")])
def test_a_tcf_string_says_what_was_granted(purposes: int, said: str) -> None:
    assert read_signal("gdpr_consent", tcf(purposes)) == ("tcf", said)
    assert read_signal("IABTCF_TCString", tcf(purposes) + b".YAAAAAAAAAA") == ("tcf", said)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("gcs", b"G111", "granted"),
        ("gcs", b"G100", "refused"),
        ("gcs", b"G101", "mixed"),
        ("gcs", b"G1--", "unset"),
        ("gcd", b"13t3t3t3t5", "granted"),
        ("gcd", b"13q3q3q3q5l1", "refused"),
        ("gcd", b"13r3p3r3p5", "mixed"),
        ("gcd", b"11l1l1l1l5", "unset"),
    ],
)
def test_consent_mode_says_what_was_granted(name: str, value: bytes, said: str) -> None:
    assert read_signal(name, value) == ("google_consent_mode", said)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("gdpr_consent", tcf(ALL, version=1)),
        ("gdpr_consent", b"C" + b"A" * 20),
        ("gdpr_consent", b"C\xc3\xa9" * 40),
        ("gdpr_consent", b"C" * 100_000),
        ("gdpr_consent", b"C" + b"A" * 37 + b"..A"),
        ("gcs", b"G2"),
        ("gcd", b"13!"),
        ("other", tcf(ALL)),
        ("gcs", b""),
    ],
)
def test_what_is_no_consent_string_says_nothing(name: str, value: bytes) -> None:
    assert read_signal(name, value) is None
