"""Text of a document with the places that it comes from: what a sentence quotes can be found again, byte for byte."""

import unicodedata
from bisect import bisect_right
from dataclasses import dataclass, field

from analyzers.formats.endrecord import Buffer
from analyzers.formats.errors import FormatError

MAX_TEXT = 1 << 20  # characters of one document
_BOM = b"\xef\xbb\xbf"
_ALIKE = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "‐": "-", "‑": "-", "–": "-", "—": "-", "œ": "o", "Œ": "o"})


@dataclass(slots=True)
class Page:
    """One page, or a document that has none. `marks` say from which character on the text lies at which bytes."""

    text: str = ""
    number: int | None = None
    member: str | None = None  # of the archive that the bytes are counted in
    marks: list[tuple[int, int, int]] = field(default_factory=list)  # character, place, bytes

    def add(self, text: str, at: int, length: int) -> None:
        """Go on with text that lies at these bytes. No more of it than a document may hold."""
        if len(self.text) + len(text) > MAX_TEXT:
            raise FormatError("text-too-long", at)
        self.marks.append((len(self.text), at, length))
        self.text += text

    def find_bytes(self, start: int, stop: int) -> tuple[int, int]:
        """Return the place and length of the bytes that these characters come from."""
        starts = [mark[0] for mark in self.marks]
        first, last = bisect_right(starts, start) - 1, bisect_right(starts, max(start, stop - 1)) - 1
        if first < 0:
            return 0, 0
        at = self.marks[first][1]
        return at, max(self.marks[last][1] + self.marks[last][2] - at, 0)


def read_plain(data: Buffer) -> list[Page]:
    """Return the text of a file that is text, one mark for each line."""
    whole = bytes(data[: 4 * MAX_TEXT + 1])
    page, at = Page(), len(_BOM) if whole.startswith(_BOM) else 0
    lines: list[str] = []
    letters = 0
    for line in whole[at:].splitlines(keepends=True):
        try:
            text = line.decode("utf-8")
        except UnicodeDecodeError as error:
            raise FormatError("text-not-utf8", at + error.start) from error
        if letters + len(text) > MAX_TEXT:
            raise FormatError("text-too-long", at)
        page.marks.append((letters, at, len(line)))
        lines.append(text)
        letters += len(text)
        at += len(line)
    page.text = "".join(lines)
    return [page]


def fold(text: str) -> str:
    """Write text in small letters without accents, sign for sign: what is found there lies at the same characters."""
    return "".join(map(_fold_one, text.translate(_ALIKE)))


def _fold_one(sign: str) -> str:
    if sign.isascii():
        return sign.lower()
    if sign.isspace():
        return " "
    plain = unicodedata.normalize("NFKD", sign)[0].lower()
    return plain[0]
