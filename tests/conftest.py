"""Plumbing of every test: a running instance in a folder of its own, and how many cases a property faces.

That is 200 in the gate, 10,000 under `HYPOTHESIS_PROFILE=prove`; a busy machine is no reason to fail one.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from hypothesis import HealthCheck, settings

from tests.builders.instance import Instance, an_instance

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]
settings.register_profile("gate", max_examples=200, deadline=None, suppress_health_check=SLOW, derandomize=True)
settings.register_profile("prove", max_examples=10_000, deadline=None, suppress_health_check=SLOW)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "gate"))  # noqa: TID251 -- the test runner's own switch, not a setting of the service

# What goes wrong on purpose is logged in one line, not with pages of frames.
structlog.configure(processors=[structlog.processors.KeyValueRenderer()])


@pytest.fixture
def instance(tmp_path: Path) -> Iterator[Instance]:
    """A founded demonstration with its people, on SQLite, with fakes for the outside world."""
    running = an_instance(tmp_path)
    yield running
    running.close()
