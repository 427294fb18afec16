"""The synthetic person who uses an app on the bench: every value follows from a seed, and none is anybody's.

The values are typed into the app and stated in the capture, so that finding one in a request is proof and no guess.
"""

import hashlib
import uuid
from dataclasses import dataclass

# Words that are no names of people: together with digits of the seed they meet nobody by chance.
_FIRST = ("Azurine", "Bréval", "Corvane", "Doriane-Lys", "Elvaric", "Fenouilla", "Galdric", "Hersande")
_LAST = ("Quintefeuille", "Rochevive", "Sablonnet", "Tournesac", "Valbrume", "Wandremer", "Ysengrin", "Zéphirain")
_STREETS = ("rue des Merisiers", "allée du Vieux-Four", "chemin des Étangs", "impasse de la Verrerie")
_CONDITIONS = ("zorbellose", "myxandrie", "talpénie", "érylose")  # invented: only this person has them


@dataclass(frozen=True, slots=True)
class Value:
    """One value and the kind of data it is (`analyzers/knowledge/data/properties.yaml`)."""

    category: str
    value: str


def invent_person(seed: str) -> tuple[Value, ...]:
    """Invent the person that follows from `seed`: the same seed gives the same person, another gives another."""
    first, last = _pick(seed, "first", _FIRST), _pick(seed, "last", _LAST)
    mark = _hex(seed, "mark")[:8]
    digits = _digits(seed, "phone", 8)
    born = (
        f"19{50 + _number(seed, 'year') % 45}-{1 + _number(seed, 'month') % 12:02}-{1 + _number(seed, 'day') % 28:02}"
    )
    return (
        Value("personName", f"{first} {last}"),
        Value("emailAddress", f"{_plain(first)}.{mark}@banc.example"),
        # A range that the regulator keeps for works of fiction: 06 39 98 xx xx.
        Value("phoneNumber", f"+33639 98{digits[:4]}".replace(" ", "")),
        Value("postalAddress", f"{1 + _number(seed, 'door') % 180} {_pick(seed, 'street', _STREETS)}"),
        Value("dateOfBirth", born),
        Value("advertisingId", str(uuid.UUID(bytes=_bytes(seed, "advertising")[:16], version=4))),
        Value("deviceId", _hex(seed, "device")[:16]),
        Value("diagnosisCode", f"{_pick(seed, 'condition', _CONDITIONS)}-{mark[:4]}"),
    )


def _bytes(seed: str, what: str) -> bytes:
    return hashlib.sha256(f"sceau-bench/{what}/{seed}".encode()).digest()


def _hex(seed: str, what: str) -> str:
    return _bytes(seed, what).hex()


def _number(seed: str, what: str) -> int:
    return int.from_bytes(_bytes(seed, what)[:4], "big")


def _digits(seed: str, what: str, count: int) -> str:
    return str(int.from_bytes(_bytes(seed, what)[:8], "big"))[-count:].rjust(count, "0")


def _pick(seed: str, what: str, choices: tuple[str, ...]) -> str:
    return choices[_number(seed, what) % len(choices)]


def _plain(name: str) -> str:
    return name.lower().translate(str.maketrans("éèê", "eee"))
