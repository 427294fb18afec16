"""Strict reading of a written document: whatever is not expected is refused in one sentence that names file and key."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from criteria.findings import Text

Word = TypeVar("Word", bound=StrEnum)


class EditionError(Exception):
    """A rule book that cannot be relied on. Raised at loading, never while assessing."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One value of a document, knowing where it stands, so that a refusal can say it."""

    file: str
    key: str
    value: object

    def refuse(self, why: str) -> EditionError:
        """Build the sentence: file, key, what is wrong."""
        return EditionError(f"{self.file}: {self.key or 'the document'} {why}.")

    def open(self, required: Iterable[str], optional: Iterable[str] = ()) -> "Fields":
        """Read it as a mapping with exactly these keys."""
        fields = self.open_any()
        required = tuple(required)
        for key in required:
            if key not in fields.entries:
                raise self.refuse(f"lacks the key '{key}'")
        unknown = sorted(set(fields.entries) - {*required, *optional})
        if unknown:
            raise fields.entries[unknown[0]].refuse("is not a key known here")
        return fields

    def open_any(self) -> "Fields":
        """Read it as a mapping with keys of its own."""
        if not isinstance(self.value, Mapping):
            raise self.refuse("must be a mapping")
        if not all(isinstance(key, str) for key in self.value):
            raise self.refuse("has a key that is not a word: write it between quotes")
        prefix = f"{self.key}." if self.key else ""
        return Fields(self, {key: Entry(self.file, prefix + key, value) for key, value in self.value.items()})

    def items(self) -> Iterator["Entry"]:
        """Read it as a list."""
        if not isinstance(self.value, list):
            raise self.refuse("must be a list")
        return iter([Entry(self.file, f"{self.key}[{index}]", value) for index, value in enumerate(self.value)])

    def word(self) -> str:
        """Read it as a text that is not empty."""
        if not isinstance(self.value, str) or not self.value.strip():
            raise self.refuse("must be a text that is not empty")
        return self.value

    def number(self, least: int) -> int:
        """Read it as a whole number, at least `least`."""
        if not isinstance(self.value, int) or isinstance(self.value, bool) or self.value < least:
            raise self.refuse(f"must be a whole number of at least {least}")
        return self.value

    def flag(self) -> bool:
        """Read it as true or false."""
        if not isinstance(self.value, bool):
            raise self.refuse("must be true or false")
        return self.value

    def day(self) -> date:
        """Read it as a date."""
        if not isinstance(self.value, date):
            raise self.refuse("must be a date written YYYY-MM-DD")
        return self.value

    def text(self) -> Text:
        """Read it as a sentence in both languages."""
        fields = self.open_any()
        for language in ("fr", "en"):
            if language not in fields.entries:
                raise self.refuse(f"lacks its '{language}' translation")
        self.open(("fr", "en"))
        return Text(fields["fr"].word().strip(), fields["en"].word().strip())

    def one_of(self, words: type[Word]) -> Word:
        """Read it as one of a closed list of words."""
        if not isinstance(self.value, str) or self.value not in list(words):
            raise self.refuse(f"must be one of: {', '.join(words)}")
        return words(self.value)


@dataclass(frozen=True, slots=True)
class Fields:
    """The keys of one mapping."""

    whole: Entry
    entries: dict[str, Entry]

    def __getitem__(self, key: str) -> Entry:
        return self.entries[key]

    def get(self, key: str) -> Entry | None:
        """Return the entry, or None where the optional key is absent or null."""
        found = self.entries.get(key)
        return None if found is None or found.value is None else found

    def items_of(self, key: str) -> Iterator[Entry]:
        """List what an optional list holds."""
        found = self.get(key)
        return iter(()) if found is None else found.items()


def refuse_cycle(where: Entry, start: str, follow: Callable[[str], Iterable[str]], key: str) -> None:
    """Follow the links from `start`; coming back to it is an error.

    Raises:
        EditionError: when `start` depends on itself.
    """
    seen: set[str] = set()
    ahead = list(follow(start))
    while ahead:
        name = ahead.pop()
        if name == start:
            raise EditionError(f"{where.file}: {key} comes back to {start}.")
        if name not in seen:
            seen.add(name)
            ahead += follow(name)
