"""What is fuzzed of documents: the readers of text, and a whole reading."""

import json

from analyzers.extract.document import extract_document
from analyzers.extract.shapes import find_fault
from analyzers.formats.markup import is_markup, read_markup
from analyzers.formats.office import read_office, tell_office
from analyzers.formats.pdf import read_pdf
from analyzers.formats.prose import MAX_TEXT, Page, fold, read_plain
from tests.builders.papers import a_docx, a_locked_pdf, a_pdf, a_scan, a_web_page, an_odt
from tests.fuzz.target import Target

_SAID = (
    "Certificat HDS\nVos données sont hébergées en France. Valable jusqu'au 1er mai 2028.\nÉcrire au DPO : a@b.example"
)


def _check(pages: list[Page], size: int) -> None:
    for page in pages:
        assert len(page.text) <= MAX_TEXT
        assert len(fold(page.text)) == len(page.text)
        at, length = page.find_bytes(0, len(page.text))
        assert 0 <= at <= at + length <= size or page.member is not None


def _plain(data: bytes) -> None:
    _check(read_plain(data), len(data))


def _markup(data: bytes) -> None:
    is_markup(data)
    _check(read_markup(data), len(data))


def _office(data: bytes) -> None:
    kind = tell_office(data)
    if kind is not None:
        _check(read_office(data, kind), len(data))


def _pdf(data: bytes) -> None:
    _check(read_pdf(data), len(data))


def _document(data: bytes) -> None:
    evidence = extract_document(data).evidence
    if evidence is not None:
        assert find_fault(json.loads(json.dumps(evidence, allow_nan=False)), "document") is None


def _papers() -> tuple[bytes, ...]:
    return a_pdf(_SAID), a_docx(_SAID), an_odt(_SAID), a_web_page(_SAID), _SAID.encode()


DOCUMENTS: dict[str, Target] = {
    "prose": Target(_plain, lambda: (_SAID.encode(),)),
    "markup": Target(_markup, lambda: (a_web_page(_SAID), b"<!-- a --><p>b</p>")),
    "office": Target(_office, lambda: (a_docx(_SAID), an_odt(_SAID))),
    "pdf": Target(_pdf, lambda: (a_pdf(_SAID), a_pdf(_SAID, is_packed=False), a_scan(), a_locked_pdf())),
    # A whole reading, documents of every form.
    "document": Target(_document, _papers, ()),
}
