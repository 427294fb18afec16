"""The application's own class: a fault that nothing else told is logged like the others, without the address."""

from types import TracebackType

from flask import Flask

from web.problems import log_fault

ExceptionInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Door(Flask):
    """Flask, whose own log of a failure would quote what a visitor asked for."""

    def log_exception(self, exc_info: ExceptionInfo) -> None:
        """Log the failure under an incident number."""
        log_fault(exc_info[1])
