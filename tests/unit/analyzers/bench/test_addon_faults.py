"""A fault of ours ends the recording, a crash of the tool is a connection lost, other errors are neither."""

import logging

import pytest

from analyzers.bench.addon_faults import Faults


def test_faults_are_seen_and_tell_no_value(capsys: pytest.CaptureFixture[str]) -> None:
    ends, lost = list[str](), list[str]()
    value = "a secret value"  # not on the line that fails, which is told
    handler = Faults(ends.append, lambda: lost.append("lost"))
    for name in ("mitmproxy.addonmanager", "mitmproxy.proxy.server"):
        logger = logging.getLogger(name)
        logger.addHandler(handler)
        try:
            int(value)
        except ValueError:
            logger.exception("Addon error" if "addon" in name else "mitmproxy has crashed!")
        logger.error("client disconnected")
        logger.warning("has crashed")
        logger.removeHandler(handler)
    assert (ends, lost) == (["tool-fault", "tool-fault"], ["lost"])
    told = capsys.readouterr().err
    assert "ValueError" in told
    assert "secret" not in told
