"""What a lodged file is, told by its first bytes and never by its name."""

import re

from criteria.findings import ArtifactKind

HEAD = 512
SIGN = b'{"sceau":'  # how a file of our own capture add-on begins
_DOCUMENTS = (b"%PDF-", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
_FLOW = re.compile(rb"[0-9]{1,12}:")
_PCAP = (b"\xd4\xc3\xb2\xa1", b"\xa1\xb2\xc3\xd4", b"\x4d\x3c\xb2\xa1", b"\xa1\xb2\x3c\x4d", b"\x0a\x0d\x0d\x0a")
_PACKED = (b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf\x27\x1c")
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"{\0", b"\0{")
_BOM = b"\xef\xbb\xbf"


def sniff_kind(head: bytes) -> ArtifactKind:
    """The kind of reader a file is given to. What is neither capture nor document is tried as a package."""
    if head.startswith(_DOCUMENTS):
        return ArtifactKind.DOCUMENT
    text = head.removeprefix(_BOM).lstrip()
    if text.startswith((b"{", b"[", b"<?xml")) or _FLOW.match(head) or head.startswith((*_PCAP, *_PACKED, *_WIDE)):
        return ArtifactKind.CAPTURE
    return ArtifactKind.APK


def sniff_capture(head: bytes) -> str | None:
    """`har`, `lines`, `flow`, `unsupported` for traffic formats we know and do not read, or None."""
    if _FLOW.match(head):
        return "flow"
    if head.startswith(_PCAP) or head.startswith((*_PACKED, b"PK\x03\x04")):
        return "unsupported"
    if head.startswith(_WIDE):
        return "utf-16"
    if head.startswith(SIGN):
        return "lines"
    return "har" if head.removeprefix(_BOM).lstrip().startswith(b"{") else None


def sniff_document(head: bytes) -> str | None:
    """`pdf`, `png`, `jpeg`, `text`, or None."""
    for magic, name in zip(_DOCUMENTS, ("pdf", "png", "jpeg"), strict=True):
        if head.startswith(magic):
            return name
    if not head or b"\0" in head:
        return None
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        return "text" if error.start >= len(head) - 3 and len(head) == HEAD else None
    return "text"
