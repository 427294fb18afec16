"""A child is started with fixed words and without our environment."""

import os
import sys

from analyzers.sandbox.start import server_command, start_command


def test_the_interpreter_is_isolated_and_told_only_our_words() -> None:
    command = start_command("apk", "B")

    assert command[:4] == [sys.executable, "-I", "-S", "-c"]
    assert command[-2:] == ["apk", "B"]


def test_a_server_is_bound_to_the_process_that_started_it() -> None:
    assert server_command()[-1] == str(os.getpid())
    assert server_command()[1:3] == ["-I", "-S"]
