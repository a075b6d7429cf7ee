"""How the web process logs: a line a fact, JSON for machines, readable on a terminal."""

import logging
import sys

import structlog

_LOUD = {"aiohttp": logging.WARNING, "livekit": logging.WARNING, "limits": logging.WARNING}


def configure_logs() -> None:
    """Set up structlog on standard output, and quieten the libraries to their warnings."""
    renderer: structlog.typing.Processor = structlog.processors.JSONRenderer()
    if sys.stdout.isatty():
        renderer = structlog.dev.ConsoleRenderer()
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(level=logging.INFO, stream=sys.stdout, format="%(levelname)s %(name)s %(message)s")
    for name, level in _LOUD.items():
        logging.getLogger(name).setLevel(level)
