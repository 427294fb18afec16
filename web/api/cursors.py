"""Opaque cursors: where the next page starts, written so that nobody builds one by hand."""

import base64
import binascii
import re

from catalog.errors import Rejected

FORM = re.compile(rb"after:([0-9]{1,15})")


class CursorRefused(Rejected):
    """The cursor is not one that we gave."""

    code = "cursor-refused"


def write_cursor(position: int) -> str:
    """Return the cursor of what comes after `position`."""
    return base64.urlsafe_b64encode(f"after:{position}".encode()).decode().rstrip("=")


def read_cursor(cursor: str | None) -> int:
    """Return the position a cursor stands for; none is the beginning.

    Raises:
        CursorRefused: it is not one of ours.
    """
    if cursor is None:
        return 0
    try:
        raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise CursorRefused from None
    found = FORM.fullmatch(raw)
    if found is None:
        raise CursorRefused
    return int(found.group(1))
