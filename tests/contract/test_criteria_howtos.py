"""The two how-tos about the rules, followed to the letter in a copy of the package."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FENCE = re.compile(r"^( *)<!-- (file|changes|adds): (\S+) -->\n *```yaml\n(.*?)\n *```$", re.MULTILINE | re.DOTALL)
DIGEST = re.compile(r"now gives (sha256:[0-9a-f]{64})")


def _read_block(page: str, name: str) -> tuple[str, str]:
    text = (ROOT / "docs" / "howto" / page).read_text(encoding="utf-8")
    found = next((one for one in FENCE.finditer(text) if one[3] == name), None)
    assert found is not None, f"{page} shows no {name}"
    indent, _, target, block = found.groups()
    return target, "".join(f"{line.removeprefix(indent)}\n" for line in block.splitlines())


def _python(copy: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=copy, capture_output=True, text=True, encoding="utf-8", check=False)


def _load(copy: Path, edition: str) -> subprocess.CompletedProcess[str]:
    return _python(copy, "-c", f"from criteria.load import load_edition; load_edition('{edition}')")


def _settle(copy: Path, edition: Path) -> None:
    """Paste the digest that the refusal gives."""
    refused = DIGEST.search(_load(copy, edition.stem).stderr)
    assert refused is not None
    text = edition.read_text(encoding="utf-8")
    edition.write_text(re.sub(r"^digest: .*$", f'digest: "{refused[1]}"', text, flags=re.MULTILINE), encoding="utf-8")
    settled = _load(copy, edition.stem)
    assert settled.returncode == 0, settled.stderr


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "criteria", tmp_path / "criteria", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def _draft(copy: Path) -> Path:
    _, changes = _read_block("publish-an-edition.md", "criteria/editions/2027.1.yaml")
    text = (copy / "criteria" / "editions" / "2026.1.yaml").read_text(encoding="utf-8")
    for key in ("id", "supersedes", "published_on", "in_force_on"):
        text = re.sub(rf"^{key}: .*\n", "", text, flags=re.MULTILINE)
    edition = copy / "criteria" / "editions" / "2027.1.yaml"
    edition.write_text(changes + text, encoding="utf-8")
    return edition


def test_criterion_is_added_by_following_the_page(copy: Path) -> None:
    target, block = _read_block("add-a-criterion.md", "criteria/book/USE-08/v1.yaml")
    (copy / target).parent.mkdir()
    outline, line = _read_block("add-a-criterion.md", "criteria/kinds.yaml")
    with (copy / outline).open("a", encoding="utf-8") as kinds:
        kinds.write(line)
    (copy / target).write_text(block, encoding="utf-8")
    pin = _python(copy, "-m", "criteria.tables", "USE-08@1")
    assert pin.returncode == 0, pin.stderr
    edition = _draft(copy)
    text = edition.read_text(encoding="utf-8")
    edition.write_text(text.replace("criteria:\n", f"criteria:\n{pin.stdout}", 1), encoding="utf-8")
    _settle(copy, edition)
    page = _python(copy, "-m", "criteria.tables")
    assert "2027.1 (USE-08@1)" in page.stdout


def test_edition_is_published_by_following_the_page(copy: Path) -> None:
    edition = _draft(copy)
    _settle(copy, edition)
    by_two = """
from datetime import date; from pathlib import Path
from criteria.load import read_document; from criteria.parse_edition import digest_edition
from criteria.publishing import publish
path = Path("criteria/editions/2027.1.yaml")
text = publish(path.read_text(encoding="utf-8"), path.as_posix(), date(2027, 5, 1), ("a", "b"),
               lambda dated: digest_edition(read_document(dated, path.as_posix())))
path.write_text(text, encoding="utf-8")
"""
    published = _python(copy, "-c", by_two)
    assert published.returncode == 0, published.stderr
    program = """
from datetime import date
from criteria.diff import *; from criteria.load import *
for day in (date(2027, 4, 30), date(2027, 5, 1), date(2027, 7, 1)):
    print(load_edition("2026.1").state_on(day), load_edition("2027.1").state_on(day))
print(render_changelog(diff(load_edition("2026.1"), load_edition("2027.1"))).fr)
"""
    printed = _python(copy, "-c", program)
    assert printed.stdout.splitlines() == [
        "in_force draft",
        "in_force adopted",
        "superseded in_force",
        "Nature : rédactionnelle, rien de ce qui lie ne change.",
        "Éditions concernées : 2026.1 → 2027.1, en vigueur le 2027-07-01.",
        "Effet pour un éditeur : questions nouvelles 0, critères bloquants nouveaux ou durcis 0.",
    ]


def test_published_edition_is_frozen(copy: Path) -> None:
    edition = copy / "criteria" / "editions" / "2026.0.yaml"
    text = edition.read_text(encoding="utf-8")
    edition.write_text(f"archived_on: 2040-01-01\n{text}", encoding="utf-8")
    assert _load(copy, "2026.0").returncode == 0
    edition.write_text(text.replace("A: 85", "A: 80"), encoding="utf-8")
    assert "digest says sha256:" in _load(copy, "2026.0").stderr


def test_rule_of_a_pinned_criterion_is_frozen(copy: Path) -> None:
    criterion = copy / "criteria" / "book" / "TRK-01" / "v1.yaml"
    criterion.write_text(criterion.read_text(encoding="utf-8").replace("weight: 4", "weight: 1"), encoding="utf-8")
    assert "pins TRK-01@1 to sha256:" in _load(copy, "2026.0").stderr


def test_question_that_an_edition_pins_is_frozen_but_for_its_help(copy: Path) -> None:
    question = copy / "criteria" / "questions" / "data_sale.yaml"
    text = question.read_text(encoding="utf-8")
    question.write_text(text.replace("Vente, location", "Toute vente, location"), encoding="utf-8")
    assert _load(copy, "2026.1").returncode == 0
    question.write_text(text.replace("required: true", "required: false"), encoding="utf-8")
    assert "pins 'data_sale' to sha256:" in _load(copy, "2026.1").stderr
