"""Values that show by themselves what they are: e-mail, phone, social security number, RPPS, position."""

import re
from collections.abc import Iterator
from functools import lru_cache

from analyzers.extract.identifiers import find_identifiers, has_luhn_key, kind_of_name, may_identify

_EMAIL = re.compile(
    rb"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,6}([A-Za-z]{2,24})(?![A-Za-z0-9-])"
)
_NO_DOMAIN = frozenset({b"png", b"jpg", b"jpeg", b"gif", b"webp", b"svg", b"js", b"css"})
_PHONE = re.compile(rb"(?<![0-9A-Za-z])(?:\+33|0033)[ .]?[1-9](?:[ .]?[0-9]{2}){4}(?![0-9])")
_NATIONAL = re.compile(rb"0[1-9](?:[ .-]?[0-9]{2}){4}")
_PHONE_NAMES = re.compile(r"phone|mobile|telephone|^tel$|portable", re.IGNORECASE)
_NIR = re.compile(
    rb"(?<![0-9A-Za-z])([1-478])[ ]?([0-9]{2})[ ]?([0-9]{2})[ ]?([0-9][0-9AB])[ ]?([0-9]{3})[ ]?([0-9]{3})"
    rb"[ ]?([0-9]{2})(?![0-9A-Za-z])"
)
_RPPS = re.compile(rb"(?<![0-9])1[0-9]{10}(?![0-9])")
_RPPS_NAMES = re.compile(r"rpps|practitioner|praticien|professionnel|identifier", re.IGNORECASE)
_NUMBER = re.compile(rb"-?[0-9]{1,3}\.[0-9]{2,}")
_LATITUDE = re.compile(r"^(.*?)(lat|latitude)$", re.IGNORECASE)
_LONGITUDE = re.compile(r"^(.*?)(lng|lon|long|longitude)$", re.IGNORECASE)
_FIRST_TWO = frozenset({"0", "1"})
_FINE = re.compile(rb"-?[0-9]{1,3}\.[0-9]{3,}")
_LIST_NAMES = re.compile(r"^coord(?:inate)?s?$|geo|gps|lat_?lo?ng|lo?ng_?lat|location$", re.IGNORECASE)
_PAIR = re.compile(rb"(?<![0-9.])(-?[0-9]{1,2}\.[0-9]{3,}) ?[,;] ?(-?[0-9]{1,3}\.[0-9]{3,})(?![0-9.])")
_POINT_NAMES = re.compile(r"loc|position|coord|geo|gps|ll$|point", re.IGNORECASE)
_MONTHS = frozenset(range(1, 13)) | frozenset(range(20, 43)) | frozenset(range(50, 100))

_DIGITS = bytes.maketrans(b"123456789AB", b"0" * 11)  # those of a NIR, all alike
_NIR_DIGITS = b"0" * 15

Hit = tuple[str, bytes]  # property, value


def may_show(data: bytes) -> bool:
    """Whether a value may show anything whatever its name; also of several values with line breaks between them."""
    return b"@" in data or (b"33" in data and _PHONE.search(data) is not None) or _has_run(data) or may_identify(data)


@lru_cache(maxsize=4096)
def is_telling(name: str) -> bool:
    """Whether what a value shows depends on this name."""
    if kind_of_name(name) is not None:
        return True
    return any(names.search(name) for names in (_PHONE_NAMES, _RPPS_NAMES, _POINT_NAMES))


def _has_run(data: bytes) -> bool:
    """Whether as many digits follow each other as a NIR has, spaces or not."""
    return _NIR_DIGITS in data.translate(_DIGITS, b" ")


def find_patterns(name: str, data: bytes) -> Iterator[Hit]:
    """What a value shows, under the name that the message gives it."""
    if b"@" in data:
        yield from (("emailAddress", hit[0]) for hit in _EMAIL.finditer(data) if hit[1].lower() not in _NO_DOMAIN)
    if b"33" in data:
        yield from (("phoneNumber", hit[0]) for hit in _PHONE.finditer(data))
    if _PHONE_NAMES.search(name) and _NATIONAL.fullmatch(data.strip()):
        yield "phoneNumber", data.strip()
    yield from find_identifiers(name, data)
    for hit in _NIR.finditer(data) if _has_run(data) else ():
        if has_nir_key(b"".join(hit.groups()).decode()):
            yield "nationalHealthId", hit[0]
    if _RPPS_NAMES.search(name):
        yield from (("professionalId", hit[0]) for hit in _RPPS.finditer(data) if has_luhn_key(hit[0].decode()))
    if _POINT_NAMES.search(name) and (pair := _PAIR.search(data)) and _on_earth(pair[1], pair[2]):
        yield "preciseLocation", pair[0]


def has_nir_key(number: str) -> bool:
    """The key of a social security number or national health identity: 97 minus the rest by 97; Corsica counts so."""
    body = number[:13].replace("2A", "19").replace("2B", "18")
    if not body.isdecimal() or int(number[3:5]) not in _MONTHS or "000" in (number[7:10], number[10:13]):
        return False  # no town and nobody born there has the number zero
    return 97 - int(body) % 97 == int(number[13:])


@lru_cache(maxsize=4096)
def is_half_a_position(name: str) -> bool:
    """Whether a name may be that of a latitude or a longitude, or the place of one of the two in a list."""
    return name in _FIRST_TWO or bool(_LATITUDE.match(name) or _LONGITUDE.match(name))


class Positions:
    """Latitude and longitude told in either order: under two names of one object, or as a list of two."""

    def __init__(self) -> None:
        self._halves: dict[tuple[tuple[str, ...], str], dict[str, bytes]] = {}

    def take(self, path: tuple[str, ...], data: bytes) -> Hit | None:
        """Remember one half; answer with the pair when the other comes."""
        name, value = (path[-1] if path else ""), data.strip()
        if not _NUMBER.fullmatch(value):
            return None
        if name in _FIRST_TWO:
            return self._listed(path, name, value)
        half, found = "0", _LATITUDE.match(name)
        if found is None:
            half, found = "1", _LONGITUDE.match(name)
        if found is None:
            return None
        halves = self._halves.setdefault((path[:-1], found[1].lower()), {})
        halves[half] = value
        return _pair(halves["0"], halves["1"]) if len(halves) == len(_FIRST_TWO) else None

    def _listed(self, path: tuple[str, ...], place: str, value: bytes) -> Hit | None:
        """Two numbers of a list that a name says to be a position: some write the longitude first."""
        if len(path) < len(_FIRST_TWO) or not _LIST_NAMES.search(path[-2]) or not _FINE.fullmatch(value):
            return None
        halves = self._halves.setdefault((path[:-1], ""), {})
        halves[place] = value
        if len(halves) < len(_FIRST_TWO):
            return None
        return _pair(halves["0"], halves["1"]) or _pair(halves["1"], halves["0"])


def _pair(latitude: bytes, longitude: bytes) -> Hit | None:
    return ("preciseLocation", latitude + b"," + longitude) if _on_earth(latitude, longitude) else None


def _on_earth(latitude: bytes, longitude: bytes) -> bool:
    return abs(float(latitude)) <= 90 and abs(float(longitude)) <= 180 and float(latitude) != 0  # noqa: PLR2004 - degrees
