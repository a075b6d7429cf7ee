"""What a library's log line may hold once it is ours."""

import io
import logging
from collections.abc import Iterator

import pytest

from server.logs import library_lines


@pytest.fixture
def told() -> io.StringIO:
    """What stands in the log."""
    return io.StringIO()


@pytest.fixture
def library(told: io.StringIO) -> Iterator[logging.Logger]:
    """A library that logs as ours are told to."""
    logger, handler = logging.getLogger("aiohttp.server"), library_lines(told)
    logger.addHandler(handler)
    yield logger
    logger.removeHandler(handler)


def test_cookie_a_parser_stumbled_over(library: logging.Logger, told: io.StringIO) -> None:
    """A parser quotes the header it cannot read, and with it the token; the log names the error alone."""
    try:
        raise ValueError("Invalid header value char:\n\n  b'Cookie: __Host-parley=hush\\x01'")
    except ValueError:
        library.exception("Error handling request from %s", "127.0.0.1")
    assert "hush" not in told.getvalue()
    assert "ValueError" in told.getvalue()
    assert "test_library_logs.py" in told.getvalue()


def test_line_without_an_error(library: logging.Logger, told: io.StringIO) -> None:
    """What a library says otherwise is kept."""
    library.warning("Unclosed %s", "session")
    assert told.getvalue() == "WARNING aiohttp.server Unclosed session\n"
