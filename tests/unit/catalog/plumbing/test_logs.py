"""Tests of the logs."""

import json

import pytest
import structlog

from catalog.plumbing.logs import configure_logs


def test_an_event_is_one_json_line_on_the_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    before = structlog.get_config()
    try:
        configure_logs()
        structlog.get_logger().info("job.done", job=7, verb="evaluations.open")
        structlog.get_logger().debug("job.detail", job=7)
    finally:
        structlog.configure(**before)
    out, err = capsys.readouterr()
    (line,) = err.splitlines()

    assert out == ""
    assert {"event": "job.done", "job": 7, "level": "info"}.items() <= json.loads(line).items()
