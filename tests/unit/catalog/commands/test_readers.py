"""Whoever runs a command is told that compiled readers were left aside, and of nothing else."""

from pathlib import Path

import pytest

from analyzers.sandbox import overlay
from catalog.commands.readers import STALE, warn_of_stale_readers


def test_stale_readers_are_told_and_none_are_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(overlay, "PLACE", tmp_path)

    warn_of_stale_readers()
    assert capsys.readouterr() == ("", "")

    (tmp_path / overlay.STATEMENT).write_text("{}")
    warn_of_stale_readers()
    assert capsys.readouterr() == ("", f"{STALE}\n")
