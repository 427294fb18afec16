"""The fast libraries are an option: without them the same file gives the same evidence, byte for byte."""

import hashlib
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from analyzers.contract import Extraction
from analyzers.extract.capture import extract_capture
from analyzers.extract.package import extract_package
from criteria.findings import ArtifactKind
from tests.benchmarks.traffic_flows import seeded_har, session
from tests.builders.hostile_rows import ROWS

_ROOT = Path(__file__).resolve().parents[2]
_PLAIN = (
    "import sys; sys.modules['isal'] = sys.modules['ahocorasick_rs'] = sys.modules['msgspec'] = None\n"
    "from analyzers.formats import inflate, scan, strict\n"
    "assert len(inflate._MACHINES) == 1 and scan.FAST is None and strict._decode is None\n"
    "from tests.contract.test_analyzers_plain import digests; print(*digests())"
)
_KINDS: tuple[tuple[ArtifactKind, str, Callable[[bytes], Extraction]], ...] = (
    (ArtifactKind.APK, "apks", extract_package),
    (ArtifactKind.CAPTURE, "captures", extract_capture),
)


def digests() -> Iterator[str]:
    """Digest what is read of each of our own packages and captures, and of one hostile file in twenty-nine."""
    for kind, folder, read in _KINDS:
        hostile = [row for row in ROWS if row.kind is kind and not row.heavy][::29]
        own = (path.read_bytes() for path in sorted((_ROOT / "fixtures" / folder).iterdir()))
        seeded = (seeded_har(session(40)),) if kind is ArtifactKind.CAPTURE else ()
        for data in (*own, *seeded, *(row.make() for row in hostile)):
            found = read(data)
            yield hashlib.sha256(json.dumps([found.outcome.code, found.evidence]).encode()).hexdigest()


def test_without_the_fast_libraries_the_evidence_is_the_same() -> None:
    done = subprocess.run([sys.executable, "-c", _PLAIN], capture_output=True, text=True, check=False, cwd=_ROOT)

    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == list(digests())
