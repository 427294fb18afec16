"""Every detector that the registry finds keeps the promise, and no reader in the jail has to know it."""

import subprocess
import sys

from analyzers.detector import Detector
from analyzers.registry import load_detectors


def test_what_the_registry_finds_keeps_the_promise() -> None:
    detectors: tuple[Detector, ...] = load_detectors()
    assert all(callable(detector.detect) and detector.manifest.emits for detector in detectors)


def test_what_an_extraction_promises_is_known_without_the_knowledge() -> None:
    asked = "import sys, analyzers.contract; sys.exit('analyzers.knowledge.book' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", asked], check=False).returncode == 0
