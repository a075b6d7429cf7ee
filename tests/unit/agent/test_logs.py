"""What a log line may hold."""

import logging

from agent.logs import _is_news, failure


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


def record(name: str, message: str) -> logging.LogRecord:
    """Make a record."""
    return logging.LogRecord(name, logging.ERROR, "", 0, message, None, None)


def test_ordinary_end() -> None:
    """The native client's complaints of a room's ordinary end are left out, everybody else's are kept."""
    assert not _is_news(record("livekit", "livekit::rtc_engine:704:session - data channel closed"))
    assert _is_news(record("livekit", "task exception"))
    assert _is_news(record("livekit.agents", "livekit::agents failed"))
