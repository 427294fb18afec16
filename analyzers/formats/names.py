"""Entry names of an archive: bytes to something a person can read, and what is unsafe about them."""

import re
from collections.abc import Sequence

MAX_SHOWN = 512
LONG_NAME = 4096  # no builder writes longer paths; some tools break on them
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_PLAIN = bytes(sorted({*range(0x20, 0x7F), 0x0A} - {*b"\\:"}))
_DRIVE = re.compile(rb"^[A-Za-z]:")


def are_plain(raws: Sequence[bytes]) -> bool:
    """Whether all names are short, printable and without anything that `name_deviation` could call by a name."""
    joined = b"\n" + b"\n".join(raws) + b"\n"
    return not (
        joined.translate(None, _PLAIN)
        or joined.count(b"\n") != len(raws) + 1
        or b"\n\n" in joined
        or b"\n/" in joined
        or b".." in joined
        or max(map(len, raws), default=0) > MAX_SHOWN
    )


def shown_name(raw: bytes) -> str:
    """The name as text: broken UTF-8 replaced, cut at a length, never used to open anything."""
    text = raw[: MAX_SHOWN * 4].decode("utf-8", "replace")
    return text if len(text) <= MAX_SHOWN and len(raw) <= MAX_SHOWN * 4 else text[:MAX_SHOWN] + "…"


def name_deviation(raw: bytes) -> str | None:
    """What is wrong with a name, worst first, or None."""
    parts = raw.replace(b"\\", b"/").split(b"/")
    if b".." in parts or raw.startswith((b"/", b"\\")) or _DRIVE.match(raw):
        return "path-traversal"
    if not raw or b"\0" in raw:
        return "unreadable-name"
    if len(raw) > LONG_NAME:
        return "long-name"
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return "name-not-utf8"
    return "control-characters-in-name" if _CONTROL.search(text) else None
