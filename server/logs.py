"""How the web process logs: a line a fact, JSON for machines, readable on a terminal."""

import logging
import sys
import traceback
from pathlib import Path
from types import TracebackType
from typing import TextIO

import structlog

_LOUD = {"aiohttp": logging.WARNING, "livekit": logging.WARNING, "limits": logging.WARNING}
_FRAMES = 6
ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


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
    logging.basicConfig(level=logging.INFO, handlers=[library_lines(sys.stdout)])
    for name, level in _LOUD.items():
        logging.getLogger(name).setLevel(level)


def library_lines(stream: TextIO) -> logging.Handler:
    """Give the handler for what libraries log by themselves."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(_Wordless("%(levelname)s %(name)s %(message)s"))
    return handler


def frames(trace: TracebackType | None) -> list[str]:
    """Name the places without the values: `rooms.py:41 create_room`."""
    last = traceback.extract_tb(trace)[-_FRAMES:]
    return [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in last]


class _Wordless(logging.Formatter):
    """An error's own words quote what could not be read: a cookie, a query, what somebody typed."""

    def formatException(self, ei: ExcInfo) -> str:  # noqa: N802  the name is logging's
        """Name the error and where it was raised."""
        kind, _, trace = ei
        return f"{kind.__name__ if kind else ''} at {', '.join(frames(trace))}"
