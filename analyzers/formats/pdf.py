"""The text of a PDF file, page by page, as a library reads it; every way it fails has a name."""

import codecs
import importlib
import io
import logging
import unicodedata
from collections.abc import Iterator

import pypdf
from pypdf.generic import ArrayObject, IndirectObject

from analyzers.formats.endrecord import Buffer
from analyzers.formats.errors import FormatError
from analyzers.formats.prose import MAX_TEXT, Page

MAX_PAGES = 400
_UNPACKED = 16 << 20  # bytes of one stream
_LONGEST = 1 << 20  # bytes shown of one page's content

# What the library would import, or look up, at the first file that needs it: in the jail it is too late for that.
for _late in ("_codecs.core_font_metrics", "_text_extraction", "generic._image_inline", "_configuration", "filters"):
    importlib.import_module(f"pypdf.{_late}")
for _alphabet in (
    "ascii", "latin-1", "cp1252", "mac_roman", "charmap", "utf-8", "utf-16", "utf-16-be", "utf-16-le", "unicode_escape",
    "gbk", "gb2312", "gb18030", "big5", "cp950", "cp932", "cp949", "shift_jis", "euc_jp", "euc_kr", "iso8859-15",
):  # fmt: skip
    codecs.lookup(_alphabet)

_BOUNDS = pypdf.Configuration(
    maximum_declared_stream_length=_UNPACKED,
    array_based_stream_maximum_output_length=_UNPACKED,
    lzw_maximum_output_length=_UNPACKED,
    run_length_maximum_output_length=_UNPACKED,
    zlib_maximum_output_length=_UNPACKED,
    brotli_maximum_output_length=_UNPACKED,
    zlib_maximum_recovery_input_length=1 << 18,
    stream_decoding_work_maximum_length=4 * _UNPACKED,
    stream_parsing_work_maximum_count=500_000,
    page_tree_maximum_entries=4 * MAX_PAGES,
    xform_maximum_invocations_per_extraction=500,
    jbig2dec_binary=None,
    disable_legacy_handling=True,
)
logging.getLogger("pypdf").setLevel(logging.CRITICAL + 1)  # what it has to say is about a stranger's file


def read_pdf(data: Buffer) -> list[Page]:
    """Return the text of each page, with the bytes of the page's content."""
    try:
        with pypdf.apply_configuration(_BOUNDS):
            return list(_read_pages(data))
    except (FormatError, MemoryError):
        raise
    except Exception as error:  # the library's own refusals are of every kind
        raise FormatError("document-broken") from error


def _read_pages(data: Buffer) -> Iterator[Page]:
    reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
    if reader.is_encrypted:
        raise FormatError("document-encrypted")
    letters = 0
    for number, sheet in enumerate(reader.pages, 1):
        if number > MAX_PAGES:
            raise FormatError("too-many-pages")
        page = Page(number=number)
        text = unicodedata.normalize("NFKC", sheet.extract_text()).encode("utf-8", "replace").decode()
        letters += len(text)
        if letters > MAX_TEXT:
            raise FormatError("text-too-long")
        page.add(text, *_find_content(data, reader, sheet))
        yield page


def _find_content(data: Buffer, reader: pypdf.PdfReader, sheet: pypdf.PageObject) -> tuple[int, int]:
    """Where the page's content lies in the file: of several streams, the first."""
    content = sheet.get("/Contents") and sheet.raw_get("/Contents")
    if isinstance(content, ArrayObject):
        content = content[0] if content else None
    if not isinstance(content, IndirectObject):
        return 0, 0
    at = reader.xref.get(content.generation, {}).get(content.idnum, 0)
    if not 0 < at < len(data):
        return 0, 0
    end = data.find(b"endobj", at, at + _LONGEST)
    return at, (end + 6 if end >= 0 else min(at + _LONGEST, len(data))) - at
