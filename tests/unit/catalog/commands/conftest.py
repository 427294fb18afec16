"""Plumbing of the command line's tests: verbs run against the instance as a person types them."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from catalog.cli import Dispatcher

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run one verb; the exit code is checked at once."""

    def run(*words: str, code: int = 0, **environment: str) -> Result:
        env = {"SCEAU_STATE": str(tmp_path), **environment}
        result = CliRunner().invoke(Dispatcher(""), list(words), env=env)
        assert result.exit_code == code, (result.output, result.exception)
        return result

    return run
