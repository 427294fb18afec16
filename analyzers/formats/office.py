"""The text of a word-processor document: OpenDocument and Office Open XML, out of their archive, bounded."""

from xml.parsers import expat

from analyzers.formats.archive import open_archive
from analyzers.formats.endrecord import Buffer
from analyzers.formats.errors import FormatError
from analyzers.formats.prose import MAX_TEXT, Page

MAX_MEMBER = 32 << 20
MAX_DEPTH = 256
MEMBERS = {"docx": "word/document.xml", "odt": "content.xml"}
_TEXTS = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
_WORDS = frozenset(
    (
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",  # the strict form
    )
)
_APART = " "  # between a name and its namespace


def tell_office(data: Buffer) -> str | None:
    """Say which of the two an archive holds; None for any other archive."""
    try:
        archive = open_archive(data)
    except FormatError:
        return None
    return next((kind for kind, member in MEMBERS.items() if archive.find(member) is not None), None)


def read_office(data: Buffer, kind: str) -> list[Page]:
    """Return what a document says; its pages are made when it is printed, so that it has none here."""
    archive = open_archive(data)
    member = MEMBERS[kind]
    entry = archive.find(member)
    if entry is None:
        raise FormatError("no-such-entry")
    if entry.flags & 1:
        raise FormatError("document-encrypted", entry.header)
    return [_Reading(member).read(archive.read(entry, MAX_MEMBER))]


class _Reading:
    """One pass over the XML of a document. No entity is ever unfolded: a document that declares one is refused."""

    def __init__(self, member: str) -> None:
        self.page = Page(member=member)
        self.parts: list[str] = []
        self.letters = self.depth = self.writing = self.silent = 0
        self.parser = expat.ParserCreate("UTF-8", _APART)  # whatever it says of itself
        self.parser.buffer_text = False
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text

    def read(self, xml: bytes) -> Page:
        try:
            self.parser.Parse(xml, True)  # noqa: FBT003 -- the parser's own signature
        except expat.ExpatError as error:
            raise FormatError("document-broken", max(self.parser.ErrorByteIndex, 0)) from error
        self.page.text = "".join(self.parts)
        return self.page

    def _refuse(self, *_: object) -> None:
        raise FormatError("document-with-entities", self.parser.CurrentByteIndex)

    def _start(self, name: str, _attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise FormatError("too-deep", self.parser.CurrentByteIndex)
        space, _, word = name.rpartition(_APART)
        self.writing += _writes(space, word)
        self.silent += _is_silent(space, word)
        if _is_gap(space, word):
            self._add("\t" if word in ("tab", "s") else "\n")

    def _end(self, name: str) -> None:
        self.depth -= 1
        space, _, word = name.rpartition(_APART)
        self.writing -= _writes(space, word)
        self.silent -= _is_silent(space, word)
        if word in ("p", "h") and (space == _TEXTS or space in _WORDS):
            self._add("\n")

    def _text(self, text: str) -> None:
        if self.writing and not self.silent:
            self._add(text)

    def _add(self, text: str) -> None:
        at = self.parser.CurrentByteIndex
        if self.letters + len(text) > MAX_TEXT:
            raise FormatError("text-too-long", at)
        self.page.marks.append((self.letters, at, len(text.encode("utf-8", "replace"))))
        self.parts.append(text)
        self.letters += len(text)


def _writes(space: str, word: str) -> bool:
    """Whether letters inside are what a reader sees: runs of text in one format, paragraphs in the other."""
    return word == "t" if space in _WORDS else space == _TEXTS and word in ("p", "h")


def _is_silent(space: str, word: str) -> bool:
    """Whether letters inside were struck out, or are the machine's."""
    return word in ("delText", "instrText") if space in _WORDS else space == _TEXTS and word == "tracked-changes"


def _is_gap(space: str, word: str) -> bool:
    return (space in _WORDS and word in ("tab", "br", "cr")) or (space == _TEXTS and word in ("tab", "s", "line-break"))
