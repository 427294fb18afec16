"""Verbs on copies: what they say and how they leave, without a package."""

import json
from pathlib import Path

import pytest

from analyzers.sandbox.copies import CopyRefused
from analyzers.synthesis.copies import Comparison, Difference
from catalog.commands import copies
from tests.unit.catalog.commands.conftest import Run

TRUST = Difference("res/xml/net.xml", "trust", allowed=True)
CODE = Difference("classes.dex", "changed", allowed=False)


@pytest.fixture
def package(tmp_path: Path) -> str:
    path = tmp_path / "a.apk"
    path.write_bytes(b"a")
    return str(path)


@pytest.mark.parametrize(
    ("comparison", "said", "code"),
    [
        (Comparison((TRUST,), trusts_user=True), "ne diffère du paquet que par", 0),
        (Comparison((CODE, TRUST), trusts_user=True), "! classes.dex: modifié", 1),
        (Comparison((), trusts_user=False), "ne fait pas confiance au banc", 1),
    ],
)
def test_a_comparison_is_said_in_words_and_in_the_exit(
    run: Run, package: str, monkeypatch: pytest.MonkeyPatch, comparison: Comparison, said: str, code: int
) -> None:
    monkeypatch.setattr(copies, "check_copy", lambda *_: comparison)

    told = run("bench", "compare", package, package, code=code)

    assert said in told.output
    document = json.loads(run("bench", "compare", package, package, "--json", code=code).output)
    assert document["stands_for"] == (code == 0)


def test_a_refusal_has_its_name(run: Run, package: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise CopyRefused("deviating-archive")

    monkeypatch.setattr(copies, "check_copy", refuse)
    monkeypatch.setattr(copies, "make_copy", refuse)

    assert "deviating-archive" in run("bench", "compare", package, package, code=3).output
    assert "deviating-archive" in run("bench", "copy", package, str(tmp_path / "b.apk"), code=3).output


def test_a_copy_is_written_where_it_was_asked(
    run: Run, package: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copies, "make_copy", lambda _, target, __: target.write_bytes(b"copy"))

    run("bench", "copy", package, str(tmp_path / "b.apk"))

    assert (tmp_path / "b.apk").read_bytes() == b"copy"
