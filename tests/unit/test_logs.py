"""What a log line may hold."""

import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from server.logs import QUIET_LIBRARIES, _is_relevant, configure_logs, failure


def failing() -> BaseException:
    """Fail with somebody's words in the message, within a task group's group."""
    try:
        raise ValueError("invalid input: 'what Alice said'")
    except ValueError as error:
        return ExceptionGroup("tasks", [error])


def test_no_words() -> None:
    """A failure is told by its kind and place, never by its message."""
    told = failure(failing())
    assert told["error"] == "ValueError"
    assert told["where"].startswith("test_logs.py:")
    assert "Alice" not in str(told)


@pytest.fixture
def restored() -> Iterator[None]:
    """Log afterwards as before."""
    root, kept = logging.getLogger(), list(logging.getLogger().handlers)
    level, levels = root.level, {name: logging.getLogger(name).level for name in QUIET_LIBRARIES}
    try:
        yield
    finally:
        structlog.reset_defaults()
        root.handlers[:] = kept
        root.setLevel(level)
        for name, before in levels.items():
            logging.getLogger(name).setLevel(before)


@pytest.mark.usefixtures("restored")
def test_a_librarys_exception(capsys: pytest.CaptureFixture[str]) -> None:
    """What a library logs of an exception is its kind and place, without the words it quotes."""
    configure_logs()
    logging.getLogger("pgqueuer").error("Exception while processing %s", "minutes", exc_info=failing())
    logging.getLogger("asyncio").error("Task exception was never retrieved\nfuture: %r", failing())
    told = capsys.readouterr().err
    assert "Exception while processing minutes" in told
    assert "Task exception was never retrieved" in told
    assert "ValueError" in told
    assert "Alice" not in told


def record(name: str, message: str) -> logging.LogRecord:
    """Make a record."""
    return logging.LogRecord(name, logging.ERROR, "", 0, message, None, None)


def test_ordinary_end() -> None:
    """The native client's complaints of a room's ordinary end are left out, everybody else's are kept."""
    assert not _is_relevant(record("livekit", "livekit::rtc_engine:704:session - data channel closed"))
    assert _is_relevant(record("livekit", "task exception"))
    assert _is_relevant(record("livekit.agents", "livekit::agents failed"))


@pytest.mark.usefixtures("restored")
def test_cookie_a_parser_stumbled_over(capsys: pytest.CaptureFixture[str]) -> None:
    """A parser quotes the header it cannot read, and with it the token; the log names the error alone."""
    configure_logs()
    try:
        raise ValueError("Invalid header value char:\n\n  b'Cookie: __Host-parley=hush\\x01'")
    except ValueError:
        logging.getLogger("aiohttp.server").exception("Error handling request from %s", "127.0.0.1")
    told = capsys.readouterr().err
    assert "hush" not in told
    assert "ValueError" in told
    assert "test_logs.py" in told


@pytest.mark.usefixtures("restored")
def test_line_without_an_error(capsys: pytest.CaptureFixture[str]) -> None:
    """What a library warns of otherwise is kept."""
    configure_logs()
    logging.getLogger("aiohttp.client").warning("Unclosed %s", "session")
    assert json.loads(capsys.readouterr().err)["event"] == "Unclosed session"
