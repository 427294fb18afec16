"""The fast libraries are an option: without them the same file gives the same evidence, byte for byte."""

import hashlib
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from analyzers.extract.package import extract_package
from criteria.findings import ArtifactKind
from tests.builders.hostile_rows import ROWS

_ROOT = Path(__file__).resolve().parents[2]
_PLAIN = (
    "import sys; sys.modules['isal'] = sys.modules['ahocorasick_rs'] = None\n"
    "from analyzers.formats import inflate, scan; assert len(inflate._MACHINES) == 1 and scan.FAST is None\n"
    "from tests.contract.test_analyzers_plain import digests; print(*digests())"
)


def digests() -> Iterator[str]:
    """Digest what is read of each of our own packages, and of one hostile file in twenty-nine."""
    hostile = [row for row in ROWS if row.kind is ArtifactKind.APK and not row.heavy][::29]
    own = (path.read_bytes() for path in sorted((_ROOT / "fixtures" / "apks").iterdir()))
    for data in (*own, *(row.make() for row in hostile)):
        read = extract_package(data)
        yield hashlib.sha256(json.dumps([read.outcome.code, read.evidence]).encode()).hexdigest()


def test_without_the_fast_libraries_the_evidence_is_the_same() -> None:
    done = subprocess.run([sys.executable, "-c", _PLAIN], capture_output=True, text=True, check=False, cwd=_ROOT)

    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == list(digests())
