"""What strangers wrote, printed: nothing in it moves a terminal's cursor, hides a word or turns it around."""

import json
import re
from typing import Any

_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff]")


def plain(line: str) -> str:
    """Return a line for people, with a mark for each sign that cannot be seen."""
    return _UNSEEN.sub("\ufffd", line)


def dump(document: Any) -> str:
    """Return a document as one line of JSON of the same value; signs that cannot be seen are written as escapes."""
    text = json.dumps(document, ensure_ascii=False)
    return text if text.isprintable() else _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
