"""Logging of every process: one JSON line per event; formatted for reading on a terminal."""

import logging
import sys
import traceback
from pathlib import Path
from types import TracebackType
from typing import TextIO

import structlog

QUIET_LIBRARIES = ("aiohttp", "asyncio", "faster_whisper", "limits", "livekit", "livekit.agents")
"""Libraries whose INFO lines are noise, and some of which contain people's names."""
_FRAMES = 6


def configure_logs(stream: TextIO | None = None) -> None:
    """Write our events to standard error, and libraries' warnings and errors."""
    stream = stream or sys.stderr
    renderer: structlog.typing.Processor = structlog.processors.JSONRenderer()
    if stream.isatty():
        renderer = structlog.dev.ConsoleRenderer()
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, _format_exception, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(stream),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(handlers=[library_lines(stream, shared, renderer)], level=logging.WARNING, force=True)
    for name in QUIET_LIBRARIES:
        logging.getLogger(name).setLevel(logging.WARNING)


def library_lines(
    stream: TextIO, shared: list[structlog.typing.Processor], renderer: structlog.typing.Processor
) -> logging.Handler:
    """Return the handler for libraries' log records."""
    handler = logging.StreamHandler(stream)
    handler.addFilter(_is_relevant)
    handler.addFilter(_first_line)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _format_exception,
                renderer,
            ],
        )
    )
    return handler


def _format_exception(
    _logger: object, _method: str, event: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    """Replace an exception by its type and place."""
    given = event.pop("exc_info", None)
    error = given[1] if isinstance(given, tuple) else sys.exc_info()[1] if given is True else given
    return {**event, **failure(error)} if isinstance(error, BaseException) else event


def _first_line(record: logging.LogRecord) -> bool:
    """Cut asyncio's message about a task to its first line; the others quote its exception."""
    if record.name == "asyncio":
        record.msg, record.args = record.getMessage().partition("\n")[0], ()
    return True


def _is_relevant(record: logging.LogRecord) -> bool:
    """Drop the native client's error at each room's ordinary end, logged under its Rust module's name."""
    return not (record.name == "livekit" and "::" in record.getMessage().partition(" ")[0])


def failure(error: BaseException) -> dict[str, str]:
    """Return an exception's type and place, without its message, which may quote rows, cookies or input."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    places = frames(error.__traceback__)
    return {"error": type(error).__name__, "where": places[-1] if places else ""}


def frames(trace: TracebackType | None) -> list[str]:
    """List the frames without values: `rooms.py:41 create_room`."""
    last = traceback.extract_tb(trace)[-_FRAMES:]
    return [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in last]
