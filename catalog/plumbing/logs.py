"""Structured logs, keyed by submission and run; never a query, an address or personal data from captures."""

import logging
import sys

import structlog


def configure_logs(*, quiet: bool = False) -> None:
    """Write one JSON line per event to the standard error; when `quiet`, errors only."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR if quiet else logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=True,
    )
