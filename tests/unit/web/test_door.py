"""A fault that no handler told is logged under a number, without the address."""

import pytest

from tests.fakes.log import FakeLog
from web.door import Door


@pytest.fixture(autouse=True)
def written(monkeypatch: pytest.MonkeyPatch) -> FakeLog:
    """What is written to the log of faults."""
    log = FakeLog()
    monkeypatch.setattr("web.problems.log", log)
    return log


def test_a_fault_of_the_handlers_themselves_is_logged_without_the_address(written: FakeLog) -> None:
    app = Door("web")
    error = ZeroDivisionError("secret")
    with app.test_request_context("/listings?q=asthme"):
        app.log_exception((ZeroDivisionError, error, None))
    assert "ZeroDivisionError" in written.text
    assert "asthme" not in written.text
    assert "secret" not in written.text
