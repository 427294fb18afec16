"""The page that says how to add an analyser is followed to the letter."""

import re
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

from analyzers.registry import FoundDetector, find_detectors, load_detectors, refuse_undeclared
from criteria.findings import Extent
from criteria.kinds import find_fault
from criteria.load import load_kinds
from tests.builders.evidence import APK_SHA256, apk_evidence
from tests.builders.knowledge import shipped_knowledge

PAGE = Path(__file__).parents[2] / "docs" / "howto" / "add-an-analyzer.md"
BLOCK = re.compile(r"`(\w+\.py)`,[^`]*```python\n(.*?)```", re.DOTALL)


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FoundDetector]:
    """The analyser of the page, written into a package of its own and found there."""
    folder = tmp_path / "lent" / "languages"
    folder.mkdir(parents=True)
    for place in (folder.parent, folder):
        (place / "__init__.py").write_text('"""A door plate."""\n', "utf-8")
    for name, code in BLOCK.findall(PAGE.read_text("utf-8")):
        (folder / name).write_text(textwrap.dedent(code), "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    (found,) = find_detectors(folder.parent, "lent")
    yield found
    for name in [name for name in sys.modules if name.split(".")[0] == "lent"]:
        del sys.modules[name]


def test_the_analyser_of_the_page_is_found_and_speaks_the_common_language(made: FoundDetector) -> None:
    assert made.manifest.name == "languages"
    refuse_undeclared([made], load_kinds())


def test_the_analyser_of_the_page_states_findings_and_coverage(made: FoundDetector) -> None:
    detection = made.detect(APK_SHA256, apk_evidence(locales=["fr", "br"]), shipped_knowledge())
    assert [row.attributes["locale"] for row in detection.findings] == ["fr", "br"]
    assert all(find_fault(row, load_kinds()) is None for row in detection.findings)
    assert [row.kind for row in detection.coverage] == list(made.manifest.emits)


def test_the_analyser_of_the_page_covers_nothing_where_nothing_was_read(made: FoundDetector) -> None:
    detection = made.detect(APK_SHA256, {"apk": 3}, shipped_knowledge())
    assert (detection.findings, detection.coverage[0].extent) == ((), Extent.NONE)


def test_the_page_names_every_look_up_that_exists() -> None:
    page = PAGE.read_text("utf-8")
    for name in re.findall(r"`(sdk_by_prefix|owner_of|locate|sensitive|region_of)`", page):
        assert callable(getattr(shipped_knowledge(), name))
    assert load_detectors()
