"""Documents as publishers lodge them, written byte by byte: PDF, word processors, web pages."""

import io
import textwrap
import zipfile
import zlib
from html import escape

_DATE = (2026, 1, 1, 0, 0, 0)
_WIDTH, _LINES = 92, 52
_TEXTS = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
_WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def a_pdf(text: str, *, is_packed: bool = True, extra: bytes = b"") -> bytes:
    """A PDF of this text, wrapped as on paper; a form feed begins a page. `extra` goes into the trailer."""
    sheets = [sheet for part in text.split("\f") for sheet in _lay_out(part)]
    bodies: list[bytes] = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/Kids[%s]>>"
        % (len(sheets), b" ".join(b"%d 0 R" % (4 + 2 * n) for n in range(len(sheets)))),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    for number, lines in enumerate(sheets):
        content = _draw(lines)
        packed = zlib.compress(content) if is_packed else content
        filtered = b"/Filter/FlateDecode" if is_packed else b""
        page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>/Contents %d 0 R>>"
        bodies.append(page % (5 + 2 * number))
        bodies.append(b"<<%s/Length %d>>stream\n%s\nendstream" % (filtered, len(packed), packed))
    return _bind(bodies, extra)


def a_scan() -> bytes:
    """A PDF of one page that shows a picture: no text in it."""
    picture = (
        b"<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Length 1>>"
        b"stream\n\x7f\nendstream"
    )
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</XObject<</I 4 0 R>>>>/Contents 5 0 R>>"
    drawn = b"<</Length 23>>stream\n595 0 0 842 0 0 cm /I Do\nendstream"
    return _bind([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[3 0 R]>>", page, picture, drawn], b"")


def a_locked_pdf() -> bytes:
    """A PDF that says that it is encrypted."""
    lock = b"/Encrypt<</Filter/Standard/V 1/R 2/P -4/O(%s)/U(%s)>>/ID[(a)(a)]" % (b"o" * 32, b"u" * 32)
    return a_pdf("Secret.", extra=lock)


def _bind(bodies: list[bytes], extra: bytes) -> bytes:
    out, places = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"), list[int]()
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    out += b"".join(b"%010d 00000 n \n" % at for at in places)
    out += b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (len(bodies) + 1, extra, start)
    return bytes(out)


def _lay_out(text: str) -> list[list[str]]:
    lines = [
        line
        for part in text.strip("\n").split("\n")
        for line in (textwrap.wrap(part, _WIDTH, break_long_words=False, break_on_hyphens=False) or [""])
    ]
    return [lines[at : at + _LINES] for at in range(0, len(lines), _LINES)] or [[]]


def _draw(lines: list[str]) -> bytes:
    shown = [
        line.encode("cp1252", "replace").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
        for line in lines
    ]
    return b"BT /F1 10 Tf 14 TL 50 790 Td " + b"".join(b"(%s) Tj T* " % line for line in shown) + b"ET"


def _pack(members: dict[str, str]) -> bytes:
    place = io.BytesIO()
    with zipfile.ZipFile(place, "w") as archive:
        for name, text in members.items():
            info = zipfile.ZipInfo(name, _DATE)
            info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(info, text.encode())
    return place.getvalue()


def a_docx(text: str) -> bytes:
    """A word-processor file of this text, one paragraph per line."""
    rows = "".join(f'<w:p><w:r><w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>' for line in text.split("\n"))
    body = f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{_WORDS}"><w:body>{rows}</w:body></w:document>'
    return _pack({"[Content_Types].xml": "<Types/>", "word/document.xml": body})


def an_odt(text: str) -> bytes:
    """The same as an OpenDocument."""
    rows = "".join(f"<text:p>{escape(line)}</text:p>" for line in text.split("\n"))
    spaces = f'xmlns:office="{_OFFICE}" xmlns:text="{_TEXTS}"'
    inside = f"<office:body><office:text>{rows}</office:text></office:body>"
    body = f'<?xml version="1.0"?><office:document-content {spaces}>{inside}</office:document-content>'
    return _pack({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": body})


def a_web_page(text: str) -> bytes:
    """The same as a web page, with a script that says otherwise."""
    title, *lines = text.split("\n")
    rows = "".join(f"<p>{escape(line)}</p>\n" for line in lines if line)
    script = "<script>var x = '<p>Nous vendons vos données.</p>';</script>"
    head = f"<head><title>{escape(title)}</title>{script}</head>"
    return f"<!DOCTYPE html><html lang=fr>{head}<body><h1>{escape(title)}</h1>\n{rows}</body></html>".encode()
