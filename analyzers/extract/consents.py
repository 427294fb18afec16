"""What a request says of the person's consent: IAB TCF v2 and GPP strings, Google's signals, as granted or refused.

Formats: IAB Tech Lab, *Transparency and Consent String* v2.0 to v2.3 (the core segment: purposes at bits 152 to 175,
legitimate interests at 176 to 199); *Global Privacy Platform String* (a header that lists sections, then these);
Google, *consent mode* (`gcs` = G1 and a digit each for advertising and analytics storage; `gcd` = one letter for each
kind of consent; `npa`, `dma_cps`). What we do not understand is said to be unknown; of the string nothing is kept.
"""

import re
from functools import lru_cache

_SIXTY_FOUR = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_TCF_NAMES = frozenset(
    {
        *("gdpr_consent", "gdpr_consent_string", "iabtcf_tcstring", "tcstring", "tcf_string", "tc_string"),
        *("consent_string", "euconsent-v2", "tcdata", "gdprconsent"),
    }
)
_MAYBE_TCF_NAMES = frozenset({"consent", "euconsent", "tcf", "tc"})  # other things bear these names too
_GPP_NAMES = frozenset({"gpp", "gpp_string", "gppstring", "iabgpp_hdr_gppstring", "gpp_consent"})
_AMERICAN_NAMES = {"us_privacy": "us_privacy", "iabusprivacy_string": "us_privacy", "dpo": "meta_ldu"}
_AMERICAN_NAMES |= {"data_processing_options": "meta_ldu"}
_GOOGLE_NAMES = frozenset({"gcs", "gcd"})
_TCF = re.compile(rb"C[A-Za-z0-9_-]{37,8191}(\.[A-Za-z0-9_-]+){0,4}")  # version 2: the first six bits are 000010
_PURPOSES, _FIRST, _HEAD = 24, 152, 34  # bits, bits, signs
_GPP = re.compile(rb"DB[A-Za-z0-9_-]{2,200}(~[^~]{0,8192}){1,20}")
_EUROPE, _MOST_SECTIONS = 2, 20
_GCS = re.compile(rb"G1([01-])([01-])")
_GCD = re.compile(rb"1[13]([a-z])[0-9]([a-z])[0-9]([a-z])[0-9]([a-z])[0-9](?:[a-z0-9]{0,8})")
_MACRO = re.compile(rb"\$\{.*\}|\{\{.*\}\}|%%.*%%|\[.*\]|__.*__")  # a place that was never filled in
_GIVEN, _DENIED = frozenset(b"trnv"), frozenset(b"pqmu")
_UNKNOWN = "unknown"
Signal = tuple[str, str]  # framework; granted, refused, mixed, unset or unknown


@lru_cache(maxsize=4096)
def is_of_consent(name: str) -> bool:
    """Whether a value of this name may say something of consent."""
    lowered = name.lower()
    named = lowered in _TCF_NAMES or lowered in _GOOGLE_NAMES or lowered in _GPP_NAMES
    return named or lowered in _MAYBE_TCF_NAMES or lowered in _AMERICAN_NAMES or lowered in ("npa", "dma_cps")


def read_signal(name: str, value: bytes) -> Signal | None:
    """What the value of this name says of consent, or None where it says nothing of it.

    A name that is of consent alone, with a value that we do not understand, says something unknown: never silence.
    """
    lowered = name.lower()
    if not value.strip():
        return None
    if lowered in _TCF_NAMES:
        return "tcf", "unset" if _MACRO.fullmatch(value) else _read_tcf(value) or _UNKNOWN
    if lowered in _MAYBE_TCF_NAMES:
        said = _read_tcf(value)
        return ("tcf", said) if said else None
    if lowered in _GPP_NAMES:
        return "gpp", "unset" if _MACRO.fullmatch(value) else _read_gpp(value) or _UNKNOWN
    if lowered in _AMERICAN_NAMES:  # an objection under laws of American states: of no effect on a person in Europe
        return _AMERICAN_NAMES[lowered], _UNKNOWN
    return _read_google(lowered, value)


def _read_google(name: str, value: bytes) -> Signal | None:
    if name == "gcs":
        match = _GCS.fullmatch(value)
        given = [{b"1": True, b"0": False}.get(sign) for sign in match.groups()] if match else None
        return "google_consent_mode", _UNKNOWN if given is None else _sum_up(given)
    if name == "gcd":
        match = _GCD.fullmatch(value)
        given = [_letter(sign[0]) for sign in match.groups()] if match else None
        return "google_consent_mode", _UNKNOWN if given is None else _sum_up(given)
    if name == "npa":  # without advertising that follows the person; 0 is sent where nobody set anything
        return None if value == b"0" else ("google_npa", "refused" if value == b"1" else _UNKNOWN)
    return ("google_dma", _UNKNOWN) if name == "dma_cps" else None


def _letter(sign: int) -> bool | None:
    return True if sign in _GIVEN else False if sign in _DENIED else None


def _sum_up(given: list[bool | None]) -> str:
    if True in given:
        return "granted" if given.count(True) == len(given) else "mixed"
    return "unset" if None in given else "refused"


def _read_gpp(value: bytes) -> str | None:
    """The European section of a Global Privacy Platform string; other laws' sections say nothing that we can hold."""
    if not _GPP.fullmatch(value):
        return None
    header, *sections = value.split(b"~")
    numbers = _list_sections(header)
    if numbers is None or len(numbers) != len(sections) or _EUROPE not in numbers:
        return None
    return _read_tcf(sections[numbers.index(_EUROPE)])


def _list_sections(header: bytes) -> list[int] | None:
    """Which sections follow: a count of twelve bits, then one bit and Fibonacci numbers, each added to the last."""
    bits = _bits(header)[12:]
    count, at, last = int(bits[:12], 2), 12, 0
    found: list[int] = []
    for _ in range(min(count, _MOST_SECTIONS + 1)):
        is_range, at = bits[at : at + 1] == "1", at + 1
        first, at = _fibonacci(bits, at)
        until, at = _fibonacci(bits, at) if is_range and first else (0, at)
        if not first or (is_range and not until) or len(found) + until >= _MOST_SECTIONS:
            return None
        found += range(last + first, last + first + until + 1)
        last = found[-1]
    return found


def _fibonacci(bits: str, at: int) -> tuple[int, int]:
    """One number, which ends with two ones, and where the next begins; 0 where there is none."""
    end = bits.find("11", at)
    total, one, two = 0, 1, 2
    for sign in bits[at : end + 1] if end >= 0 else "":
        total += one * (sign == "1")
        one, two = two, one + two
    return total, end + 2


def _read_tcf(value: bytes) -> str | None:
    if not _TCF.fullmatch(value):
        return None
    bits = _bits(value[:_HEAD])  # six to a sign: some strings are padded to six bits, others to whole bytes
    purposes = int(bits[_FIRST : _FIRST + _PURPOSES], 2)
    count = purposes.bit_count()
    # Ten purposes are defined, eleven since 2.2; a string that grants them all, or all but one, is an acceptance.
    return "refused" if count == 0 else "granted" if count >= 9 else "mixed"  # noqa: PLR2004 - as just said


def _bits(signs: bytes) -> str:
    return "".join(f"{_SIXTY_FOUR.index(sign):06b}" for sign in signs)
