"""A child is started with fixed words and without our environment."""

import os
import sys
from pathlib import Path

import pytest

from analyzers.sandbox import overlay
from analyzers.sandbox.start import server_command, start_command


def test_the_interpreter_is_isolated_and_told_only_our_words() -> None:
    command = start_command("apk", "B")

    assert command[:4] == [sys.executable, "-I", "-S", "-c"]
    assert command[-2:] == ["apk", "B"]


def test_a_server_is_bound_to_the_process_that_started_it() -> None:
    assert server_command()[-1] == str(os.getpid())
    assert server_command()[1:3] == ["-I", "-S"]


def test_a_child_looks_for_compiled_readers_where_some_were_built_for_its_task(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(overlay, "PLACE", tmp_path)
    before = [start_command("capture", "B"), start_command("apk", "B"), server_command()]
    (tmp_path / overlay.STATEMENT).write_text("{}")
    after = [start_command("capture", "B"), start_command("apk", "B"), server_command()]

    assert ["load_compiled" in command[4] for command in before] == [False, False, False]
    assert [str(tmp_path) in command[4] for command in after] == [True, False, True]
