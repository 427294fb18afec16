"""Consent strings: what was granted is read from their bits and letters; what is none is never taken for one."""

import base64
import string
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

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


# Strings as documentation of the formats and of consent platforms shows them.
THREE_PURPOSES = b"COvFyGBOvFyGBAbAAAENAPCAAOAAAAAAAAAAAEEUACCKAAA"
ALL_PURPOSES = b"CPonToAPonToABEACBENC7CoAP_AAH_AAAwII4Nf_X__b3_n-_7___t0eY1f9_7__-0zjhfdt"
AMERICAN = b"DBABLA~BVQqAAAAAgA.QA"


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (THREE_PURPOSES, "mixed"),
        (ALL_PURPOSES, "granted"),
        (ALL_PURPOSES + b".YAAAAAAAAAAA", "granted"),
        (ALL_PURPOSES + b".IAAAAAAA.QAAA.YAAA.YAAA", "granted"),  # 2.3 tells the disclosed vendors always
        (tcf(NONE) + b".IAAAAAAA", "refused"),
        (tcf(0b11111111111 << 13), "granted"),  # eleven purposes since 2.2
        (b"BOEFEAyOEFEAyAHABDENAI4AAAB9vABAASA", "unknown"),  # version 1
        (b"DP" + b"A" * 60, "unknown"),
        (b"${GDPR_CONSENT_755}", "unset"),
        (b"1", "unknown"),
        (b"C" * 100_000, "unknown"),
    ],
)
def test_real_tcf_strings_and_those_of_other_versions(value: bytes, said: str) -> None:
    assert read_signal("gdpr_consent", value) == ("tcf", said)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (b"DBACNYA~" + ALL_PURPOSES + b".YAAAAAAAAAAA~1---", "granted"),
        (b"DBABMA~" + THREE_PURPOSES, "mixed"),
        (b"DBABMA~" + tcf(NONE), "refused"),
        (b"DBABMA~" + b"B" + THREE_PURPOSES[1:], "unknown"),
        (AMERICAN, "unknown"),
        (b"DBACNYA~" + ALL_PURPOSES, "unknown"),  # says two sections, holds one
        (b"DBABMA", "unknown"),
        (b"DCABMA~" + THREE_PURPOSES, "unknown"),  # another version of the header
        (b"DB" + b"_" * 100 + b"~A" * 20, "unknown"),
        (b"%%GPP_STRING%%", "unset"),
    ],
)
def test_a_gpp_string_says_what_its_european_section_says(value: bytes, said: str) -> None:
    assert read_signal("gpp", value) == ("gpp", said)


@pytest.mark.parametrize("value", [THREE_PURPOSES, b"B" + b"A" * 40])
def test_sections_of_a_gpp_string_are_told_apart_by_its_header_alone(value: bytes) -> None:
    """A section of another law may look like one of ours."""
    assert read_signal("gpp", b"DBABLA~" + value) == ("gpp", "unknown")


@pytest.mark.parametrize(
    ("name", "value", "signal"),
    [
        ("npa", b"1", ("google_npa", "refused")),
        ("npa", b"0", None),
        ("npa", b"yes", ("google_npa", "unknown")),
        ("dma_cps", b"sypham", ("google_dma", "unknown")),
        ("dma_cps", b"-", ("google_dma", "unknown")),
        ("dma", b"1", None),
        ("dpo", b"LDU", ("meta_ldu", "unknown")),
        ("data_processing_options", b"LDU", ("meta_ldu", "unknown")),
        ("us_privacy", b"1YYN", ("us_privacy", "unknown")),
        ("gcs", b"G2", ("google_consent_mode", "unknown")),
        ("gcs", b"G10-", ("google_consent_mode", "unset")),
        ("gcs", b"G11-", ("google_consent_mode", "mixed")),
        ("gcd", b"13!", ("google_consent_mode", "unknown")),
        ("gcd", b"13q3l3q3q5", ("google_consent_mode", "unset")),
    ],
)
def test_other_signals_and_forms_that_nobody_told_us_of(name: str, value: bytes, signal: object) -> None:
    assert read_signal(name, value) == signal


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("other", tcf(ALL)),
        ("consent", b"true"),
        ("consent", b"C" + b"A" * 20),
        ("gdpr_consent", b""),
        ("gcs", b" "),
    ],
)
def test_what_is_no_consent_string_says_nothing(name: str, value: bytes) -> None:
    assert read_signal(name, value) is None


def test_a_consent_string_is_known_under_a_name_that_has_other_uses() -> None:
    assert read_signal("consent", ALL_PURPOSES) == ("tcf", "granted")


@given(st.binary(max_size=200), st.sampled_from(["gpp", "gdpr_consent", "gcs", "gcd", "npa", "dma_cps", "consent"]))
def test_no_value_breaks_the_reading(value: bytes, name: str) -> None:
    said = read_signal(name, value)
    assert said is None or said[1] in {"granted", "refused", "mixed", "unset", "unknown"}


@given(st.lists(st.integers(1, 60), min_size=1, max_size=12, unique=True))
def test_a_header_lists_the_sections_that_were_written_into_it(numbers: list[int]) -> None:
    numbers.sort()
    steps = [after - before for before, after in pairwise([0, *numbers])]
    bits = "000011000001" + f"{len(numbers):012b}" + "".join("0" + _fibonacci_code(step) for step in steps)
    padded = bits + "0" * (-len(bits) % 6)
    signs = string.ascii_uppercase + string.ascii_lowercase + string.digits + "-_"
    header = "".join(signs[int(padded[at : at + 6], 2)] for at in range(0, len(padded), 6))
    sections = [ALL_PURPOSES if number == 2 else b"BAAA" for number in numbers]
    said = read_signal("gpp", b"~".join([header.encode(), *sections]))
    assert said == ("gpp", "granted" if 2 in numbers else "unknown")


def _fibonacci_code(number: int) -> str:
    terms = [1, 2]
    while terms[-1] <= number:
        terms.append(terms[-1] + terms[-2])
    signs = ""
    for term in reversed([one for one in terms if one <= number]):
        signs = ("1" if term <= number else "0") + signs
        number -= term if term <= number else 0
    return signs + "1"
