"""A child is started with fixed words and without our environment."""

import sys

from analyzers.sandbox.start import start_command


def test_the_interpreter_is_isolated_and_told_only_our_words() -> None:
    command = start_command("apk", "B")

    assert command[:4] == [sys.executable, "-I", "-B", "-c"]
    assert command[-2:] == ["apk", "B"]
