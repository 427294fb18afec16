"""One reader's language: sentences, dates, countries, sizes and shares as that reader writes them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any, Literal

from babel import Locale
from babel.dates import format_date, format_datetime

from criteria.findings import Text

Language = Literal["fr", "en"]
NO_BREAK = "\u00a0"
BEFORE = re.compile(r"(?<!\s) (?=[:;?!»%])")  # French sets a no-break space there, were it a joint between two values
AFTER = re.compile(r"« ")
KILO = 1024


@dataclass(frozen=True, slots=True)
class Speech:
    """How to speak to one reader."""

    language: Language

    @property
    def other(self) -> Language:
        """The other language."""
        return "en" if self.language == "fr" else "fr"

    def say(self, fr: str, en: str) -> str:
        """Choose the sentence, with French spacing where it is French."""
        return typeset(fr) if self.language == "fr" else en

    def text(self, sentence: Text | Mapping[str, Any] | None) -> str:
        """Say a bilingual sentence, as a value or as stored; nothing for none."""
        if sentence is None:
            return ""
        if isinstance(sentence, Text):
            return self.say(sentence.fr, sentence.en)
        return self.say(str(sentence.get("fr", "")), str(sentence.get("en", "")))

    def date(self, day: date | str | None) -> str:
        """Write a day in full: 12 mai 2026, 1er mai 2026."""
        if day is None:
            return self.say("date inconnue", "unknown date")
        value = date.fromisoformat(day[:10]) if isinstance(day, str) else day
        if self.language != "fr":
            return format_date(value, "long", locale="en_GB")
        return _first_of_month(format_date(value, "long", locale="fr"))

    def moment(self, instant: datetime | str) -> str:
        """Write an instant with its minute, in universal time."""
        instant = datetime.fromisoformat(instant) if isinstance(instant, str) else instant
        locale = "fr" if self.language == "fr" else "en_GB"
        written = format_datetime(instant, "d MMM y, HH:mm", locale=locale)
        return f"{_first_of_month(written) if self.language == 'fr' else written}{NO_BREAK}UTC"

    def country(self, code: str | None) -> str:
        """Name a country by its two letters; say that it is unknown when it is."""
        if not code:
            return self.say("pays inconnu", "country unknown")
        name = Locale(self.language).territories.get(code.upper())
        return str(name) if name else code

    def in_country(self, code: str | None) -> str:
        """Say where, with the preposition of the language."""
        if not code:
            return self.say("en un lieu inconnu", "in an unknown place")
        name = self.country(code)
        if self.language == "en":
            article = "the " if code.upper() in ("US", "GB", "NL", "AE", "CZ", "PH") else ""
            return f"in {article}{name}"
        return f"{_preposition(code.upper(), name)} {name}"

    def language_name(self, code: str) -> str:
        """Name a language by its code."""
        name = Locale(self.language).languages.get(code)
        return str(name) if name else code

    def percent(self, share: str | Fraction | None) -> str:
        """Write a share rounded down: a coverage is never said larger than it is."""
        whole = int(Fraction(share) * 100) if share is not None else 0
        return f"{whole}{NO_BREAK}%" if self.language == "fr" else f"{whole}%"

    def size(self, count: int) -> str:
        """Write a number of bytes."""
        units = ("octets", "Kio", "Mio", "Gio") if self.language == "fr" else ("bytes", "KiB", "MiB", "GiB")
        value, unit = float(count), 0
        while value >= KILO and unit < len(units) - 1:
            value, unit = value / KILO, unit + 1
        text = str(count) if unit == 0 else f"{value:.1f}"
        return f"{text.replace('.', ',') if self.language == 'fr' else text}{NO_BREAK}{units[unit]}"

    def count(self, number: int, fr: tuple[str, str], en: tuple[str, str]) -> str:
        """Write a number with its noun, singular or plural; French has one zero."""
        if self.language == "fr":
            return f"{number}{NO_BREAK}{fr[number > 1]}"
        return f"{number} {en[number != 1]}"

    def listing(self, items: Iterable[str]) -> str:
        """Join as a person would: a, b et c."""
        *head, last = [*items] or [""]
        joint = self.say(" et ", " and ")
        return joint.join([", ".join(head), last]) if head else last


def typeset(fr: str) -> str:
    """Put the no-break spaces of French typography."""
    return AFTER.sub(f"«{NO_BREAK}", BEFORE.sub(NO_BREAK, fr))


def _first_of_month(written: str) -> str:
    return f"1er{written[1:]}" if written.startswith("1 ") else written


_FEMININE_IN_E = frozenset({"MX", "KH", "MZ", "ZW", "BZ"})  # masculine although they end in e
_PLURAL = frozenset({"US", "NL", "AE", "PH", "SC", "MV", "FJ", "KM"})
_ISLANDS = frozenset({"CY", "MT", "SG", "HK", "CU", "MC", "TW", "MG", "AD", "SM", "DJ", "OM", "BH"})


def _preposition(code: str, name: str) -> str:
    if code in _PLURAL:
        return "aux"
    if code in _ISLANDS:
        return "à"
    vowel = name[:1].lower() in "aeéiîou"
    feminine = name[-1:] == "e" and code not in _FEMININE_IN_E
    return "en" if vowel or feminine else "au"
