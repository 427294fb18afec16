"""Faults inside the capture tool: each would lose rows without a trace, so each is seen. Standard library only."""

import logging
import sys
import traceback
from collections.abc import Callable

_OURS, _CRASH = "mitmproxy.addonmanager", "has crashed"


class Faults(logging.Handler):
    """A fault of ours ends the recording; one of the tool's, on one connection, is written as a connection lost."""

    def __init__(self, end: Callable[[str], None], lose: Callable[[], None]) -> None:
        super().__init__(logging.ERROR)
        self.end, self.lose = end, lose

    def emit(self, record: logging.LogRecord) -> None:
        """Write where it happened to the tool's log, without a value of what passed."""
        if record.name == _OURS:
            kind, _, places = record.exc_info or (None, None, None)
            sys.stderr.write(f"{kind}\n{''.join(traceback.format_tb(places))}")
            self.end("tool-fault")
        elif _CRASH in str(record.msg):
            self.lose()
