"""Curated files in a form that is read at once: made from each file the first time, and named after its content.

What is kept can be thrown away at any time; a file that changed has another name. Only plain values are kept (JSON).
"""

import contextlib
import hashlib
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from analyzers.knowledge.files import parse_yaml

_FORM = b"1"  # another number where the same file would be read into another value

Reader = Callable[[Path], dict[str, Any]]


def reader(cache: Path | None) -> Reader:
    """A reader of curated YAML files that keeps what it read in `cache`, where there is one and it can be written."""

    def read(path: Path) -> dict[str, Any]:
        source = path.read_bytes()
        if cache is None:
            return parse_yaml(path.name, source)
        kept = cache / f"{path.name}-{hashlib.sha256(_FORM + source).hexdigest()}.json"
        with contextlib.suppress(OSError, ValueError):
            known = json.loads(kept.read_bytes())
            if isinstance(known, dict):
                return known
        content = parse_yaml(path.name, source)
        with contextlib.suppress(OSError, TypeError):
            _keep(kept, path.name, content)
        return content

    return read


def _keep(kept: Path, name: str, content: dict[str, Any]) -> None:
    """Write whole or not at all; only what reads back as the very same value. Forms of older contents go."""
    text = json.dumps(content, ensure_ascii=False)
    if json.loads(text) != content:
        return
    kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = kept.with_suffix(f".{os.getpid()}")
    draft.write_text(text, "utf-8")
    draft.replace(kept)
    for old in kept.parent.glob(f"{name}-*.json"):
        if old != kept:
            old.unlink(missing_ok=True)
