"""The file that the capture tool writes: each line a sealed frame, there whole or not at all, within a size."""

import json
import os
from pathlib import Path
from typing import Any

from analyzers.bench.frames import FrameWriter

RESERVE = 4 << 10  # of the file's size: the last line must find room


class Lines:
    """The recording, line by line, until the first fault; then only why it ended."""

    def __init__(self, path: Path, key: bytes, most: int) -> None:
        self.frames = FrameWriter(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND, 0o600), key)
        self.most, self.count = most, 0
        self.fault = "disk-full" if self.frames.is_faulty else None

    @property
    def size(self) -> int:
        """Bytes on the disk."""
        return self.frames.size

    def add(self, document: dict[str, Any]) -> None:
        """Write one line; the first fault ends the writing and is kept."""
        if self.fault is not None:
            return
        line = _write(document)
        if self.size + self.frames.measure(line) > self.most - RESERVE:
            self.fault = "limit-size"
        elif self.frames.add(line):
            self.count += "entry" in document or "connection" in document
        else:
            self.fault = "disk-full"

    def close(self, why: str) -> str:
        """Write how many there were and why it ended; return why."""
        why = self.fault or why
        self.frames.end(_write({"end": self.count, "why": why}))
        os.close(self.frames.descriptor)
        return why


def _write(document: dict[str, Any]) -> bytes:
    return json.dumps(document, ensure_ascii=True, separators=(",", ":")).encode() + b"\n"
