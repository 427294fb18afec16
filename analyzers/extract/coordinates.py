"""A position in the ways of writing it that are no decimal numbers: degrees and minutes, geohash, plus code."""

import re
from collections.abc import Iterator

_DECIMAL = re.compile(r"-?[0-9]{1,3}\.[0-9]{3,15}")
_LATITUDES, _LONGITUDES = 90.0, 180.0
_GEOHASH = "0123456789bcdefghjkmnpqrstuvwxyz"
_HASH_SIZES = range(6, 13)  # six signs are half a mile
_PLUS = "23456789CFGHJMPQRVWX"
_PLUS_STEPS = (20.0, 1.0, 0.05, 0.0025, 0.000125)  # degrees of each pair of signs
_PREFIX, _NEAR = 8, 4  # signs before the `+`, and those that name the region


def list_notations(value: str) -> Iterator[tuple[str, str]]:
    """Each text, and what it is called; nothing where the value is no position on earth."""
    numbers = [float(number) for number in _DECIMAL.findall(value)]
    if len(numbers) != 2 or abs(numbers[0]) > _LATITUDES or abs(numbers[1]) > _LONGITUDES:  # noqa: PLR2004 - a pair
        return
    latitude, longitude = numbers
    for degrees, marks in ((latitude, "NS"), (longitude, "EW")):
        for letter in {"EW": ("E", "W", "O"), "NS": ("N", "S")}[marks]:
            if (letter in "NE") == (degrees >= 0):
                yield from ((text, "degrees") for text in _sexagesimal(abs(degrees), letter))
    whole = _geohash(latitude, longitude, max(_HASH_SIZES))
    for size in _HASH_SIZES:
        yield whole[:size], "geohash"
    yield from ((text, "plus-code") for text in _plus_codes(latitude, longitude))


def _sexagesimal(degrees: float, letter: str) -> Iterator[str]:
    """In degrees, minutes and seconds; in degrees and minutes; with the usual marks and without."""
    seconds = degrees * 3600
    for places in (0, 1, 2, 3):
        for total in dict.fromkeys((round(seconds, places), int(seconds * 10**places) / 10**places)):
            minutes, rest = divmod(total, 60)
            whole, minute = divmod(int(minutes), 60)
            width = 2 if places == 0 else places + 3
            for second in dict.fromkeys((f"{rest:.{places}f}", f"{rest:0{width}.{places}f}")):
                for parts in dict.fromkeys(((whole, str(minute), second), (whole, f"{minute:02}", second))):
                    yield from _marked([str(part) for part in parts], letter)
    for places in (2, 3, 4, 5):
        full, rest = divmod(round(degrees * 60, places), 60)
        whole = int(full)
        for figures in dict.fromkeys((f"{rest:.{places}f}", f"{rest:0{places + 3}.{places}f}")):
            yield f"{whole}°{figures}'{letter}"
            yield f"{whole}° {figures}' {letter}"
            yield f"{letter}{whole}°{figures}'"
            yield f"{whole} {figures} {letter}"


def _marked(parts: list[str], letter: str) -> Iterator[str]:
    whole, minute, second = parts
    for one, other in (("'", '"'), ("\u2032", "\u2033"), ("\u2019", "\u201d"), ("'", "''")):
        yield f"{whole}°{minute}{one}{second}{other}{letter}"
        yield f"{whole}° {minute}{one} {second}{other} {letter}"
        yield f"{letter}{whole}°{minute}{one}{second}{other}"
        yield f"{letter} {whole}° {minute}{one} {second}{other}"
    for mark in (" ", ":", "-"):
        yield f"{whole}{mark}{minute}{mark}{second}{letter}"
        yield f"{whole}{mark}{minute}{mark}{second} {letter}"
    yield f"{whole}d{minute}m{second}s{letter}"


def _geohash(latitude: float, longitude: float, size: int) -> str:
    ranges = [[-_LONGITUDES, _LONGITUDES], [-_LATITUDES, _LATITUDES]]
    bits = 0
    for turn in range(5 * size):
        bounds, value = ranges[turn % 2], (longitude, latitude)[turn % 2]
        middle = sum(bounds) / 2
        is_above = value >= middle
        bounds[0 if is_above else 1] = middle
        bits = bits << 1 | is_above
    return "".join(_GEOHASH[bits >> 5 * (size - 1 - place) & 31] for place in range(size))


def _plus_codes(latitude: float, longitude: float) -> Iterator[str]:
    """The code of ten signs, without the region, and with its `+` lost in a form."""
    rest = [min(latitude, _LATITUDES - _PLUS_STEPS[-1]) + _LATITUDES, (longitude + _LONGITUDES) % (2 * _LONGITUDES)]
    signs = ""
    for step in _PLUS_STEPS:
        for axis in (0, 1):
            digit = min(int(rest[axis] / step + 1e-9), len(_PLUS) - 1)
            rest[axis] -= digit * step
            signs += _PLUS[digit]
    for mark in ("+", " "):
        yield f"{signs[:_PREFIX]}{mark}{signs[_PREFIX:]}"
    yield f"{signs[_NEAR:_PREFIX]}+{signs[_PREFIX:]}"
