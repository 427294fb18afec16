"""What the add-on writes, exercised by the capture tools' own interpreter: no process of the server imports it."""

import json
import subprocess
from pathlib import Path

from tests.builders.rehearsal import TOOLS

_HEAD = """
import sys
from pathlib import Path
sys.path.insert(0, {place!r})
from addon import Held, KEPT_SENT, Lines
"""
_ADDON = Path(__file__).parents[4] / "analyzers" / "bench"


def run(text: str) -> str:
    words = [str(TOOLS / "python"), "-c", _HEAD.format(place=str(_ADDON)) + text]
    return subprocess.run(words, capture_output=True, text=True, check=True, timeout=60).stdout


def test_lines_are_whole_or_not_there_and_the_end_says_how_many(tmp_path: Path) -> None:
    path = tmp_path / "capture.jsonl"
    said = run(f"""
lines = Lines(Path({str(path)!r}), 5000)
for number in range(100):
    lines.add({{"entry": {{"number": number, "text": "x" * 100}}}})
print(lines.fault, lines.close("stopped"))
full = Lines(Path("/dev/full"), 5000)
full.add({{"entry": {{}}}})
print(full.count, full.close("stopped"))
""")
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]

    assert said.splitlines() == ["limit-size limit-size", "0 disk-full"]
    assert rows[-1] == {"end": len(rows) - 1, "why": "limit-size"}
    assert path.stat().st_size <= 5000


def test_of_a_body_the_first_bytes_and_the_size_are_kept_and_all_of_it_passes() -> None:
    said = run("""
held = Held(None, 0)
passed = sum(len(held.take_sent(b"x" * 700_000)) for _ in range(4))
print(passed, held.sent_size, len(held.sent) == KEPT_SENT)
""")
    assert said.split() == ["2800000", "2800000", "True"]
