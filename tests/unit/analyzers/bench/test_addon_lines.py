"""Lines of a recording: whole or not there, within a size, and the end says how many and why."""

import io
import json
from pathlib import Path

from analyzers.bench.addon_lines import Lines
from analyzers.bench.frames import open_frames

KEY = bytes(range(32))


def test_lines_are_whole_or_not_there_and_the_end_says_how_many(tmp_path: Path) -> None:
    path = tmp_path / "capture.frames"
    lines = Lines(path, KEY, 9000)
    for number in range(100):
        lines.add({"entry": {"number": number, "text": "x" * 100}})
    assert (lines.fault, lines.close("stopped")) == ("limit-size", "limit-size")
    rows = [json.loads(line) for line in open_frames(KEY, io.BytesIO(path.read_bytes()))]
    assert rows[-1] == {"end": len(rows) - 1, "why": "limit-size"}
    assert 20 < len(rows) < 100
    assert path.stat().st_size <= 9000
    assert b"xxx" not in path.read_bytes()


def test_on_a_full_disk_nothing_is_counted() -> None:
    full = Lines(Path("/dev/full"), KEY, 5000)
    full.add({"entry": {}})
    assert (full.count, full.close("stopped")) == (0, "disk-full")


def test_marks_are_not_counted_as_exchanges(tmp_path: Path) -> None:
    lines = Lines(tmp_path / "a", KEY, 1 << 20)
    for document in ({"phase": {}}, {"tls": {}}, {"entry": {}}, {"connection": {}}):
        lines.add(document)
    assert lines.count == 2
