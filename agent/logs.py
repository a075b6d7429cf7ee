"""One line of JSON for each thing that happens, in every process of the agent."""

import logging
import sys
import traceback
from pathlib import Path

import structlog

TAMED = ("livekit", "livekit.agents", "faster_whisper", "asyncio")
"""Libraries that tell at INFO what nobody needs, some of it what people are called."""


def configure() -> None:
    """Write our events to standard error, and of libraries' only what is wrong."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, _told, structlog.processors.JSONRenderer()],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(_is_news)
    handler.addFilter(_first_line)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _told,
                structlog.processors.JSONRenderer(),
            ],
        )
    )
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    for name in TAMED:
        logging.getLogger(name).setLevel(logging.WARNING)


def _told(_logger: object, _method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """Replace an exception, ours or a library's, by its kind and place."""
    given = event.pop("exc_info", None)
    error = given[1] if isinstance(given, tuple) else sys.exc_info()[1] if given is True else given
    return {**event, **failure(error)} if isinstance(error, BaseException) else event


def _first_line(record: logging.LogRecord) -> bool:
    """Cut what asyncio tells of a task: the lines after the first quote its exception."""
    if record.name == "asyncio":
        record.msg, record.args = record.getMessage().partition("\n")[0], ()
    return True


def _is_news(record: logging.LogRecord) -> bool:
    """The native client calls each room's ordinary end an error, under its Rust module's name."""
    return not (record.name == "livekit" and "::" in record.getMessage().partition(" ")[0])


def failure(error: BaseException) -> dict[str, str]:
    """Say what failed and where, without the message: a database quotes in it what it was given."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    frames = traceback.extract_tb(error.__traceback__)
    where = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return {"error": type(error).__name__, "where": where}
