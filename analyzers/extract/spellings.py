"""How people and programs write one value: in which case, order and alphabet, with which marks between its parts.

A spelling that is `main` is also looked for encoded; one that is `hashed` also as a digest; a `part` is only found
where it is the whole of a value, since by itself it may be anybody's.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import NamedTuple


class Spelling(NamedTuple):
    """One way to write a value, and what was done to it."""

    text: str
    how: tuple[str, ...] = ()
    main: bool = False
    hashed: bool = False
    part: bool = False


_SHORTEST_PART = 3
_MAIL = re.compile(r"([^@\s]+)@([^@\s]+)")
_DOTLESS = frozenset({"gmail.com", "googlemail.com"})  # to them points in a name are nothing
_BETWEEN = re.compile(r"[-\s./:()]")
# Countries in which a number at home begins with a zero that abroad is left out.
_ABROAD = re.compile(
    r"(?:\+|00)(33|32|31|41|43|44|46|49|353|358|40|351|352|30|212|213|216|262|590|594|596)([1-9][0-9]{6,11})"
)
_AT_HOME = re.compile(r"0([1-9][0-9]{8})")
_PHONE_MARKS = (" ", "\u00a0", "\u202f", ".", "-", "/")
_NIR = re.compile(r"([1-478])([0-9]{2})([0-9]{2})([0-9][0-9AB])([0-9]{3})([0-9]{3})([0-9]{2})?", re.IGNORECASE)
_DAY = re.compile(r"([12][0-9]{3})-([01][0-9])-([0-3][0-9])(?![0-9])")
_FRENCH_DAY = re.compile(r"([0-3][0-9])[/.-]([01][0-9])[/.-]([12][0-9]{3})")
_MONTHS = (
    ("janvier", "January"), ("février", "February"), ("mars", "March"), ("avril", "April"), ("mai", "May"),
    ("juin", "June"), ("juillet", "July"), ("août", "August"), ("septembre", "September"), ("octobre", "October"),
    ("novembre", "November"), ("décembre", "December"),
)  # fmt: skip
# From which day programs count, and how many steps each second has.
_COUNTS = (
    ((1970, 1, 1), (1, 1_000, 1_000_000)),
    ((2001, 1, 1), (1,)),
    ((1, 1, 1), (10_000_000,)),
    ((1601, 1, 1), (10_000_000,)),
)


def list_spellings(category: str, value: str) -> Iterator[Spelling]:
    """Every spelling of a value of one kind; the value itself first."""
    value = unicodedata.normalize("NFC", value.strip())
    yield from _any(value)
    for shown in (_mail, _phone, _health_number, _day):  # whatever it was said to be, a value that looks like one
        yield from shown(value)
    if (own := _KINDS.get(category)) is not None:
        yield from own(value)


def plain(text: str) -> str:
    """A text without its accents."""
    return "".join(sign for sign in unicodedata.normalize("NFD", text) if not unicodedata.combining(sign))


def _any(value: str) -> Iterator[Spelling]:
    yield Spelling(value, (), main=True, hashed=True)
    yield Spelling(value.lower(), ("lower-case",), main=True, hashed=True)
    yield Spelling(value.casefold(), ("lower-case",), main=True, hashed=True)
    yield Spelling(value.upper(), ("upper-case",), main=True, hashed=True)
    bare = _BETWEEN.sub("", value)
    if bare != value and "@" not in value:
        yield Spelling(bare, ("bare",), main=True, hashed=True)
        yield Spelling(bare.lower(), ("bare", "lower-case"), hashed=True)
        yield Spelling(bare.upper(), ("bare", "upper-case"), hashed=True)
    if not value.isascii():
        for text, how in ((value, ()), (value.lower(), ("lower-case",)), (value.upper(), ("upper-case",))):
            yield Spelling(unicodedata.normalize("NFD", text), (*how, "decomposed"), main=True, hashed=not how)
            yield Spelling(plain(text), (*how, "no-accents"), main=True, hashed=True)
        yield Spelling(value.encode().decode("latin-1"), ("misread",))
    for mark in ("\u00a0", "\u202f", "+", "_", "  ") if " " in value else ():
        yield Spelling(value.replace(" ", mark), ("respaced",))
        yield Spelling(plain(value).lower().replace(" ", mark), ("respaced", "no-accents"))


def _name(value: str) -> Iterator[Spelling]:
    """First and last name in either order, joined by any mark; each by itself as a part."""
    words = value.split()
    for at in range(1, len(words)):
        first, last = " ".join(words[:at]), " ".join(words[at:])
        for one, other in ((first, last), (last, first)):
            for mark in (" ", "", ".", "_", "-", ", ", ","):
                text = f"{one}{mark}{other}"
                yield Spelling(text, ("reordered",), hashed=mark in (" ", ""))
                yield Spelling(plain(text), ("reordered", "no-accents"))
                yield Spelling(plain(text).lower(), ("reordered", "no-accents"), hashed=mark in (" ", ""))
        for text in (f"{last.upper()} {first}", f"{first} {last.upper()}"):
            yield Spelling(text, ("reordered",))
            yield Spelling(plain(text), ("reordered", "no-accents"))
        yield Spelling(f"{first[0]}.{last}", ("initial",))
        yield Spelling(f"{first[0]}. {last}", ("initial",))
        for part in (first, last):
            if len(part) >= _SHORTEST_PART:
                for text in dict.fromkeys((part, part.lower(), plain(part), plain(part).lower())):
                    yield Spelling(text, ("part",), hashed=True, part=True)
    for text in (value, plain(value)):
        yield Spelling(text.replace("-", " "), ("respaced",))
        yield Spelling(text.replace("-", "\u2011"), ("respaced",))


def _mail(value: str) -> Iterator[Spelling]:
    """Without the tag behind `+`, without points where they mean nothing, and the name before the @ by itself."""
    if (found := _MAIL.fullmatch(value.lower())) is None:
        return
    name, domain = found[1].partition("+")[0], found[2]
    yield Spelling(f"{name}@{domain}", ("no-tag",), hashed=True)
    if domain in _DOTLESS:
        yield Spelling(f"{name.replace('.', '')}@{domain}", ("no-points",), hashed=True)
    for text in (f"{name} at {domain}", f"{name}[at]{domain}", f"{name} (at) {domain}"):
        yield Spelling(text, ("spelled",))
    if len(found[1]) > 2 * _SHORTEST_PART:
        yield Spelling(found[1], ("part",), part=True)


def mailbox(address: str) -> str:
    """The mailbox that an address reaches, whatever tag or points its writer added."""
    name, _, domain = address.lower().partition("@")
    name = name.partition("+")[0]
    return f"{name.replace('.', '') if domain in _DOTLESS else name}@{domain}"


def _phone(value: str) -> Iterator[Spelling]:
    """At home and abroad, with any mark between its digits."""
    bare = re.sub(r"(?<=[0-9])\(0\)", "", re.sub(r"[-\s./]", "", value))
    bare = re.sub(r"[()]", "", bare)
    if (home := _AT_HOME.fullmatch(bare)) is not None:
        country, number = "33", home[1]
    elif (abroad := _ABROAD.fullmatch(bare)) is not None:
        country, number = abroad[1], abroad[2]
    else:
        return
    for head in (f"+{country}", f"00{country}", country, "0"):
        yield Spelling(head + number, ("phone",), main=True, hashed=True)
    yield Spelling(number, ("phone",), hashed=True)
    pairs = [number[0], *(number[at : at + 2] for at in range(1, len(number), 2))]
    threes = [number[at : at + 3] for at in range(0, len(number), 3)]
    for mark in _PHONE_MARKS:
        yield Spelling(mark.join(["0" + pairs[0], *pairs[1:]]), ("phone",))
        for head in (f"+{country}", f"00{country}", country, f"00 {country}", f"(+{country})"):
            for groups in (pairs, threes, [number]):
                yield Spelling(mark.join([head, *groups]), ("phone",))
        yield Spelling(mark.join([f"+{country}", f"(0){pairs[0]}", *pairs[1:]]), ("phone",))
    yield Spelling(f"+{country}(0){number}", ("phone",))
    yield Spelling(f"+{country} (0){number}", ("phone",))


def _health_number(value: str) -> Iterator[Spelling]:
    """With its key and without, in groups or not."""
    bare = re.sub(r"[-\s./]", "", value)
    if (found := _NIR.fullmatch(bare)) is None:
        return
    groups = found.groups()[:6]
    key = found[7] or f"{97 - int(bare[:13].upper().replace('2A', '19').replace('2B', '18')) % 97:02}"
    body = "".join(groups)
    yield Spelling(body, ("no-key",), main=True, hashed=True)
    yield Spelling(body + key, ("key",), main=True, hashed=True)
    yield Spelling(f"{body} {key}", ("grouped",))
    for mark in (" ", "\u00a0", "-", ".", "/"):
        yield Spelling(mark.join(groups), ("grouped", "no-key"))
        yield Spelling(mark.join([*groups, key]), ("grouped",))
        yield Spelling(mark.join(["".join(groups[:2]), *groups[2:], key]), ("grouped",))


def _address(value: str) -> Iterator[Spelling]:
    """With a comma behind the number, without hyphens."""
    for text in dict.fromkeys((value, re.sub(r"^([0-9]+) ", r"\1, ", value), re.sub(r"^([0-9]+) ", r"\1  ", value))):
        for one in dict.fromkeys((text, text.replace("-", " "))):
            for other in (one, one.upper(), plain(one), plain(one).lower(), plain(one).upper()):
                yield Spelling(other, ("respaced",))


def day_of(value: str) -> datetime | None:
    """The day that a value names, in the order of computers or of the French."""
    value = value.strip()
    if (found := _DAY.match(value)) is not None:
        year, month, day = found.groups()
    elif (found := _FRENCH_DAY.fullmatch(value)) is not None:
        day, month, year = found.groups()
    else:
        return None
    try:
        return datetime(int(year), int(month), int(day), tzinfo=UTC)
    except ValueError:
        return None


def _day(value: str) -> Iterator[Spelling]:
    """In any order, with the month in figures or letters, by its place in the year, and as a count."""
    if (when := day_of(value)) is None:
        return
    year, month, day = when.strftime("%Y"), when.strftime("%m"), when.strftime("%d")
    orders = ((year, month, day), (day, month, year), (month, day, year), (year, day, month))
    for order in orders:
        yield Spelling("".join(order), ("date",), hashed=True)
        for mark in ("-", "/", ".", " ", "_", ":"):
            yield Spelling(mark.join(order), ("date",), hashed=mark in "-/.")
            yield Spelling(mark.join(part.lstrip("0") for part in order), ("date",))
    for order in ((day, month, year[2:]), (month, day, year[2:]), (year[2:], month, day)):
        for mark in ("/", ".", "-"):
            yield Spelling(mark.join(order), ("date",))
        yield Spelling("".join(order), ("date",), part=True)
    yield from _with_letters(when, year, day)
    yield Spelling(when.strftime("%Y-%j"), ("date",))
    yield Spelling(when.strftime("%G-W%V-%u"), ("date",))
    yield Spelling(when.strftime("%GW%V%u"), ("date",))
    yield from _counted(when)


def _with_letters(when: datetime, year: str, day: str) -> Iterator[Spelling]:
    """With the name of the month, in French or English, whole or cut."""
    number = int(day)
    end = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd", 31: "st"}.get(number, "th")
    days = dict.fromkeys((day, str(number), "1er" if number == 1 else day, f"{number}{end}"))
    for name in _MONTHS[when.month - 1]:
        for month in dict.fromkeys((name, plain(name), name[:3], f"{name[:3]}.", name[:4])):
            for one in days:
                for text in (
                    f"{one} {month} {year}", f"{one} {month}, {year}", f"{one}-{month}-{year}", f"{one}{month}{year}",
                    f"{one}-{month}-{year[2:]}", f"{one}/{month}/{year}", f"{one} of {month} {year}",
                    f"{month} {one}, {year}", f"{month} {one} {year}", f"{month}-{one}-{year}",
                    f"{year} {month} {one}", f"{year}-{month}-{one}", f"{year}, {month} {one}",
                ):  # fmt: skip
                    yield Spelling(text, ("date",))


def _counted(when: datetime) -> Iterator[Spelling]:
    """As midnight, in Greenwich and in Paris in winter and in summer: written out, or counted from some first day."""
    for hours in (0, 1, 2):
        there = when - timedelta(hours=hours)
        yield Spelling(there.strftime("%Y-%m-%dT%H:%M"), ("date",))
        yield Spelling(there.strftime("%Y%m%dT%H%M%S"), ("date",))
        for first, steps in _COUNTS:
            seconds = int((there - datetime(*first, tzinfo=UTC)).total_seconds())
            for step in steps:
                yield Spelling(str(seconds * step), ("seconds",))


_KINDS: dict[str, Callable[[str], Iterator[Spelling]]] = {"personName": _name, "postalAddress": _address}
