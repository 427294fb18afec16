"""What a request says of the person's consent: IAB TCF v2 strings and Google consent mode, as granted or refused.

Formats: IAB Tech Lab, *Transparency and Consent String* v2 (the core segment: purposes at bits 152 to 175, legitimate
interests at 176 to 199); Google, *consent mode* (`gcs` = G1 and a digit each for advertising and analytics storage;
`gcd` = one letter for each kind of consent). Of the string itself nothing is kept.
"""

import base64
import binascii
import re
from functools import lru_cache

_TCF_NAMES = frozenset({"gdpr_consent", "iabtcf_tcstring", "tcstring", "tcf_string", "tc_string", "consent_string"})
_TCF = re.compile(rb"C[A-Za-z0-9_-]{37,4095}(\.[A-Za-z0-9_-]+){0,3}")  # version 2: the first six bits are 000010
_VERSION, _PURPOSES, _FIRST = 2, 24, 152
_GCS = re.compile(rb"G1([01-])([01-])")
_GCD = re.compile(rb"1[13]([a-z])[0-9]([a-z])[0-9]([a-z])[0-9]([a-z])[0-9](?:[a-z0-9]{0,8})")
_GOOGLE_NAMES = frozenset({"gcs", "gcd"})
_GIVEN, _DENIED = frozenset(b"trnv"), frozenset(b"pqmu")
Signal = tuple[str, str]  # framework; granted, refused, mixed or unset


@lru_cache(maxsize=4096)
def is_of_consent(name: str) -> bool:
    """Whether a value of this name may say something of consent."""
    lowered = name.lower()
    return lowered in _TCF_NAMES or lowered in _GOOGLE_NAMES


def read_signal(name: str, value: bytes) -> Signal | None:
    """What the value of this name says of consent, or None where it says nothing of it."""
    lowered = name.lower()
    if lowered in _TCF_NAMES:
        said = _read_tcf(value)
        return ("tcf", said) if said else None
    if lowered == "gcs" and (match := _GCS.fullmatch(value)):
        return "google_consent_mode", _sum_up([{b"1": True, b"0": False}.get(sign) for sign in match.groups()])
    if lowered == "gcd" and (match := _GCD.fullmatch(value)):
        letters = [sign[0] for sign in match.groups()]
        return "google_consent_mode", _sum_up([_letter(sign) for sign in letters])
    return None


def _letter(sign: int) -> bool | None:
    return True if sign in _GIVEN else False if sign in _DENIED else None


def _sum_up(given: list[bool | None]) -> str:
    if all(one is None for one in given):
        return "unset"
    if True not in given:
        return "refused"
    return "mixed" if False in given else "granted"


def _read_tcf(value: bytes) -> str | None:
    if not _TCF.fullmatch(value):
        return None
    core = value.partition(b".")[0]
    try:
        data = base64.b64decode(core + b"=" * (-len(core) % 4), altchars=b"-_", validate=True)
    except binascii.Error:
        return None
    bits = int.from_bytes(data, "big")
    total = len(data) * 8
    if bits >> (total - 6) != _VERSION or total < _FIRST + 2 * _PURPOSES:
        return None
    purposes = bits >> (total - _FIRST - _PURPOSES) & ((1 << _PURPOSES) - 1)
    count = purposes.bit_count()
    # Ten purposes are defined; a string that grants them all, or all but one, is an acceptance.
    return "refused" if count == 0 else "granted" if count >= 9 else "mixed"  # noqa: PLR2004 - as just said
