"""Plumbing of every test: a running instance in a folder of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from tests.builders.instance import Instance, an_instance

# What goes wrong on purpose is logged in one line, not with pages of frames.
structlog.configure(processors=[structlog.processors.KeyValueRenderer()])


@pytest.fixture
def instance(tmp_path: Path) -> Iterator[Instance]:
    """A founded demonstration with its people, on SQLite, with fakes for the outside world."""
    running = an_instance(tmp_path)
    yield running
    running.close()
